/**
 * Adyen's Checkout API over the books: payment links with their page, stored cards, refunds, and signed notifications, which
 * alone tell what became of a payment. It promises that a request is carried out once under its idempotency key, and that
 * the key is refused to another. It has everything under {@code /adyen}: what is not there is not found in Adyen's words.
 */
@NullMarked
package dev.refill.sandbox.adyen;

import org.jspecify.annotations.NullMarked;
