package dev.refill.sandbox.adyen;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

import dev.refill.sandbox.adyen.payment.Attempts;
import dev.refill.sandbox.adyen.wire.Order;
import dev.refill.sandbox.core.Decline;
import dev.refill.sandbox.core.Event;
import dev.refill.sandbox.core.Owed;
import dev.refill.sandbox.core.Payment;
import dev.refill.sandbox.core.PaymentStatus;
import dev.refill.sandbox.core.Refund;
import dev.refill.sandbox.core.RefundStatus;
import dev.refill.sandbox.delivery.lifecycle.Letter;
import dev.refill.sandbox.delivery.lifecycle.Wording;
import dev.refill.sandbox.faults.Kind;
import dev.refill.sandbox.wire.Json;

/** Adyen's standard notifications, with one item each, signed by the endpoint's secret over eight of its fields. */
public final class AdyenWording implements Wording {

    private static final String ALGORITHM = "HmacSHA256";
    private static final DateTimeFormatter WITH_OFFSET = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ssxxx");

    /** What an item is about, whichever way the money goes. */
    private record Fact(String reference, String original, String merchantReference, long amount, String currency,
            boolean success, String reason, Map<String, String> metadata) {}

    @Override
    public Letter of(Owed owed, String type, @Nullable String version, long time) {
        Event event = owed.event();
        Fact fact = fact(event);
        String code = type.startsWith(Attempts.EVENTS) ? type.substring(Attempts.EVENTS.length()) : type;
        ObjectNode json = Json.object().put("live", "false");
        ObjectNode item = json.putArray("notificationItems").addObject().putObject("NotificationRequestItem");
        ObjectNode additional = item.putObject("additionalData")
                .put("hmacSignature", signature(signedData(fact, code), owed.endpoint().secret()));
        fact.metadata.forEach((name, value) -> {
            if (name.startsWith(Order.METADATA)) {
                additional.put(name, value);
            }
        });
        AdyenJson.amount(item, fact.amount, fact.currency);
        item.put("eventCode", code)
                .put("eventDate", WITH_OFFSET.format(Instant.ofEpochSecond(event.created()).atOffset(ZoneOffset.UTC)))
                .put("merchantAccountCode", AdyenAccount.MERCHANT)
                .put("merchantReference", fact.merchantReference)
                .put("originalReference", fact.original)
                .put("pspReference", fact.reference)
                .put("reason", fact.reason)
                .put("success", String.valueOf(fact.success));
        return new Letter("POST", Map.of("Content-Type", "application/json"),
                json.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** Notifications tell no version. */
    @Override
    public Set<Kind> ignored() {
        return Set.of(Kind.WEBHOOK_API_VERSION);
    }

    private static Fact fact(Event event) {
        if (event.subject() instanceof Payment payment) {
            Decline decline = payment.decline();
            return new Fact(payment.id(), "", AdyenJson.reference(payment.metadata()), payment.amount(),
                    payment.currency(), payment.status() == PaymentStatus.CAPTURED,
                    decline == null ? "" : decline.message(), payment.metadata());
        }
        if (event.subject() instanceof Refund refund) {
            return new Fact(refund.id(), refund.paymentId(), AdyenJson.reference(refund.metadata()), refund.amount(),
                    refund.currency(), refund.status() == RefundStatus.SUCCEEDED,
                    refund.failure() == null ? "" : refund.failure(), Map.of());
        }
        throw new IllegalStateException("event: " + event.type() + " (expected: about a payment or a refund)");
    }

    private static String signedData(Fact fact, String code) {
        return String.join(":", fact.reference, fact.original, AdyenAccount.MERCHANT, fact.merchantReference,
                String.valueOf(fact.amount), fact.currency.toUpperCase(Locale.ROOT), code,
                String.valueOf(fact.success));
    }

    private static String signature(String data, String key) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(HexFormat.of().parseHex(key), ALGORITHM));
            return Base64.getEncoder().encodeToString(mac.doFinal(data.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("Every Java platform has " + ALGORITHM, impossible);
        }
    }
}
