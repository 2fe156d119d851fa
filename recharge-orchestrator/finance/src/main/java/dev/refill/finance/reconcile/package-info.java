/**
 * Reconciliation: what we say happened beside what others say. It promises that each line that was taken in takes part in one run; that
 * lines which are the same on both sides strike each other out; that everything else is a break of one class, with both sides' lines, and
 * becomes resolved by a rule or by a person with a reason; and that a run can be made again and comes out the same. It changes no line,
 * and posts nothing itself.
 */
@NullMarked
@NamedInterface("reconcile")
package dev.refill.finance.reconcile;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
