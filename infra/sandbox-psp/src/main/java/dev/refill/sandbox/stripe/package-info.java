/**
 * Stripe's dialect: the HTTP API in front of the books. It promises Stripe's rules of authentication, idempotency and
 * errors for every operation alike; what an operation does is in the packages below. It never blocks.
 */
@NullMarked
package dev.refill.sandbox.stripe;

import org.jspecify.annotations.NullMarked;
