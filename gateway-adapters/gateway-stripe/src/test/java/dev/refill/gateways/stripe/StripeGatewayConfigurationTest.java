package dev.refill.gateways.stripe;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import dev.refill.gateway.PaymentGateway;
import dev.refill.gateway.PaymentMethodType;
import dev.refill.gateway.WebhookTranslator;

import static org.assertj.core.api.Assertions.assertThat;

class StripeGatewayConfigurationTest {

    private static final String PREFIX = "refill.gateways.stripe.";

    private final ApplicationContextRunner application = new ApplicationContextRunner()
            .withUserConfiguration(StripeGatewayConfiguration.class)
            .withBean(Clock.class, Clock::systemUTC)
            .withBean(MeterRegistry.class, SimpleMeterRegistry::new)
            .withPropertyValues(PREFIX + "api-key=sk_test_secret", PREFIX + "webhook-secrets=whsec_one,whsec_two");

    @Test
    void withSecretsThenGatewayAndTranslator() {
        application.run(context -> {
            assertThat(context.getBean(PaymentGateway.class).id()).isEqualTo(StripeGateway.ID);
            assertThat(context.getBean(PaymentGateway.class).methods()).containsExactlyInAnyOrder(
                    PaymentMethodType.HOSTED_PAGE, PaymentMethodType.CARD_ON_FILE);
            assertThat(context.getBean(WebhookTranslator.class).gateway()).isEqualTo(StripeGateway.ID);
        });
    }

    /** Names and defaults are a promise to operators. */
    @Test
    void withSecretsOnlyThenTheDefaults() {
        application.run(context -> assertThat(context.getBean(StripeProperties.class)).isEqualTo(
                new StripeProperties(URI.create("https://api.stripe.com"), "sk_test_secret",
                        List.of("whsec_one", "whsec_two"), Duration.ofSeconds(5), Duration.ofSeconds(10), 256,
                        100, 50, Duration.ofSeconds(10), 3, Duration.ofMillis(100), Duration.ofSeconds(2))));
    }

    @Test
    void withEveryNameThenItsValue() {
        application.withPropertyValues(PREFIX + "api-base=http://localhost:1", PREFIX + "connect-timeout=1s",
                PREFIX + "read-timeout=2s", PREFIX + "max-in-flight=3", PREFIX + "breaker-window=4",
                PREFIX + "breaker-failure-rate=6", PREFIX + "breaker-open-for=7s", PREFIX + "max-tries=8",
                PREFIX + "first-retry-wait=9ms", PREFIX + "longest-retry-wait=10s")
                .run(context -> assertThat(context.getBean(StripeProperties.class)).isEqualTo(
                        new StripeProperties(URI.create("http://localhost:1"), "sk_test_secret",
                                List.of("whsec_one", "whsec_two"), Duration.ofSeconds(1),
                                Duration.ofSeconds(2), 3, 4, 6, Duration.ofSeconds(7), 8, Duration.ofMillis(9),
                                Duration.ofSeconds(10))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"api-key=", "webhook-secrets=", "connect-timeout=0s", "read-timeout=-1s",
            "max-in-flight=0", "max-tries=0", "breaker-failure-rate=101"})
    void withWrongValueThenDoesNotStart(String property) {
        application.withPropertyValues(PREFIX + property).run(context -> assertThat(context).hasFailed());
    }

    @Test
    void printedThenWithoutSecrets() {
        application.run(context -> assertThat(context.getBean(StripeProperties.class).toString())
                .contains("api.stripe.com")
                .doesNotContain("sk_test_secret", "whsec_one", "whsec_two"));
    }
}
