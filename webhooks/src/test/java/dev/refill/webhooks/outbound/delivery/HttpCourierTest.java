package dev.refill.webhooks.outbound.delivery;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManagerFactory;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.test.StepVerifier;

import dev.refill.webhooks.outbound.Receiver;
import dev.refill.webhooks.outbound.Receiver.Behaviour;

import static dev.refill.webhooks.outbound.TestOutbound.WAIT;
import static dev.refill.webhooks.outbound.TestOutbound.get;
import static org.assertj.core.api.Assertions.assertThat;

/** The connection goes to the address that is given, and the certificate must be that of the name. */
class HttpCourierTest {

    private static final char[] PASSWORD = "for-this-test".toCharArray();

    @TempDir
    private static Path folder;
    private static KeyStore keys;

    private final Receiver plain = new Receiver();

    @BeforeAll
    static void certificateOfPartner() throws Exception {
        Path file = folder.resolve("keys.p12");
        Process keytool = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair", "-alias", "partner", "-keyalg", "EC", "-dname", "CN=partner.example",
                "-ext", "SAN=dns:partner.example", "-storetype", "PKCS12", "-keystore", file.toString(),
                "-storepass", new String(PASSWORD)).redirectErrorStream(true).start();
        assertThat(keytool.waitFor(60, TimeUnit.SECONDS)).isTrue();
        keys = KeyStore.getInstance("PKCS12");
        try (var stream = Files.newInputStream(file)) {
            keys.load(stream, PASSWORD);
        }
    }

    @AfterEach
    void close() {
        plain.close();
    }

    @Test
    void nameThatNobodyKnowsIsReachedAtTheGivenAddressAndToldInTheHost() throws Exception {
        Reply reply = post(new HttpCourier(),
                "http://partner.example:" + plain.port() + "/hooks?a=1%202");

        assertThat(reply).isEqualTo(new Reply.Answered(204, null, ""));
        assertThat(plain.received()).singleElement().satisfies(request -> {
            assertThat(request.method()).isEqualTo("POST");
            assertThat(request.path()).isEqualTo("/hooks?a=1%202");
            assertThat(request.header("host")).isEqualTo("partner.example:" + plain.port());
            assertThat(request.header("content-length")).isEqualTo("2");
            assertThat(request.header("x-given")).isEqualTo("1");
            assertThat(request.body()).isEqualTo("{}");
        });
    }

    @Test
    void certificateOfTheNameIsTakenAndThatOfAnotherIsNot() throws Exception {
        try (Receiver receiver = new Receiver(serverTls())) {
            HttpCourier courier = trusting();
            assertThat(post(courier, "https://partner.example:" + receiver.port() + "/"))
                    .isEqualTo(new Reply.Answered(204, null, ""));
            StepVerifier.create(courier.post(URI.create("https://other.example:" + receiver.port() + "/"),
                    loopback("other.example"), Map.of(), new byte[0]))
                    .expectError()
                    .verify(WAIT);
            assertThat(receiver.received()).hasSize(1);
        }
    }

    @Test
    void certificateThatNobodyVouchesForIsNotTaken() throws Exception {
        try (Receiver receiver = new Receiver(serverTls())) {
            StepVerifier.create(new HttpCourier().post(
                    URI.create("https://partner.example:" + receiver.port() + "/"), loopback("partner.example"),
                    Map.of(),
                    new byte[0])).expectError().verify(WAIT);
            assertThat(receiver.received()).isEmpty();
        }
    }

    @Test
    void redirectIsAnAnswerAndNotFollowed() throws Exception {
        plain.behave(new Behaviour.Answer(301, Map.of("location", plain.url("/trap").toString()), "moved"));
        assertThat(post(new HttpCourier(), plain.url("/hooks").toString()))
                .isEqualTo(new Reply.Answered(301, null, "moved"));
        assertThat(plain.received()).hasSize(1);
    }

    @Test
    void longAnswerIsReadToABoundAndASuccessNotAtAll() throws Exception {
        plain.behave(new Behaviour.Answer(500, Map.of(), "x".repeat(1_000_000)));
        assertThat(post(new HttpCourier(), plain.url("/").toString()))
                .isEqualTo(new Reply.Answered(500, null, "x".repeat(1_024)));

        plain.behave(new Behaviour.Drip(200));
        assertThat(post(new HttpCourier(), plain.url("/").toString()))
                .isEqualTo(new Reply.Answered(200, null, ""));
    }

    @Test
    void brokenConnectionIsAnErrorAndNotTriedAgain() throws Exception {
        plain.behave(new Behaviour.Reset());
        StepVerifier.create(new HttpCourier().post(plain.url("/"), loopback("127.0.0.1"),
                Map.of(), new byte[0])).expectError(IOException.class).verify(WAIT);
        assertThat(plain.received()).hasSize(1);
    }

    private static Reply post(HttpCourier courier, String url) throws IOException {
        return get(courier.post(URI.create(url), loopback(URI.create(url).getHost()), Map.of("x-given", "1"),
                new byte[]{'{', '}'}));
    }

    private static InetAddress loopback(String name) throws IOException {
        return InetAddress.getByAddress(name, new byte[]{127, 0, 0, 1});
    }

    private static SslContext serverTls() throws GeneralSecurityException, IOException {
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(keys, PASSWORD);
        return SslContextBuilder.forServer(factory).build();
    }

    private static HttpCourier trusting() throws GeneralSecurityException, IOException {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("partner", keys.getCertificate("partner"));
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(trusted);
        SslContext tls = SslContextBuilder.forClient().trustManager(factory).build();
        return new HttpCourier(tls);
    }
}
