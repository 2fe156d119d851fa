package dev.refill.gateways.adyen;

import java.net.URI;
import java.time.Duration;
import java.util.List;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import dev.refill.gateway.PaymentGateway;
import dev.refill.gateway.PaymentMethodType;
import dev.refill.gateway.WebhookTranslator;

import static org.assertj.core.api.Assertions.assertThat;

class AdyenGatewayConfigurationTest {

    private static final String PREFIX = "refill.gateways.adyen.";

    private final ApplicationContextRunner unset = new ApplicationContextRunner()
            .withUserConfiguration(AdyenGatewayConfiguration.class)
            .withBean(MeterRegistry.class, SimpleMeterRegistry::new);
    private final ApplicationContextRunner application = unset.withPropertyValues(PREFIX + "api-key=AQE_secret",
            PREFIX + "live=false", PREFIX + "merchant-account=RefillTest",
            PREFIX + "hmac-keys=" + TestAdyen.HMAC_KEY + "," + TestAdyen.NEXT_HMAC_KEY);

    @Test
    void withoutKeyThenNoGatewayAtAll() {
        unset.run(context -> assertThat(context).hasNotFailed()
                .doesNotHaveBean(PaymentGateway.class)
                .doesNotHaveBean(WebhookTranslator.class)
                .doesNotHaveBean(AdyenProperties.class));
    }

    @Test
    void withKeyAloneThenDoesNotStart() {
        unset.withPropertyValues(PREFIX + "api-key=AQE_secret").run(context -> assertThat(context).hasFailed());
    }

    @Test
    void withSecretsThenGatewayAndTranslator() {
        application.run(context -> {
            assertThat(context.getBean(PaymentGateway.class).id()).isEqualTo(AdyenGateway.ID);
            assertThat(context.getBean(PaymentGateway.class).methods()).containsExactlyInAnyOrder(
                    PaymentMethodType.HOSTED_PAGE, PaymentMethodType.CARD_ON_FILE);
            assertThat(context.getBean(PaymentGateway.class).refunds()).isPresent();
            assertThat(context.getBean(PaymentGateway.class).cancels()).isPresent();
            assertThat(context.getBean(PaymentGateway.class).events()).isEmpty();
            assertThat(context.getBean(WebhookTranslator.class).gateway()).isEqualTo(AdyenGateway.ID);
        });
    }

    /** Names and defaults are a promise to operators. */
    @Test
    void withSecretsOnlyThenTheDefaults() {
        application.run(context -> assertThat(context.getBean(AdyenProperties.class)).isEqualTo(
                new AdyenProperties(URI.create("https://checkout-test.adyen.com/v71"), false, "AQE_secret",
                        "RefillTest", List.of(TestAdyen.HMAC_KEY, TestAdyen.NEXT_HMAC_KEY), null, null,
                        Duration.ofSeconds(5), Duration.ofSeconds(10), 256, 100, 50, Duration.ofSeconds(10), 3,
                        Duration.ofMillis(100), Duration.ofSeconds(2))));
    }

    @Test
    void withEveryNameThenItsValue() {
        application.withPropertyValues(PREFIX + "api-base=http://localhost:1", PREFIX + "live=true",
                PREFIX + "webhook-user=adyen", PREFIX + "webhook-password=word", PREFIX + "connect-timeout=1s",
                PREFIX + "read-timeout=2s", PREFIX + "max-in-flight=3", PREFIX + "breaker-window=4",
                PREFIX + "breaker-failure-rate=6", PREFIX + "breaker-open-for=7s", PREFIX + "max-tries=8",
                PREFIX + "first-retry-wait=9ms", PREFIX + "longest-retry-wait=10s")
                .run(context -> assertThat(context.getBean(AdyenProperties.class)).isEqualTo(
                        new AdyenProperties(URI.create("http://localhost:1"), true, "AQE_secret", "RefillTest",
                                List.of(TestAdyen.HMAC_KEY, TestAdyen.NEXT_HMAC_KEY), "adyen", "word",
                                Duration.ofSeconds(1), Duration.ofSeconds(2), 3, 4, 6, Duration.ofSeconds(7), 8,
                                Duration.ofMillis(9), Duration.ofSeconds(10))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"api-key=", "live=", "merchant-account=", "hmac-keys=", "hmac-keys=not-hexadecimal",
            "webhook-user=alone", "webhook-password=alone", "connect-timeout=0s", "read-timeout=-1s",
            "max-in-flight=0", "max-tries=0", "breaker-failure-rate=101",
            "api-base=checkout-test.adyen.com",
            "api-base=http://checkout-test.adyen.com/v71", "api-base=http://localhost.example/v71",
            "api-base=https://checkout-test.adyen.com/v71/", "api-base=https://checkout-test.adyen.com/v71?x=1",
            "api-base=https://key@checkout-test.adyen.com/v71"})
    void withWrongValueThenDoesNotStart(String property) {
        application.withPropertyValues(PREFIX + property).run(context -> assertThat(context).hasFailed());
    }

    /** Real money at the test address would be none, and a trial at the live one would charge real cards. */
    @ParameterizedTest
    @CsvSource({"true,https://checkout-test.adyen.com/v71", "true,https://CHECKOUT-TEST.adyen.com/v71",
            "false,https://1797a841fbb37ca7-Refill-checkout-live.adyenpayments.com/checkout/v71",
            "false,https://checkout-live-us.adyen.com/v71"})
    void withAnAddressOfTheOtherKindThenDoesNotStart(boolean live, String apiBase) {
        application.withPropertyValues(PREFIX + "live=" + live, PREFIX + "api-base=" + apiBase)
                .run(context -> assertThat(context).getFailure().rootCause()
                        .hasMessageContaining(PREFIX + "live: " + live)
                        .hasMessageNotContaining(apiBase));
    }

    @Test
    void withRealMoneyAtTheDefaultAddressThenDoesNotStart() {
        application.withPropertyValues(PREFIX + "live=true").run(context -> assertThat(context).hasFailed());
    }

    @ParameterizedTest
    @CsvSource({"true,https://1797a841fbb37ca7-Refill-checkout-live.adyenpayments.com/checkout/v71",
            "true,https://adyen.proxy.operator.net:8443/v71", "false,https://adyen.proxy.operator.net/v71",
            "true,http://127.0.0.1:12111", "false,http://localhost:12111/v71"})
    void withAnAddressThatFitsThenStarts(boolean live, String apiBase) {
        application.withPropertyValues(PREFIX + "live=" + live, PREFIX + "api-base=" + apiBase)
                .run(context -> assertThat(context).hasNotFailed());
    }

    @Test
    void printedThenWithoutSecrets() {
        application.withPropertyValues(PREFIX + "webhook-user=adyen", PREFIX + "webhook-password=word")
                .run(context -> assertThat(context.getBean(AdyenProperties.class).toString())
                        .contains("checkout-test.adyen.com", "RefillTest")
                        .doesNotContain("AQE_secret", TestAdyen.HMAC_KEY, "word"));
    }
}
