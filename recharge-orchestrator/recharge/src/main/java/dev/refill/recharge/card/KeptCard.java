package dev.refill.recharge.card;

import java.time.Instant;

import org.springframework.modulith.NamedInterface;

import dev.refill.gateway.GatewayId;
import dev.refill.gateway.SavedCard;
import dev.refill.subscriber.SubscriberId;

/**
 * A card of a subscriber's that the provider keeps.
 *
 * @param subscriber whose
 * @param clientId through which client it was kept
 * @param gateway which provider has it
 * @param card as far as it may be known
 * @param keptAt when its payment left it
 */
@NamedInterface("kept-cards")
public record KeptCard(KeptCardId id, SubscriberId subscriber, String clientId, GatewayId gateway, SavedCard card,
        Instant keptAt) {}
