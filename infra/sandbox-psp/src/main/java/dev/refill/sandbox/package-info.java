/**
 * Payment providers of our own, to be tried against: a server that speaks Stripe's API, and MTN's, Adyen's and PayPal's
 * beside it, with switches for what may go wrong at a provider. Each has books of its own over the one core, and its words stay in its own
 * package. It promises Stripe's rules to Stripe's own clients and takes no real card. It knows nothing of Refill.
 */
@NullMarked
package dev.refill.sandbox;

import org.jspecify.annotations.NullMarked;
