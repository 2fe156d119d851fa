/** Refunds, which MTN accepts at once and carries out a little later. It promises that no more goes back than was paid. */
@NullMarked
package dev.refill.sandbox.momo.refund;

import org.jspecify.annotations.NullMarked;
