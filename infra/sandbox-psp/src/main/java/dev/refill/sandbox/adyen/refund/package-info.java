/** Refunds, which are taken note of and carried out a little later. It promises that no more goes back than was paid. */
@NullMarked
package dev.refill.sandbox.adyen.refund;

import org.jspecify.annotations.NullMarked;
