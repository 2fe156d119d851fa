package dev.refill.gateway.decorator;

import java.util.Locale;

import dev.refill.gateway.Approved;
import dev.refill.gateway.CancelOutcome;
import dev.refill.gateway.ChargeOutcome;
import dev.refill.gateway.Closed;
import dev.refill.gateway.Declined;
import dev.refill.gateway.FeedOutcome;
import dev.refill.gateway.FeedPage;
import dev.refill.gateway.ForgetOutcome;
import dev.refill.gateway.Forgotten;
import dev.refill.gateway.LookupOutcome;
import dev.refill.gateway.NotAskable;
import dev.refill.gateway.NotFound;
import dev.refill.gateway.NotSent;
import dev.refill.gateway.PaymentKeyFound;
import dev.refill.gateway.PaymentKeyOutcome;
import dev.refill.gateway.PaymentObservation;
import dev.refill.gateway.PayoutOutcome;
import dev.refill.gateway.PayoutPage;
import dev.refill.gateway.Pending;
import dev.refill.gateway.RefundFailed;
import dev.refill.gateway.RefundLookupOutcome;
import dev.refill.gateway.RefundObservation;
import dev.refill.gateway.RefundOutcome;
import dev.refill.gateway.RefundPending;
import dev.refill.gateway.RefundRefused;
import dev.refill.gateway.RefundSucceeded;
import dev.refill.gateway.RequiresAction;
import dev.refill.gateway.SavedCard;
import dev.refill.gateway.SavedCardOutcome;
import dev.refill.gateway.SettlementOutcome;
import dev.refill.gateway.SettlementPage;
import dev.refill.gateway.Unknown;
import dev.refill.gateway.Unresolved;

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
            case Unresolved unresolved -> unresolved(unresolved);
        };
    }

    static OutcomeWord of(LookupOutcome outcome) {
        return switch (outcome) {
            case PaymentObservation observation -> observed(observation);
            case NotFound _notFound -> new OutcomeWord("not_found");
            case NotAskable _never -> new OutcomeWord("not_askable");
            case Unresolved unresolved -> unresolved(unresolved);
        };
    }

    static OutcomeWord of(CancelOutcome outcome) {
        return switch (outcome) {
            case PaymentObservation observation -> observed(observation);
            case Unresolved unresolved -> unresolved(unresolved);
        };
    }

    static OutcomeWord of(RefundOutcome outcome) {
        return switch (outcome) {
            case RefundObservation observation -> observed(observation);
            case RefundRefused _refused -> new OutcomeWord("refused");
            case Unresolved unresolved -> unresolved(unresolved);
        };
    }

    static OutcomeWord of(RefundLookupOutcome outcome) {
        return switch (outcome) {
            case RefundObservation observation -> observed(observation);
            case NotFound _notFound -> new OutcomeWord("not_found");
            case NotAskable _notAskable -> new OutcomeWord("not_askable");
            case Unresolved unresolved -> unresolved(unresolved);
        };
    }

    static OutcomeWord of(PaymentKeyOutcome outcome) {
        return switch (outcome) {
            case PaymentKeyFound _found -> new OutcomeWord("found");
            case NotFound _notFound -> new OutcomeWord("not_found");
            case Unresolved unresolved -> unresolved(unresolved);
        };
    }

    static OutcomeWord of(SavedCardOutcome outcome) {
        return switch (outcome) {
            case SavedCard _saved -> new OutcomeWord("found");
            case NotFound _notFound -> new OutcomeWord("not_found");
            case Unresolved unresolved -> unresolved(unresolved);
        };
    }

    static OutcomeWord of(ForgetOutcome outcome) {
        return switch (outcome) {
            case Forgotten _forgotten -> new OutcomeWord("forgotten");
            case Unresolved unresolved -> unresolved(unresolved);
        };
    }

    static OutcomeWord of(FeedOutcome outcome) {
        return switch (outcome) {
            case FeedPage _page -> new OutcomeWord("page");
            case Unresolved unresolved -> unresolved(unresolved);
        };
    }

    static OutcomeWord of(PayoutOutcome outcome) {
        return switch (outcome) {
            case PayoutPage _page -> new OutcomeWord("page");
            case Unresolved unresolved -> unresolved(unresolved);
        };
    }

    static OutcomeWord of(SettlementOutcome outcome) {
        return switch (outcome) {
            case SettlementPage _page -> new OutcomeWord("page");
            case Unresolved unresolved -> unresolved(unresolved);
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

    private static OutcomeWord observed(RefundObservation observation) {
        return switch (observation) {
            case RefundSucceeded _succeeded -> new OutcomeWord("succeeded");
            case RefundPending _pending -> new OutcomeWord("pending");
            case RefundFailed failed -> new OutcomeWord("failed", word(failed.reason()));
        };
    }

    private static OutcomeWord unresolved(Unresolved unresolved) {
        return switch (unresolved) {
            case Unknown _unknown -> new OutcomeWord("unknown");
            case NotSent notSent -> new OutcomeWord("not_sent", word(notSent.reason()));
        };
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
