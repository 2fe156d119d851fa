/**
 * PayPal's REST API over the books: orders that payers agree to on a page and the shop has captured, refunds of captures, and
 * webhooks that are signed by a certificate. It promises that a request is carried out once under its request id, however often
 * it is sent, and that an order is captured once at most. It has everything under {@code /paypal}: what is not there is not
 * found in PayPal's words.
 */
@NullMarked
package dev.refill.sandbox.paypal;

import org.jspecify.annotations.NullMarked;
