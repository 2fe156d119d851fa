package dev.refill.gateways.adyen;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import dev.refill.testkit.gateway.Delivery;
import dev.refill.testkit.gateway.SignedWebhooks;

/** Signs as Adyen's documentation says, not by the code under test. */
final class AdyenSignedWebhooks implements SignedWebhooks {

    private static final JsonMapper JSON = new JsonMapper();

    @Override
    public Delivery signed(byte[] body, Instant at) {
        return signed(body, TestAdyen.HMAC_KEY);
    }

    @Override
    public Delivery forged(byte[] body, Instant at) {
        return signed(body, "00".repeat(32));
    }

    @Override
    public Delivery changed(Delivery signed) {
        return signed.withBody(new String(signed.body(), StandardCharsets.UTF_8).replace("1000", "9000")
                .getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public List<Delivery> malformed(byte[] body) {
        var good = hmac(data(first(JSON.readTree(body))), TestAdyen.HMAC_KEY);
        return Stream.of("", "=", "abc", good + "=", " " + good, good + "\n", good.substring(1), good.substring(0, 43),
                good + "," + good, good.replace(good.charAt(0), '*'), HexFormat.of().formatHex(
                        Base64.getDecoder().decode(good)),
                "x".repeat(100_000))
                .map(signature -> withSignature(body, signature))
                .toList();
    }

    @Override
    public byte[] paid() {
        return TestNotifications.payment("AUTHORISATION", true).bytes();
    }

    @Override
    public byte[] ofUnknownType() {
        return TestNotifications.payment("TELEPORTATION", true).bytes();
    }

    @Override
    public byte[] ofNoConcern() {
        return TestNotifications.payment("REPORT_AVAILABLE", true).bytes();
    }

    /** Signs each item; a body that has none cannot be signed. */
    static Delivery signed(byte[] body, String key) {
        try {
            var notification = JSON.readTree(body);
            notification.path("notificationItems").forEach(wrapped -> {
                var item = wrapped.path("NotificationRequestItem");
                ((ObjectNode) item.path("additionalData")).put("hmacSignature", hmac(data(item), key));
            });
            return new Delivery(Map.of(), notification.isObject() && !notification.isEmpty()
                    && notification.has("notificationItems") ? bytes(notification) : body);
        } catch (JacksonException e) {
            return new Delivery(Map.of(), body);
        }
    }

    private static Delivery withSignature(byte[] body, String signature) {
        var notification = JSON.readTree(body);
        ((ObjectNode) first(notification).path("additionalData")).put("hmacSignature", signature);
        return new Delivery(Map.of(), bytes(notification));
    }

    private static JsonNode first(JsonNode notification) {
        return notification.path("notificationItems").get(0).path("NotificationRequestItem");
    }

    private static byte[] bytes(JsonNode json) {
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static String data(JsonNode item) {
        return Stream.of("/pspReference", "/originalReference", "/merchantAccountCode", "/merchantReference",
                "/amount/value", "/amount/currency", "/eventCode", "/success")
                .map(field -> item.at(field).asString(""))
                .reduce((some, next) -> some + ":" + next)
                .orElseThrow();
    }

    private static String hmac(String data, String key) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(HexFormat.of().parseHex(key), "HmacSHA256"));
            return Base64.getEncoder().encodeToString(mac.doFinal(data.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
