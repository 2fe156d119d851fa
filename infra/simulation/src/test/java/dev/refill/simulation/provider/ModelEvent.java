package dev.refill.simulation.provider;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

import dev.refill.gateway.Approved;
import dev.refill.gateway.Closed;
import dev.refill.gateway.DeclineReason;
import dev.refill.gateway.Declined;
import dev.refill.gateway.GatewayEvent;
import dev.refill.gateway.GatewayId;
import dev.refill.gateway.Money;
import dev.refill.gateway.OperationKey;
import dev.refill.gateway.PaymentObservation;
import dev.refill.gateway.Pending;
import dev.refill.gateway.ProviderReference;
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

    static ModelEvent of(String id, ModelPayment payment, PaymentObservation said, boolean tellsKey, Instant at,
            Instant listedAt) {
        String key = tellsKey ? payment.key.value() : "-";
        String what = switch (said) {
            case Approved approved -> "captured|" + approved.captured().minor() + "|"
                    + approved.captured().currency().getCurrencyCode();
            case Declined declined -> "declined|" + declined.reason();
            case Closed closed -> "closed";
            case Pending pending -> "pending";
            case RequiresAction action -> "action|" + action.redirect();
        };
        String body = id + "|" + key + "|" + payment.reference + "|" + at + "|" + what;
        return new ModelEvent(id, "payment." + what.split("\\|", 2)[0], body, payment.key, said instanceof Approved, at,
                listedAt);
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
        @Nullable
        OperationKey key = words.get(1).equals("-") ? null : new OperationKey(words.get(1));
        ProviderReference reference = new ProviderReference(words.get(2));
        PaymentObservation said = switch (words.get(4)) {
            case "captured" -> new Approved(reference, Money.of(Long.parseLong(words.get(5)), words.get(6)));
            case "declined" -> new Declined(reference, DeclineReason.valueOf(words.get(5)), "declined", true);
            case "closed" -> new Closed(reference);
            default -> new Pending(reference);
        };
        return new Translation.Events(List.of(new GatewayEvent.PaymentObserved(gateway, words.get(0),
                Instant.parse(words.get(3)), key, said)));
    }
}
