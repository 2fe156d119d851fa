/**
 * Stripe's objects as JSON, written field by field in Stripe's order. It promises that the same snapshot always gives the
 * same bytes: replays and repeated deliveries rely on it.
 */
@NullMarked
package dev.refill.sandbox.stripe.json;

import org.jspecify.annotations.NullMarked;
