package dev.refill.sandbox.paypal;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.zip.CRC32;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import dev.refill.sandbox.Receiver;
import dev.refill.sandbox.Sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/** What a shop is told, and how it is signed. */
class WebhooksTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static Sandbox telling(Receiver shop) {
        return Sandbox.start(Sandbox.settings().withPaypalWebhook(shop.url()));
    }

    private static JsonNode event(Receiver.Received received) {
        assertThat(received.method()).isEqualTo("POST");
        return JSON.readTree(received.body());
    }

    private static String type(JsonNode event) {
        return Paypal.text(event, "event_type");
    }

    private static JsonNode agreed(Paypal paypal, String funding) {
        JsonNode order = Paypal.json(paypal.order("op-1"));
        paypal.agree(order, funding);
        return order;
    }

    private static String header(Receiver.Received received, String name) {
        return String.valueOf(received.headers().get(name));
    }

    /** As PayPal's documentation has it, not by the code under test. */
    private static boolean isGenuine(Receiver.Received received, String webhookId, PublicKey key) {
        try {
            CRC32 crc = new CRC32();
            crc.update(received.body().getBytes(StandardCharsets.UTF_8));
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initVerify(key);
            signature.update(String.join("|", header(received, "PayPal-Transmission-Id"),
                    header(received, "PayPal-Transmission-Time"), webhookId, String.valueOf(crc.getValue()))
                    .getBytes(StandardCharsets.UTF_8));
            return signature.verify(Base64.getDecoder().decode(header(received, "PayPal-Transmission-Sig")));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static List<X509Certificate> certificates(HttpResponse<String> answer) throws CertificateException {
        return CertificateFactory.getInstance("X.509")
                .generateCertificates(new ByteArrayInputStream(answer.body().getBytes(StandardCharsets.US_ASCII)))
                .stream()
                .map(X509Certificate.class::cast)
                .toList();
    }

    private static HttpResponse<String> authority(Sandbox sandbox) {
        return sandbox.send(sandbox.request("/paypal/authority.pem"));
    }

    @Test
    void webhookThenSignedByACertificateThatLeadsToTheAuthority() throws GeneralSecurityException {
        try (Receiver shop = new Receiver(); Sandbox sandbox = telling(shop)) {
            agreed(new Paypal(sandbox), "BALANCE");
            Receiver.Received received = shop.next();
            assertThat(header(received, "PayPal-Auth-Algo")).isEqualTo("SHA256withRSA");
            assertThat(header(received, "PayPal-Cert-Url"))
                    .matches(sandbox.url() + "/paypal/v1/notifications/certs/CERT-[0-9a-f]{1,16}");

            List<X509Certificate> chain = certificates(
                    sandbox.send(sandbox.request(header(received, "PayPal-Cert-Url"))));
            assertThat(chain.getFirst().getSubjectX500Principal().getName())
                    .contains("CN=messageverificationcerts.sandbox.paypal.com");
            var trust = new PKIXParameters(Set.of(new TrustAnchor(certificates(authority(sandbox)).getFirst(), null)));
            trust.setRevocationEnabled(false);
            CertPathValidator.getInstance("PKIX").validate(
                    CertificateFactory.getInstance("X.509").generateCertPath(chain.subList(0, 1)), trust);

            PublicKey key = chain.getFirst().getPublicKey();
            assertThat(isGenuine(received, PaypalAccount.WEBHOOK_ID, key)).isTrue();
            assertThat(isGenuine(received, "SOMEBODYELSES", key)).isFalse();
            assertThat(isGenuine(new Receiver.Received("POST", received.body().replace("10.00", "90.00"),
                    received.headers()), PaypalAccount.WEBHOOK_ID, key)).isFalse();
        }
    }

    @Test
    void orderWhenAgreedCapturedAndGivenBackThenToldOfEach() {
        try (Receiver shop = new Receiver(); Sandbox sandbox = telling(shop)) {
            Paypal paypal = new Paypal(sandbox);
            JsonNode order = agreed(paypal, "BALANCE");
            JsonNode approved = event(shop.next());
            assertThat(type(approved)).isEqualTo("CHECKOUT.ORDER.APPROVED");
            assertThat(Paypal.text(approved, "id")).matches("WH-[0-9A-Z]{24}");
            assertThat(Paypal.text(approved, "resource_version")).isEqualTo("2.0");
            assertThat(approved.at("/resource/id")).isEqualTo(order.path("id"));
            assertThat(approved.at("/resource/status").stringValue("")).isEqualTo("APPROVED");

            JsonNode capture = Paypal.json(paypal.capture(Paypal.text(order, "id"), "c.op-1"))
                    .at("/purchase_units/0/payments/captures/0");
            JsonNode captured = event(shop.next());
            assertThat(type(captured)).isEqualTo("PAYMENT.CAPTURE.COMPLETED");
            assertThat(captured.path("resource")).isEqualTo(capture);

            JsonNode refund = Paypal.json(paypal.refund(Paypal.text(capture, "id"), "op-2", "4.00"));
            JsonNode refunded = event(shop.next());
            assertThat(type(refunded)).isEqualTo("PAYMENT.CAPTURE.REFUNDED");
            assertThat(refunded.path("resource")).isEqualTo(refund);

            JsonNode truth = Paypal.json(sandbox.control("GET", "truth", null));
            assertThat(truth.at("/payments/0/provider").stringValue("")).isEqualTo("paypal");
            assertThat(truth.at("/payments/0/metadata/operation_key").stringValue("")).isEqualTo("op-1");
            assertThat(truth.at("/payments/0/refunded").longValue()).isEqualTo(400);
            assertThat(truth.at("/refunds/0/metadata/operation_key").stringValue("")).isEqualTo("op-2");
        }
    }

    @Test
    void captureWhenDeclinedThenToldSo() {
        try (Receiver shop = new Receiver(); Sandbox sandbox = telling(shop)) {
            Paypal paypal = new Paypal(sandbox);
            JsonNode order = agreed(paypal, "EMPTY_ACCOUNT");
            shop.next();
            paypal.capture(Paypal.text(order, "id"), "c.op-1");
            JsonNode declined = event(shop.next());
            assertThat(type(declined)).isEqualTo("PAYMENT.CAPTURE.DECLINED");
            assertThat(declined.at("/resource/status").stringValue("")).isEqualTo("DECLINED");
        }
    }

    @Test
    void typeAndVersionWhenSetThenTold() {
        try (Receiver shop = new Receiver(); Sandbox sandbox = telling(shop)) {
            sandbox.fault("{\"kind\":\"webhook_type\",\"target\":\"paypal.CHECKOUT.ORDER.APPROVED\","
                    + "\"value\":\"CHECKOUT.ORDER.DREAMT\"}");
            sandbox.fault("{\"kind\":\"webhook_api_version\",\"value\":\"3.0\"}");
            agreed(new Paypal(sandbox), "BALANCE");
            JsonNode event = event(shop.next());
            assertThat(type(event)).isEqualTo("CHECKOUT.ORDER.DREAMT");
            assertThat(Paypal.text(event, "resource_version")).isEqualTo("3.0");
        }
    }

    /** BlockHound lets nothing block on an event loop, and signing may. */
    @Test
    void webhookWhenReleasedByARequestThenSignedElsewhereAndDelivered() {
        try (Receiver shop = new Receiver(); Sandbox sandbox = telling(shop)) {
            sandbox.fault("{\"kind\":\"webhook_withhold\"}");
            agreed(new Paypal(sandbox), "BALANCE");
            sandbox.control("DELETE", "faults", null);
            assertThat(type(event(shop.next()))).isEqualTo("CHECKOUT.ORDER.APPROVED");
        }
    }

    @Test
    void authorityWhenKeptInAFolderThenTheSameInTheNextRunAndBesideTheJournal(@TempDir Path data) throws IOException {
        String first;
        try (Sandbox sandbox = Sandbox
                .start(Sandbox.settings().withData(data).withPaypalWebhook("http://localhost:1"))) {
            assertThat(data.resolve("paypal/authority.pem")).exists();
            first = authority(sandbox).body();
        }
        try (Sandbox sandbox = Sandbox.start(Sandbox.settings().withData(data))) {
            assertThat(authority(sandbox).body()).isEqualTo(first)
                    .isEqualTo(Files.readString(data.resolve("paypal/authority.pem")));
        }
    }

    @Test
    void authorityWhenKeptNowhereThenAnotherForEachSandbox() {
        try (Sandbox one = Sandbox.start(); Sandbox other = Sandbox.start()) {
            assertThat(authority(one).body()).startsWith("-----BEGIN CERTIFICATE-----")
                    .isNotEqualTo(authority(other).body());
        }
    }

    @Test
    void startWhenTheKeysAreDamagedThenRefuses(@TempDir Path data) throws IOException {
        Files.createDirectories(data.resolve("paypal"));
        Files.writeString(data.resolve("paypal/keys.p12"), "not keys");
        assertThatIllegalStateException().isThrownBy(() -> Sandbox.start(
                Sandbox.settings().withData(data).withPaypalWebhook("http://localhost:1")));
    }
}
