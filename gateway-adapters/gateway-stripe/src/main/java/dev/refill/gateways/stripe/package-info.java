/**
 * Stripe behind our port, by its own Java SDK: hosted Checkout Sessions, payment intents for cards on file, look-up,
 * refunds, cancels, disputes, the event list, signed webhooks. It promises that whatever Stripe or the wire does ends in a named outcome, that a key or a card token
 * is never logged, and that a slow Stripe holds up no more than its own bounded calls. It never retries and never
 * decides what an outcome means for an order.
 */
@NullMarked
@NamedInterface("stripe")
package dev.refill.gateways.stripe;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
