/**
 * How Stripe's API is spoken: form parameters in, typed refusals and answers out. It promises that a parameter nobody
 * reads is refused, never dropped. It knows no single operation.
 */
@NullMarked
package dev.refill.sandbox.stripe.wire;

import org.jspecify.annotations.NullMarked;
