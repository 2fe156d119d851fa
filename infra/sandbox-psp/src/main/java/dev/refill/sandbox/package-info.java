/**
 * A payment provider of our own, to be tried against: a server that speaks Stripe's API, with switches for what may go
 * wrong at a provider. It promises Stripe's rules to Stripe's own clients and takes no real card. It knows nothing of
 * Refill.
 */
@NullMarked
package dev.refill.sandbox;

import org.jspecify.annotations.NullMarked;
