/**
 * Adyen's Checkout API over the books: payment links with their page, stored cards, refunds, and signed notifications, which
 * alone tell what became of a payment. It promises that a request is carried out once under its idempotency key. It stands
 * under {@code /adyen}.
 */
@NullMarked
package dev.refill.sandbox.adyen;

import org.jspecify.annotations.NullMarked;
