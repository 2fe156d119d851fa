/**
 * What the shop's balance is made of, and what of it was sent to its bank. It promises that each movement is in one payout at most,
 * and that the movements of a payout, its own among them, are nothing together.
 */
@NullMarked
package dev.refill.sandbox.stripe.settlement;

import org.jspecify.annotations.NullMarked;
