package dev.refill.webhooks.sweep;

import dev.refill.gateway.EventFeed;
import dev.refill.gateway.GatewayId;
import dev.refill.gateway.WebhookTranslator;

/** A gateway that keeps a list of its events, and who can read them. */
public record FedGateway(GatewayId id, EventFeed feed, WebhookTranslator translator) {}
