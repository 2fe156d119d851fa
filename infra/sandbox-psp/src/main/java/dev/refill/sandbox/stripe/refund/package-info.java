/**
 * Refunds: whole and in parts, at once and later. It promises that no payment gives back more than it took, and that a
 * refund that fails gives the money back to the shop.
 */
@NullMarked
package dev.refill.sandbox.stripe.refund;

import org.jspecify.annotations.NullMarked;
