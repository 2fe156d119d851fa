package dev.refill.gateways.stripe;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import dev.refill.gateway.GatewayId;
import dev.refill.gateway.Translation;
import dev.refill.gateway.Verification;
import dev.refill.gateway.Verification.Authentic;
import dev.refill.gateway.Verification.Reason;
import dev.refill.gateway.Verification.Rejected;
import dev.refill.gateway.WebhookTranslator;
import dev.refill.gateway.json.StrictJson;

/**
 * Stripe's signed events. The SDK's own verification throws unchecked exceptions on hostile headers and bodies, takes
 * timestamps of next year, and reads an event of another API version as nothing at all; so bytes are checked and read
 * here.
 */
final class StripeWebhooks implements WebhookTranslator {

    private static final Duration TOLERANCE = Duration.ofMinutes(5);

    private final SigningSecrets secrets;
    private final StripeEvents events;
    private final boolean live;
    private final Clock clock;

    /** @param live whether real money moves: an event that says otherwise is refused, whoever signed it */
    StripeWebhooks(SigningSecrets secrets, StripeEvents events, boolean live, Clock clock) {
        this.secrets = secrets;
        this.events = events;
        this.live = live;
        this.clock = clock;
    }

    @Override
    public GatewayId gateway() {
        return StripeGateway.ID;
    }

    @Override
    public Mono<Verification> verify(Map<String, List<String>> headers, byte[] body) {
        return Mono.fromSupplier(() -> verified(headers.getOrDefault("stripe-signature", List.of()), body));
    }

    @Override
    public Translation translate(byte[] body) {
        return events.translate(body);
    }

    private Verification verified(List<String> headers, byte[] body) {
        if (headers.isEmpty()) {
            return new Rejected(Reason.SIGNATURE_MISSING);
        }
        var signature = headers.size() == 1 ? Signature.parse(headers.getFirst()) : null;
        if (signature == null) {
            return new Rejected(Reason.SIGNATURE_MALFORMED);
        }
        if (!secrets.signed(signature, body)) {
            return new Rejected(Reason.SIGNATURE_WRONG);
        }
        var untimely = untimely(signature.timestamp());
        return untimely == null ? readable(body) : new Rejected(untimely);
    }

    private @Nullable Reason untimely(long timestamp) {
        var age = clock.instant().getEpochSecond() - timestamp;
        if (age > TOLERANCE.toSeconds()) {
            return Reason.TIMESTAMP_TOO_OLD;
        }
        return age < -TOLERANCE.toSeconds() ? Reason.TIMESTAMP_IN_FUTURE : null;
    }

    private Verification readable(byte[] body) {
        var event = StrictJson.object(body);
        if (event == null) {
            return new Rejected(Reason.BODY_MALFORMED);
        }
        var id = StrictJson.text(event, "id");
        var type = StrictJson.text(event, "type");
        if (!isWord(id) || !isWord(type)) {
            return new Rejected(Reason.BODY_MALFORMED);
        }
        return event.path("livemode").booleanValue(false) == live
                ? new Authentic(id, type)
                : new Rejected(Reason.WRONG_ENVIRONMENT);
    }

    /** Ids and types of Stripe's are plain words; anything else would travel into keys, tags and pages. */
    private static boolean isWord(String text) {
        return text.matches("[A-Za-z0-9_.-]{1,255}");
    }
}
