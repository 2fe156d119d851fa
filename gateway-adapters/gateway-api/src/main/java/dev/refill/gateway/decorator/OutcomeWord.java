package dev.refill.gateway.decorator;

import java.util.Locale;

import dev.refill.gateway.Approved;
import dev.refill.gateway.ChargeOutcome;
import dev.refill.gateway.Closed;
import dev.refill.gateway.Declined;
import dev.refill.gateway.LookupOutcome;
import dev.refill.gateway.NotFound;
import dev.refill.gateway.NotSent;
import dev.refill.gateway.PaymentObservation;
import dev.refill.gateway.Pending;
import dev.refill.gateway.RequiresAction;
import dev.refill.gateway.Unknown;

/**
 * One outcome as two tag values. Both come from closed lists, so the number of time series is bounded whatever a
 * provider answers.
 */
record OutcomeWord(String outcome, String reason) {

    static final OutcomeWord CANCELLED = new OutcomeWord("cancelled");
    static final OutcomeWord ERROR = new OutcomeWord("error");

    private OutcomeWord(String outcome) {
        this(outcome, "none");
    }

    static OutcomeWord of(ChargeOutcome outcome) {
        return switch (outcome) {
            case PaymentObservation observation -> observed(observation);
            case Unknown _unknown -> new OutcomeWord("unknown");
            case NotSent notSent -> notSent(notSent);
        };
    }

    static OutcomeWord of(LookupOutcome outcome) {
        return switch (outcome) {
            case PaymentObservation observation -> observed(observation);
            case NotFound _notFound -> new OutcomeWord("not_found");
            case Unknown _unknown -> new OutcomeWord("unknown");
            case NotSent notSent -> notSent(notSent);
        };
    }

    private static OutcomeWord observed(PaymentObservation observation) {
        return switch (observation) {
            case Approved _approved -> new OutcomeWord("approved");
            case Declined declined -> new OutcomeWord("declined", word(declined.reason()));
            case RequiresAction _action -> new OutcomeWord("requires_action");
            case Pending _pending -> new OutcomeWord("pending");
            case Closed _closed -> new OutcomeWord("closed");
        };
    }

    private static OutcomeWord notSent(NotSent notSent) {
        return new OutcomeWord("not_sent", word(notSent.reason()));
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
