package dev.refill.gateways.momo;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import dev.refill.gateway.PaymentGateway;
import dev.refill.gateway.PaymentMethodType;
import dev.refill.gateway.WebhookTranslator;
import dev.refill.gateways.momo.MomoProperties.Keys;

import static org.assertj.core.api.Assertions.assertThat;

class MomoGatewayConfigurationTest {

    private static final String PREFIX = "refill.gateways.momo.";
    private static final String SECRET = "0123456789abcdef0123456789abcdef";
    private static final Keys COLLECTION = new Keys("sub", "user", "key");

    private final ApplicationContextRunner empty = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(MomoGatewayConfiguration.class))
            .withBean(Clock.class, Clock::systemUTC)
            .withBean(MeterRegistry.class, SimpleMeterRegistry::new);
    private final ApplicationContextRunner application = empty.withPropertyValues(
            PREFIX + "target-environment=mtnuganda", PREFIX + "callback-base=https://refill.example/webhooks/momo",
            PREFIX + "callback-secrets=" + SECRET, PREFIX + "collection.subscription-key=sub",
            PREFIX + "collection.api-user=user", PREFIX + "collection.api-key=key");

    @Test
    void withoutSettingsThenNoGateway() {
        empty.run(context -> assertThat(context).hasNotFailed()
                .doesNotHaveBean(PaymentGateway.class)
                .doesNotHaveBean(WebhookTranslator.class));
    }

    /** A dependency is all that an application needs. */
    @Test
    void amongTheJarsThenFoundByTheApplication() {
        assertThat(ImportCandidates.load(AutoConfiguration.class, null))
                .contains(MomoGatewayConfiguration.class.getName());
    }

    @Test
    void withSecretsThenGatewayAndTranslator() {
        application.run(context -> {
            assertThat(context.getBean(PaymentGateway.class).id()).isEqualTo(MomoGateway.ID);
            assertThat(context.getBean(PaymentGateway.class).methods())
                    .containsExactly(PaymentMethodType.MOBILE_MONEY);
            assertThat(context.getBean(PaymentGateway.class).refunds()).isEmpty();
            assertThat(context.getBean(WebhookTranslator.class).gateway()).isEqualTo(MomoGateway.ID);
        });
    }

    @Test
    void withKeysForDisbursementsThenRefunds() {
        application.withPropertyValues(PREFIX + "disbursement.subscription-key=s", PREFIX + "disbursement.api-user=u",
                PREFIX + "disbursement.api-key=k")
                .run(context -> assertThat(context.getBean(PaymentGateway.class).refunds()).isPresent());
    }

    /** Names and defaults are a promise to operators. */
    @Test
    void withSecretsOnlyThenTheDefaults() {
        application.run(context -> assertThat(context.getBean(MomoProperties.class)).isEqualTo(
                new MomoProperties("mtnuganda", URI.create("https://proxy.momoapi.mtn.com"),
                        URI.create("https://refill.example/webhooks/momo"), List.of(SECRET), COLLECTION, null,
                        Duration.ofSeconds(5), Duration.ofSeconds(10), 256, 16, 100, 50, Duration.ofSeconds(10), 3,
                        Duration.ofMillis(100), Duration.ofSeconds(2))));
    }

    @Test
    void withEveryNameThenItsValue() {
        application.withPropertyValues(PREFIX + "target-environment=sandbox", PREFIX + "api-base=http://localhost:1",
                PREFIX + "callback-base=http://refill.example/webhooks/momo", PREFIX + "connect-timeout=1s",
                PREFIX + "read-timeout=2s", PREFIX + "max-in-flight=3", PREFIX + "max-callbacks-in-flight=11",
                PREFIX + "breaker-window=4", PREFIX + "breaker-failure-rate=6", PREFIX + "breaker-open-for=7s",
                PREFIX + "max-tries=8", PREFIX + "first-retry-wait=9ms", PREFIX + "longest-retry-wait=10s")
                .run(context -> assertThat(context.getBean(MomoProperties.class)).isEqualTo(
                        new MomoProperties("sandbox", URI.create("http://localhost:1"),
                                URI.create("http://refill.example/webhooks/momo"), List.of(SECRET), COLLECTION, null,
                                Duration.ofSeconds(1), Duration.ofSeconds(2), 3, 11, 4, 6, Duration.ofSeconds(7), 8,
                                Duration.ofMillis(9), Duration.ofSeconds(10))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"target-environment=mtn uganda", "api-base=http://proxy.momoapi.mtn.com",
            "api-base=https://proxy.momoapi.mtn.com/", "callback-base=http://refill.example/webhooks/momo",
            "callback-base=https://refill.example/webhooks/momo?x=1", "callback-base=", "callback-secrets=",
            "callback-secrets=too-short", "collection.api-key=", "collection.api-user=a:b",
            "disbursement.api-key=alone", "connect-timeout=0s", "read-timeout=-1s", "max-in-flight=0",
            "max-callbacks-in-flight=0", "max-tries=0", "breaker-failure-rate=101"})
    void withWrongValueThenDoesNotStart(String property) {
        application.withPropertyValues(PREFIX + property).run(context -> assertThat(context).hasFailed());
    }

    /** Who waits for a verification gives it up after ten seconds. */
    @Test
    void callbacksThenConfirmedOrNotBeforeTheWebhookIsGivenUp() {
        application.run(context -> {
            var properties = context.getBean(MomoProperties.class);
            assertThat(MomoGatewayConfiguration.callbackGuard(properties).timeout()).isEqualTo(Duration.ofSeconds(8));
            assertThat(MomoGatewayConfiguration.guard(properties).timeout()).isEqualTo(Duration.ofSeconds(31));
        });
        application.withPropertyValues(PREFIX + "connect-timeout=1s", PREFIX + "read-timeout=2s")
                .run(context -> assertThat(MomoGatewayConfiguration.callbackGuard(
                        context.getBean(MomoProperties.class)).timeout()).isEqualTo(Duration.ofSeconds(7)));
    }

    @Test
    void printedThenWithoutSecrets() {
        application.withPropertyValues(PREFIX + "collection.subscription-key=subscription-secret",
                PREFIX + "collection.api-key=key-secret")
                .run(context -> assertThat(context.getBean(MomoProperties.class).toString()
                        + context.getBean(MomoProperties.class).collection())
                        .contains("mtnuganda", "proxy.momoapi.mtn.com")
                        .doesNotContain(SECRET, "subscription-secret", "key-secret"));
    }
}
