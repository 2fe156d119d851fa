package dev.refill.autotopup.rule;

import java.util.HexFormat;

import dev.refill.gateway.Money;
import dev.refill.offer.OfferId;
import dev.refill.subscriber.Subscriber;

/**
 * A rule that is asked for.
 *
 * @param id made of who asks and the key it sent
 * @param clientId who asks
 * @param actor by whom, for the record
 * @param acceptedTerms the version of the {@link Terms} that the subscriber was shown and agreed to
 */
public record NewRule(RuleId id, String clientId, String actor, Subscriber subscriber, OfferId offer, Money price,
        CardToken card, Trigger trigger, Limits limits, String acceptedTerms) {

    /** By which a repeat is recognised. Of the card it keeps what tells it from others, and cannot be charged. */
    String fingerprint() {
        String said = String.join("\n", clientId, subscriber.id().value(), offer.value(), price.toString(),
                card.value(),
                trigger.toString(), limits.toString(), acceptedTerms);
        return HexFormat.of().formatHex(RuleId.sha256(said));
    }
}
