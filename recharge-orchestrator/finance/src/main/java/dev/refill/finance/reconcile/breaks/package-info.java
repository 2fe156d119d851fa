/**
 * What people do about breaks. It promises that a decision is about what the person has seen, or nothing; that one above the limit needs a
 * second person; that what is posted is posted once, as a correction of its own; and that each step is kept with who, when and why. It
 * never edits what was said.
 */
@NullMarked
@NamedInterface("breaks")
package dev.refill.finance.reconcile.breaks;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
