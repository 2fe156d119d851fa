package dev.refill.simulation.provider;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

import dev.refill.gateway.Approved;
import dev.refill.gateway.Closed;
import dev.refill.gateway.DeclineReason;
import dev.refill.gateway.Declined;
import dev.refill.gateway.DisputeObservation;
import dev.refill.gateway.DisputeObservation.DisputeLost;
import dev.refill.gateway.DisputeObservation.DisputeOpened;
import dev.refill.gateway.DisputeObservation.DisputeWon;
import dev.refill.gateway.DisputeObservation.FundsReinstated;
import dev.refill.gateway.DisputeObservation.FundsWithdrawn;
import dev.refill.gateway.GatewayEvent;
import dev.refill.gateway.GatewayId;
import dev.refill.gateway.Money;
import dev.refill.gateway.OperationKey;
import dev.refill.gateway.PaymentObservation;
import dev.refill.gateway.Pending;
import dev.refill.gateway.ProviderReference;
import dev.refill.gateway.RefundFailed;
import dev.refill.gateway.RefundFailureReason;
import dev.refill.gateway.RefundObservation;
import dev.refill.gateway.RefundPending;
import dev.refill.gateway.RefundSucceeded;
import dev.refill.gateway.RequiresAction;
import dev.refill.gateway.Translation;

/**
 * Something that happened at the provider. Its body is words with bars between them.
 *
 * @param truth whose payment it speaks of, also where the body does not say it
 * @param saysCaptured whether it says that money was captured
 * @param listedAt when it comes to stand in the list of events
 */
record ModelEvent(String id, String type, String body, OperationKey truth, boolean saysCaptured, Instant at,
        Instant listedAt) {

    private static final String NO_KEY = "-";

    static ModelEvent of(String id, ModelPayment payment, String what, boolean tellsKey, Instant at,
            Instant listedAt) {
        String type = what.split("\\|", 2)[0];
        String body = id + "|" + (tellsKey ? payment.key.value() : NO_KEY) + "|" + payment.reference + "|" + at + "|"
                + what;
        return new ModelEvent(id, type, body, payment.key, type.equals("captured"), at, listedAt);
    }

    static String words(PaymentObservation said) {
        return switch (said) {
            case Approved approved -> "captured|" + words(approved.captured());
            case Declined declined -> "declined|" + declined.reason() + "|" + declined.retriable();
            case Closed closed -> "closed";
            case Pending pending -> "pending";
            case RequiresAction action -> "action|" + action.redirect();
        };
    }

    /** @param key {@code null}: somebody made the refund at the provider */
    static String words(RefundObservation said, @Nullable OperationKey key) {
        String of = said.reference() + "|" + (key == null ? NO_KEY : key.value());
        return switch (said) {
            case RefundSucceeded succeeded -> "refunded|" + of + "|" + words(succeeded.amount());
            case RefundPending pending -> "refunding|" + of;
            case RefundFailed failed -> "refund-failed|" + of;
        };
    }

    static String words(DisputeObservation said) {
        return switch (said) {
            case DisputeOpened opened -> "disputed|" + opened.reference() + "|" + words(opened.amount());
            case FundsWithdrawn withdrawn ->
                "withdrawn|" + withdrawn.reference() + "|" + words(withdrawn.amount()) + "|"
                        + words(withdrawn.fee());
            case FundsReinstated reinstated ->
                "reinstated|" + reinstated.reference() + "|" + words(reinstated.amount());
            case DisputeWon won -> "won|" + won.reference();
            case DisputeLost lost -> "lost|" + lost.reference();
        };
    }

    private static String words(Money money) {
        return money.minor() + "|" + money.currency().getCurrencyCode();
    }

    byte[] bytes() {
        return body.getBytes(StandardCharsets.UTF_8);
    }

    /** What a body means. */
    static Translation read(GatewayId gateway, byte[] bytes) {
        List<String> words = List.of(new String(bytes, StandardCharsets.UTF_8).split("\\|"));
        if (words.getFirst().equals("poison")) {
            throw new IllegalStateException("a body that nobody can read");
        }
        if (words.getFirst().equals("news")) {
            return new Translation.NotUnderstood(Translation.Reason.UNKNOWN_TYPE, "news");
        }
        return new Translation.Events(List.of(event(gateway, words)));
    }

    private static GatewayEvent event(GatewayId gateway, List<String> words) {
        String id = words.getFirst();
        OperationKey key = key(words.get(1));
        ProviderReference payment = new ProviderReference(words.get(2));
        Instant at = Instant.parse(words.get(3));
        return switch (words.get(4)) {
            case "refunded", "refunding", "refund-failed" -> new GatewayEvent.RefundObserved(gateway, id, at,
                    key(words.get(6)), key, payment, refund(words));
            case "disputed", "withdrawn", "reinstated", "won", "lost" ->
                new GatewayEvent.DisputeObserved(gateway, id, at,
                        key, payment, dispute(words));
            default -> new GatewayEvent.PaymentObserved(gateway, id, at, key, payment(words, payment));
        };
    }

    private static PaymentObservation payment(List<String> words, ProviderReference reference) {
        return switch (words.get(4)) {
            case "captured" -> new Approved(reference, money(words, 5));
            case "declined" -> new Declined(reference, DeclineReason.valueOf(words.get(5)), "declined",
                    Boolean.parseBoolean(words.get(6)));
            case "closed" -> new Closed(reference);
            default -> new Pending(reference);
        };
    }

    private static RefundObservation refund(List<String> words) {
        ProviderReference reference = new ProviderReference(words.get(5));
        return switch (words.get(4)) {
            case "refunded" -> new RefundSucceeded(reference, money(words, 7));
            case "refunding" -> new RefundPending(reference);
            default -> failed(reference);
        };
    }

    private static DisputeObservation dispute(List<String> words) {
        ProviderReference reference = new ProviderReference(words.get(5));
        return switch (words.get(4)) {
            case "disputed" -> new DisputeOpened(reference, money(words, 6), "fraudulent");
            case "withdrawn" -> new FundsWithdrawn(reference, money(words, 6), money(words, 8));
            case "reinstated" -> new FundsReinstated(reference, money(words, 6));
            case "won" -> new DisputeWon(reference);
            default -> new DisputeLost(reference);
        };
    }

    /** A refund whose money is with us again. */
    static RefundFailed failed(ProviderReference reference) {
        return new RefundFailed(reference, RefundFailureReason.CARD_GONE, "expired_or_canceled_card");
    }

    private static @Nullable OperationKey key(String word) {
        return word.equals(NO_KEY) ? null : new OperationKey(word);
    }

    private static Money money(List<String> words, int from) {
        return Money.of(Long.parseLong(words.get(from)), words.get(from + 1));
    }
}
