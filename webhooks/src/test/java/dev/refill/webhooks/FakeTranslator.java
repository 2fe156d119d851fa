package dev.refill.webhooks;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import reactor.core.publisher.Mono;

import dev.refill.gateway.GatewayEvent;
import dev.refill.gateway.GatewayId;
import dev.refill.gateway.Pending;
import dev.refill.gateway.ProviderReference;
import dev.refill.gateway.Translation;
import dev.refill.gateway.Verification;
import dev.refill.gateway.Verification.Reason;
import dev.refill.gateway.WebhookTranslator;

/** A provider whose signature is the word {@code good} and whose body is {@code <event id> <type>}. */
public final class FakeTranslator implements WebhookTranslator {

    public static final String SIGNATURE = "fake-signature";
    private static final GatewayId GATEWAY = new GatewayId("fake");
    private static final Pattern BODY = Pattern.compile("(\\w+) (\\w+) *");

    @Override
    public GatewayId gateway() {
        return GATEWAY;
    }

    @Override
    public Mono<Verification> verify(Map<String, List<String>> headers, byte[] body) {
        return switch (String.join(",", headers.getOrDefault(SIGNATURE, List.of("missing")))) {
            case "good" -> Mono.fromSupplier(() -> read(body));
            case "missing" -> rejected(Reason.SIGNATURE_MISSING);
            case "forged" -> rejected(Reason.SIGNATURE_WRONG);
            case "foreign" -> Mono.just(new Verification.NotOurs());
            case "stale" -> rejected(Reason.TIMESTAMP_TOO_OLD);
            case "future" -> rejected(Reason.TIMESTAMP_IN_FUTURE);
            case "throws" -> throw new IllegalStateException("whsec_secret of a translator");
            case "overflows" -> throw new StackOverflowError();
            case "fails" -> Mono.error(new IllegalStateException("whsec_secret of a translator"));
            case "is-silent" -> Mono.empty();
            case "invents" -> Mono.just(new Verification.Authentic("evt\u0000", "paid"));
            default -> rejected(Reason.SIGNATURE_MALFORMED);
        };
    }

    /** An address is worth what the header is worth elsewhere. */
    @Override
    public Mono<Verification> verify(String proof, Map<String, List<String>> headers, byte[] body) {
        return verify(Map.of(SIGNATURE, List.of(proof)), body);
    }

    private static Mono<Verification> rejected(Reason reason) {
        return Mono.just(new Verification.Rejected(reason));
    }

    private static Verification read(byte[] body) {
        try {
            Matcher matcher = BODY.matcher(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)));
            return matcher.matches()
                    ? new Verification.Authentic(matcher.group(1), matcher.group(2))
                    : new Verification.Rejected(Reason.BODY_MALFORMED);
        } catch (CharacterCodingException notText) {
            return new Verification.Rejected(Reason.BODY_MALFORMED);
        }
    }

    @Override
    public Translation translate(byte[] body) {
        if (!(read(body) instanceof Verification.Authentic(String id, String type))) {
            throw new IllegalStateException("a body that was verified before");
        }
        return switch (type) {
            case "unknown" -> new Translation.NotUnderstood(Translation.Reason.UNKNOWN_TYPE, type);
            case "newer" -> new Translation.NotUnderstood(Translation.Reason.NEWER_API_VERSION, "2027-01-01");
            case "ignored" -> new Translation.Events(List.of());
            case "overflows" -> throw new StackOverflowError();
            case "twofold" -> new Translation.Events(List.of(observed(id + ":1"), observed(id + ":2")));
            default -> new Translation.Events(List.of(observed(id)));
        };
    }

    private static GatewayEvent observed(String dedupeKey) {
        return new GatewayEvent.PaymentObserved(GATEWAY, dedupeKey, Instant.EPOCH, null,
                new Pending(new ProviderReference("pay_" + dedupeKey)));
    }
}
