/**
 * What two sides' lines of one thing come to, and what becomes of it: pure, without a clock and without a database. A difference has one
 * class, the first one that fits; rules are data.
 */
@NullMarked
@NamedInterface("reconcile-rule")
package dev.refill.finance.reconcile.rule;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
