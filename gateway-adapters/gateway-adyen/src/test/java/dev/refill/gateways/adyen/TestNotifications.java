package dev.refill.gateways.adyen;

import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Notifications as Adyen documents them, in one item; a test changes what it is about. */
final class TestNotifications {

    private static final JsonMapper JSON = new JsonMapper();

    private final ObjectNode notification;

    private TestNotifications(String json) {
        this.notification = (ObjectNode) JSON.readTree(json);
    }

    /** About a payment of our page, itself. */
    static TestNotifications payment(String eventCode, boolean success) {
        return of(eventCode, success, "PAYMENT000000001", "", "payment.pay_1")
                .with(item -> ((ObjectNode) item.path("additionalData")).put("metadata.method", "hosted_page"));
    }

    /** About something that was done to that payment. */
    static TestNotifications modification(String eventCode, boolean success) {
        return of(eventCode, success, "OTHER00000000001", "PAYMENT000000001", "payment.pay_1");
    }

    /** About a refund of ours of that payment. */
    static TestNotifications refund(String eventCode, boolean success) {
        return of(eventCode, success, "REFUND0000000001", "PAYMENT000000001", "refund.rfd_1");
    }

    private static TestNotifications of(String eventCode, boolean success, String pspReference,
            String originalReference, String merchantReference) {
        return new TestNotifications("""
                {"live":"false","notificationItems":[{"NotificationRequestItem":{
                  "additionalData":{},
                  "amount":{"currency":"EUR","value":1000},
                  "eventCode":"%s","eventDate":"2026-03-01T13:00:00+01:00",
                  "merchantAccountCode":"RefillTest","merchantReference":"%s",
                  "originalReference":"%s","paymentMethod":"visa","pspReference":"%s",
                  "reason":"","success":"%s"}}]}
                """.formatted(eventCode, merchantReference, originalReference, pspReference, success));
    }

    static TestNotifications read(byte[] body) {
        return new TestNotifications(new String(body, StandardCharsets.UTF_8));
    }

    TestNotifications with(Consumer<ObjectNode> change) {
        change.accept(item());
        return this;
    }

    TestNotifications live() {
        notification.put("live", "true");
        return this;
    }

    /** With the items of another notification behind its own. */
    TestNotifications and(TestNotifications other) {
        notification.withArray("notificationItems").add(other.notification.path("notificationItems").get(0));
        return this;
    }

    byte[] bytes() {
        return notification.toString().getBytes(StandardCharsets.UTF_8);
    }

    private ObjectNode item() {
        return (ObjectNode) notification.path("notificationItems").get(0).path("NotificationRequestItem");
    }
}
