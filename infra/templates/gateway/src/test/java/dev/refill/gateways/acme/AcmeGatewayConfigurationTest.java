package dev.refill.gateways.acme;

import java.net.URI;
import java.time.Duration;
import java.util.List;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import dev.refill.gateway.PaymentGateway;
import dev.refill.gateway.WebhookTranslator;

import static org.assertj.core.api.Assertions.assertThat;

class AcmeGatewayConfigurationTest {

    private static final String PREFIX = "refill.gateways.acme.";

    private final ApplicationContextRunner unset = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(AcmeGatewayConfiguration.class))
            .withBean(MeterRegistry.class, SimpleMeterRegistry::new);
    private final ApplicationContextRunner application = unset.withPropertyValues(PREFIX + "api-key=key_secret",
            PREFIX + "api-base=https://api.example", PREFIX + "webhook-secrets=" + TestAcme.WEBHOOK_SECRET);

    @Test
    void withoutKeyThenNoGatewayAtAll() {
        unset.run(context -> assertThat(context).hasNotFailed()
                .doesNotHaveBean(PaymentGateway.class)
                .doesNotHaveBean(WebhookTranslator.class)
                .doesNotHaveBean(AcmeProperties.class));
    }

    @Test
    void withKeyAloneThenDoesNotStart() {
        unset.withPropertyValues(PREFIX + "api-key=key_secret").run(context -> assertThat(context).hasFailed());
    }

    @Test
    void withSecretsThenGatewayAndTranslator() {
        application.run(context -> {
            assertThat(context.getBean(PaymentGateway.class).id()).isEqualTo(AcmeGateway.ID);
            assertThat(context.getBean(WebhookTranslator.class).gateway()).isEqualTo(AcmeGateway.ID);
        });
    }

    /** Names and defaults are a promise to operators. */
    @Test
    void withSecretsOnlyThenTheDefaults() {
        application.run(context -> assertThat(context.getBean(AcmeProperties.class)).isEqualTo(
                new AcmeProperties(URI.create("https://api.example"), "key_secret", List.of(TestAcme.WEBHOOK_SECRET),
                        Duration.ofSeconds(5), Duration.ofSeconds(10), 256, 100, 50, Duration.ofSeconds(10), 3,
                        Duration.ofMillis(100), Duration.ofSeconds(2))));
    }

    @Test
    void withEveryNameThenItsValue() {
        application.withPropertyValues(PREFIX + "connect-timeout=1s", PREFIX + "read-timeout=2s",
                PREFIX + "max-in-flight=3", PREFIX + "breaker-window=4", PREFIX + "breaker-failure-rate=6",
                PREFIX + "breaker-open-for=7s", PREFIX + "max-tries=8", PREFIX + "first-retry-wait=9ms",
                PREFIX + "longest-retry-wait=10s")
                .run(context -> assertThat(context.getBean(AcmeProperties.class)).isEqualTo(
                        new AcmeProperties(URI.create("https://api.example"), "key_secret",
                                List.of(TestAcme.WEBHOOK_SECRET), Duration.ofSeconds(1), Duration.ofSeconds(2), 3, 4,
                                6, Duration.ofSeconds(7), 8, Duration.ofMillis(9), Duration.ofSeconds(10))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"api-key=", "api-base=", "api-base=no address", "webhook-secrets=", "webhook-secrets=short",
            "connect-timeout=0s", "read-timeout=-1s", "max-in-flight=0", "max-tries=0", "breaker-failure-rate=101"})
    void withWrongValueThenDoesNotStart(String property) {
        application.withPropertyValues(PREFIX + property).run(context -> assertThat(context).hasFailed());
    }

    @Test
    void printedThenWithoutSecrets() {
        application.run(context -> assertThat(context.getBean(AcmeProperties.class).toString())
                .contains("api.example")
                .doesNotContain("key_secret", TestAcme.WEBHOOK_SECRET));
    }
}
