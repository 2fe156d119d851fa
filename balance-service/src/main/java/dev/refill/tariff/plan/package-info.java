/**
 * What a tariff plan says: zones, bands, rates, allowances. It promises that a plan that exists is valid and never changes. It
 * never rates anything.
 */
@NullMarked
@NamedInterface("plan")
package dev.refill.tariff.plan;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
