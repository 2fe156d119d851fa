package dev.refill.gateways.paypal;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import dev.refill.gateway.PaymentGateway;
import dev.refill.gateway.WebhookTranslator;
import dev.refill.gateways.paypal.TestCertificates.Authority;
import dev.refill.gateways.paypal.lifecycle.FetchAhead;

import static org.assertj.core.api.Assertions.assertThat;

class PaypalGatewayConfigurationTest {

    private static final String PREFIX = "refill.gateways.paypal.";
    private static final URI SANDBOX = URI.create("https://api-m.sandbox.paypal.com");
    private static final URI LIVE = URI.create("https://api-m.paypal.com");

    private final ApplicationContextRunner empty = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(PaypalGatewayConfiguration.class))
            .withBean(Clock.class, Clock::systemUTC)
            .withBean(MeterRegistry.class, SimpleMeterRegistry::new);
    private final ApplicationContextRunner application = empty.withPropertyValues(PREFIX + "live=false",
            PREFIX + "client-id=AZclient", PREFIX + "client-secret=EK-key-secret",
            PREFIX + "webhook-ids=1JE4291016473214C");

    @Test
    void withoutSettingsThenNoGateway() {
        empty.run(context -> assertThat(context).hasNotFailed()
                .doesNotHaveBean(PaymentGateway.class)
                .doesNotHaveBean(WebhookTranslator.class)
                .doesNotHaveBean(PaypalProperties.class)
                .doesNotHaveBean(FetchAhead.class));
    }

    @Test
    void withClientIdAloneThenDoesNotStart() {
        empty.withPropertyValues(PREFIX + "client-id=AZclient").run(context -> assertThat(context).hasFailed());
    }

    /** A dependency is all that an application needs. */
    @Test
    void amongTheJarsThenFoundByTheApplication() {
        assertThat(ImportCandidates.load(AutoConfiguration.class, null))
                .contains(PaypalGatewayConfiguration.class.getName());
    }

    @Test
    void withSecretsThenGatewayAndTranslator() {
        application.run(context -> {
            var gateway = context.getBean(PaymentGateway.class);
            assertThat(gateway.id()).isEqualTo(PaypalGateway.ID);
            assertThat(gateway.refunds()).isPresent();
            assertThat(gateway.cancels()).isPresent();
            assertThat(gateway.paymentKeys()).isPresent();
            assertThat(gateway.events()).isEmpty();
            assertThat(context.getBean(WebhookTranslator.class).gateway()).isEqualTo(PaypalGateway.ID);
        });
    }

    /** Names and defaults are a promise to operators. */
    @Test
    void withSecretsOnlyThenTheDefaults() {
        application.run(context -> assertThat(context.getBean(PaypalProperties.class)).isEqualTo(
                new PaypalProperties(false, SANDBOX, "AZclient", "EK-key-secret", List.of("1JE4291016473214C"),
                        List.of(),
                        null, Duration.ofSeconds(5), Duration.ofSeconds(10), 256, 100, 50, Duration.ofSeconds(10), 3,
                        Duration.ofMillis(100), Duration.ofSeconds(2))));
    }

    @Test
    void whereMoneyMovesThenTheLiveAddress() {
        application.withPropertyValues(PREFIX + "live=true").run(
                context -> assertThat(context.getBean(PaypalProperties.class).apiBase()).isEqualTo(LIVE));
    }

    @Test
    void withEveryNameThenItsValue(@TempDir Path folder) throws IOException {
        var authorities = Files.write(folder.resolve("authorities.pem"),
                TestCertificates.pem(Authority.root("Root CA").certificate()));
        application.withPropertyValues(PREFIX + "api-base=http://localhost:1", PREFIX + "webhook-ids=A1,B2",
                PREFIX + "authorities=" + authorities, PREFIX + "connect-timeout=1s",
                PREFIX + "read-timeout=2s", PREFIX + "max-in-flight=3", PREFIX + "breaker-window=4",
                PREFIX + "breaker-failure-rate=6", PREFIX + "breaker-open-for=7s", PREFIX + "max-tries=8",
                PREFIX + "first-retry-wait=9ms", PREFIX + "longest-retry-wait=10s")
                .run(context -> assertThat(context.getBean(PaypalProperties.class)).isEqualTo(
                        new PaypalProperties(false, URI.create("http://localhost:1"), "AZclient", "EK-key-secret",
                                List.of("A1", "B2"), List.of(), authorities, Duration.ofSeconds(1),
                                Duration.ofSeconds(2), 3, 4, 6, Duration.ofSeconds(7), 8, Duration.ofMillis(9),
                                Duration.ofSeconds(10))));
    }

    /** Not by an application, which would fetch it. */
    @Test
    void certificatesThenTheirAddresses() {
        assertThat(TestPaypal.properties("http://localhost:1", 1).knownCertificates()).isEmpty();
        assertThat(knowing("https://api-m.sandbox.paypal.com", PaypalSignedWebhooks.CERTIFICATE).knownCertificates())
                .containsExactly(CertificateAddress.parse(PaypalSignedWebhooks.CERTIFICATE));
        assertThat(knowing("http://localhost:1", "http://localhost:1/v1/notifications/certs/CERT-1")
                .knownCertificates()).extracting(CertificateAddress::uri)
                .containsExactly(URI.create("http://localhost:1/v1/notifications/certs/CERT-1"));
    }

    private static PaypalProperties knowing(String apiBase, String certificate) {
        var given = TestPaypal.properties(apiBase, 1);
        return new PaypalProperties(given.live(), given.apiBase(), given.clientId(), given.clientSecret(),
                given.webhookIds(), List.of(certificate), given.authorities(), given.connectTimeout(),
                given.readTimeout(), 1, 100, 50, given.breakerOpenFor(), 1, given.firstRetryWait(),
                given.longestRetryWait());
    }

    /** In a trial with something in PayPal's place, its certificates have to lead to an authority that was named. */
    @Test
    void withSomethingInPaypalsPlaceThenStartsWithItsAuthoritiesOnly(@TempDir Path folder) throws IOException {
        var authorities = Files.write(folder.resolve("authorities.pem"),
                TestCertificates.pem(Authority.root("Root CA").certificate()));
        var trial = application.withPropertyValues(PREFIX + "api-base=http://localhost:1/paypal");
        trial.run(context -> assertThat(context).getFailure().rootCause()
                .hasMessage("refill.gateways.paypal.authorities: "
                        + "(expected: a file of certificates, as api-base is not PayPal's)"));
        trial.withPropertyValues(PREFIX + "authorities=" + authorities).run(context -> assertThat(
                context.getBean(PaypalProperties.class).site())
                .isEqualTo(new PaypalSite.StandIn(URI.create("http://localhost:1/paypal"))));
    }

    /** Whatever else is set. */
    @ParameterizedTest
    @ValueSource(strings = {"http://localhost:1/paypal", "https://localhost:1", "https://psp.example",
            "https://paypal.com.evil.example", "https://evilpaypal.com", "https://api-m.paypal.com.",
            "https://api_m.paypal.com.evil"})
    void withSomethingInPaypalsPlaceWhereMoneyMovesThenDoesNotStart(String apiBase, @TempDir Path folder)
            throws IOException {
        var authorities = Files.write(folder.resolve("authorities.pem"),
                TestCertificates.pem(Authority.root("Root CA").certificate()));
        application.withPropertyValues(PREFIX + "live=true", PREFIX + "api-base=" + apiBase,
                PREFIX + "authorities=" + authorities)
                .run(context -> assertThat(context).getFailure().rootCause()
                        .hasMessageContaining("refill.gateways.paypal.api-base"));
    }

    /** Authorities may be named there, and make nobody else PayPal. */
    @Test
    void withAuthoritiesWhereMoneyMovesThenPaypalsAddressesOnly(@TempDir Path folder) throws IOException {
        var authorities = Files.write(folder.resolve("authorities.pem"),
                TestCertificates.pem(Authority.root("Root CA").certificate()));
        var live = application.withPropertyValues(PREFIX + "live=true", PREFIX + "authorities=" + authorities);
        live.run(context -> assertThat(context.getBean(PaypalProperties.class).site())
                .isEqualTo(new PaypalSite.Paypals()));
        live.withPropertyValues(PREFIX + "certificates=http://localhost:1/v1/notifications/certs/CERT-1")
                .run(context -> assertThat(context).getFailure().rootCause()
                        .hasMessageContaining("refill.gateways.paypal.certificates"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"live=", "client-id=a:b", "client-secret=", "webhook-ids=", "webhook-ids=a|b",
            "certificates=https://evil.example/v1/notifications/certs/CERT-1", "authorities=no/such/file.pem",
            "api-base=https://api-m.sandbox.paypal.com/", "api-base=https://api-m.paypal.com",
            "api-base=ftp://localhost",
            "api-base=http://api-m.sandbox.paypal.com", "api-base=http://psp.example", "api-base=http://127.0.0.2",
            "api-base=http://localhost.evil.example", "api-base=http://localhost@evil.example",
            "connect-timeout=0s", "read-timeout=-1s", "max-in-flight=0", "max-tries=0", "breaker-failure-rate=101"})
    void withWrongValueThenDoesNotStart(String property) {
        application.withPropertyValues(PREFIX + property).run(context -> assertThat(context).hasFailed());
    }

    @ParameterizedTest
    @ValueSource(strings = {"api-base=http://api-m.paypal.com", "api-base=https://api-m.sandbox.paypal.com"})
    void withWrongValueWhereMoneyMovesThenDoesNotStart(String property) {
        application.withPropertyValues(PREFIX + "live=true", PREFIX + property)
                .run(context -> assertThat(context).hasFailed());
    }

    @Test
    void printedThenWithoutSecrets() {
        application.run(context -> assertThat(context.getBean(PaypalProperties.class).toString())
                .contains("api-m.sandbox.paypal.com", "1JE4291016473214C")
                .doesNotContain("EK-key-secret"));
    }
}
