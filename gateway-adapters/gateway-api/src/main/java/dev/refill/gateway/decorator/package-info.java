/**
 * What surrounds every payment gateway, one job a class: counting, guarding, trying again. It promises that the outcome
 * a decorator makes up says what is known and no more, and that a charge is repeated only with the same operation key
 * and only after a {@link dev.refill.gateway.NotSent}. It knows no provider.
 */
@NullMarked
@NamedInterface("decorator")
package dev.refill.gateway.decorator;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
