package dev.refill.recharge.order;

import org.jspecify.annotations.Nullable;

import dev.refill.gateway.Declined;
import dev.refill.gateway.PaymentObservation;

/**
 * Why an order changed, kept with every change.
 *
 * @param actor who brought it about: a client, a gateway, a person, or Refill itself
 * @param source by which way the news came
 * @param evidence an id or code by which it can be found again; {@code null} where there is none
 */
public record Cause(String actor, Source source, @Nullable String evidence) {

    /** The ways by which news of an order comes. */
    public enum Source {
        RISK,
        ANSWER,
        WEBHOOK,
        POLL,
        RETURN_PAGE,
        LEDGER,
        /** The order's owner wants something. */
        OWNER,
        /** A person who looks after the orders. */
        OPERATOR
    }

    /** Refill's own doing. */
    public static Cause own(Source source) {
        return new Cause("refill", source, null);
    }

    /** The same cause with other evidence. */
    public Cause with(String newEvidence) {
        return new Cause(actor, source, newEvidence);
    }

    /** The same cause with the provider's own code of a refusal beside its evidence: our word for it says less. */
    Cause seeing(PaymentObservation seen) {
        return seen instanceof Declined declined
                ? with(evidence == null ? declined.rawCode() : evidence + " " + declined.rawCode())
                : this;
    }
}
