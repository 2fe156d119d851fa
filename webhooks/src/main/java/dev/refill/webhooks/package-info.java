/**
 * Webhooks in both directions.
 *
 * <p>Inbound, in the rooms beside this one, it promises that a verified event is kept before it is acknowledged, that it is
 * handed to the {@link dev.refill.webhooks.GatewayEventHandler} at least once and until it is done, and that what cannot be
 * handled ends in a dead-letter state that can be replayed. It never acts on an unverified byte.
 *
 * <p>Outbound, in the rooms of {@code outbound}, it promises that what is given to
 * {@link dev.refill.webhooks.OutboundWebhooks} is told to each endpoint that wants it at least once, under one id, signed,
 * and only at addresses of the public internet.
 *
 * <p>It never knows what a recharge is.
 */
@NullMarked
package dev.refill.webhooks;

import org.jspecify.annotations.NullMarked;
