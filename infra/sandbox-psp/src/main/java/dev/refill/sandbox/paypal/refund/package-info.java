/** Refunds, which are carried out at once. It promises that no more goes back than was captured. */
@NullMarked
package dev.refill.sandbox.paypal.refund;

import org.jspecify.annotations.NullMarked;
