/**
 * PaymentIntents and charges: what a card does to them. It promises that each attempt is one charge, and that a test
 * card's number is judged and forgotten.
 */
@NullMarked
package dev.refill.sandbox.stripe.payment;

import org.jspecify.annotations.NullMarked;
