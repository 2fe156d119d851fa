/**
 * Inbound webhooks. It promises that a verified event is kept before it is acknowledged, that it is handed to the
 * {@link dev.refill.webhooks.GatewayEventHandler} at least once and until it is done, and that what cannot be handled
 * ends in a dead-letter state that can be replayed. It never acts on an unverified byte and never knows what a recharge is.
 */
@NullMarked
package dev.refill.webhooks;

import org.jspecify.annotations.NullMarked;
