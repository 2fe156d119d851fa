package dev.refill.sandbox.adyen;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import dev.refill.sandbox.Receiver;
import dev.refill.sandbox.Sandbox;

import static org.assertj.core.api.Assertions.assertThat;

/** What a shop is told, and how it is signed. */
class NotificationsTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static Sandbox telling(Receiver shop) {
        return Sandbox.start(Sandbox.settings().withAdyenWebhook(shop.url()));
    }

    private static JsonNode item(Receiver.Received received) {
        assertThat(received.method()).isEqualTo("POST");
        return JSON.readTree(received.body()).at("/notificationItems/0/NotificationRequestItem");
    }

    /** As Adyen's documentation has it, not by the code under test. */
    private static String signature(String data) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(HexFormat.of().parseHex(AdyenAccount.HMAC_KEY), "HmacSHA256"));
            return Base64.getEncoder().encodeToString(mac.doFinal(data.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static String paidLink(Adyen adyen, String holder) {
        HttpResponse<String> link = adyen.link("op-1");
        adyen.pay(Adyen.text(Adyen.json(link), "url"), Adyen.CARD, holder);
        return Adyen.text(Adyen.json(link), "id");
    }

    @Test
    void authorisationWhenPaidThenSignedAndWithThePaymentsOwnReference() {
        try (Receiver shop = new Receiver(); Sandbox sandbox = telling(shop)) {
            paidLink(new Adyen(sandbox), "Jo Test");
            JsonNode item = item(shop.next());
            assertThat(Adyen.text(item, "eventCode")).isEqualTo("AUTHORISATION");
            assertThat(Adyen.text(item, "success")).isEqualTo("true");
            assertThat(Adyen.text(item, "pspReference")).matches("[0-9A-Z]{16}");
            assertThat(Adyen.text(item, "merchantReference")).isEqualTo("payment.op-1");
            assertThat(Adyen.text(item.path("additionalData"), "metadata.method")).isEqualTo("hosted_page");
            assertThat(Adyen.text(item.path("additionalData"), "hmacSignature"))
                    .isEqualTo(signature(Adyen.text(item, "pspReference")
                            + "::RefillSandbox:payment.op-1:1000:USD:AUTHORISATION:true"));
            JsonNode truth = Adyen.json(sandbox.control("GET", "truth", null));
            assertThat(truth.at("/payments/0/provider").stringValue("")).isEqualTo("adyen");
            assertThat(truth.at("/payments/0/metadata/operation_key").stringValue("")).isEqualTo("op-1");
        }
    }

    @Test
    void authorisationWhenRefusedThenSaysWhy() {
        try (Receiver shop = new Receiver(); Sandbox sandbox = telling(shop)) {
            paidLink(new Adyen(sandbox), "NOT_ENOUGH_BALANCE");
            JsonNode item = item(shop.next());
            assertThat(Adyen.text(item, "success")).isEqualTo("false");
            assertThat(Adyen.text(item, "reason")).isEqualTo("Not enough balance");
            assertThat(Adyen.json(sandbox.control("GET", "truth", null)).path("payments")).isEmpty();
        }
    }

    @Test
    void refundThenReceivedAndALittleLaterToldWithItsPayment() {
        try (Receiver shop = new Receiver(); Sandbox sandbox = telling(shop)) {
            Adyen adyen = new Adyen(sandbox);
            paidLink(adyen, "Jo Test");
            String payment = Adyen.text(item(shop.next()), "pspReference");
            String body = Adyen.order("").replace("payment.op-1", "refund.op-2").replace("1000", "400");
            HttpResponse<String> received = adyen.post("payments/" + payment + "/refunds", "op-2", body);
            assertThat(received.statusCode()).isEqualTo(201);
            assertThat(Adyen.text(Adyen.json(received), "status")).isEqualTo("received");
            assertThat(adyen.post("payments/" + payment + "/refunds", "op-2", body).body())
                    .isEqualTo(received.body());
            JsonNode item = item(shop.next());
            assertThat(Adyen.text(item, "eventCode")).isEqualTo("REFUND");
            assertThat(Adyen.text(item, "success")).isEqualTo("true");
            assertThat(Adyen.text(item, "originalReference")).isEqualTo(payment);
            assertThat(Adyen.text(item, "pspReference")).isEqualTo(Adyen.text(Adyen.json(received), "pspReference"));
            assertThat(Adyen.json(sandbox.control("GET", "truth", null)).at("/payments/0/refunded").longValue())
                    .isEqualTo(400);
        }
    }

    @Test
    void refundWhenMoreThanIsLeftThenReceivedAndToldThatItFailed() {
        try (Receiver shop = new Receiver(); Sandbox sandbox = telling(shop)) {
            Adyen adyen = new Adyen(sandbox);
            paidLink(adyen, "Jo Test");
            String payment = Adyen.text(item(shop.next()), "pspReference");
            adyen.post("payments/" + payment + "/refunds", "op-2", Adyen.order("").replace("1000", "1001"));
            JsonNode item = item(shop.next());
            assertThat(Adyen.text(item, "success")).isEqualTo("false");
            assertThat(Adyen.json(sandbox.control("GET", "truth", null)).at("/payments/0/refunded").longValue())
                    .isZero();
            assertThat(adyen.post("payments/NOTHING/refunds", "op-3", Adyen.order("")).statusCode()).isEqualTo(422);
        }
    }

    @Test
    void notificationWhenTheShopFailsThenRepeated() {
        try (Receiver shop = new Receiver(); Sandbox sandbox = telling(shop)) {
            shop.answers(500);
            paidLink(new Adyen(sandbox), "Jo Test");
            String first = shop.next().body();
            shop.answers(200);
            assertThat(shop.next().body()).isEqualTo(first);
        }
    }

    /** As it is for Stripe's. */
    @Test
    void webhookWhenItsAddressIsEmptyThenNobodyIsTold(@TempDir Path data) throws IOException {
        try (Sandbox sandbox = Sandbox.start(Sandbox.settings().withData(data).withAdyenWebhook(""))) {
            paidLink(new Adyen(sandbox), "Jo Test");
        }
        assertThat(Files.readString(data.resolve("adyen").resolve("journal.jsonl"))).contains("adyen.AUTHORISATION")
                .doesNotContain("\"change\":\"endpoint\"");
    }

    @Test
    void switchWhenItPretendsATypeThenToldAndOneThatPretendsAVersionLeft() {
        try (Receiver shop = new Receiver(); Sandbox sandbox = telling(shop)) {
            sandbox.fault("{\"kind\":\"webhook_type\",\"value\":\"TOMORROW\",\"times\":1}");
            sandbox.fault("{\"kind\":\"webhook_api_version\",\"value\":\"x\",\"times\":1}");
            paidLink(new Adyen(sandbox), "Jo Test");
            assertThat(Adyen.text(item(shop.next()), "eventCode")).isEqualTo("TOMORROW");
            assertThat(sandbox.control("GET", "faults", null).body()).contains("webhook_api_version")
                    .doesNotContain("webhook_type");
        }
    }

    @Test
    void restartThenTheLinkIsStillOpenAndItsKeyKnown(@TempDir Path data) {
        String first;
        try (Sandbox sandbox = Sandbox.start(Sandbox.settings().withData(data))) {
            first = new Adyen(sandbox).link("op-1").body();
        }
        try (Sandbox sandbox = Sandbox.start(Sandbox.settings().withData(data))) {
            Adyen adyen = new Adyen(sandbox);
            String id = Adyen.text(JSON.readTree(first), "id");
            assertThat(Adyen.text(Adyen.json(adyen.link("op-1")), "id")).isEqualTo(id);
            assertThat(adyen.pay("/adyen/pay/" + id, Adyen.CARD, "Jo Test").statusCode()).isEqualTo(303);
        }
    }
}
