package dev.refill.app.startup;

import java.util.HashMap;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ProductionCheckTest {

    private static Map<String, String> fitForProduction() {
        return new HashMap<>(Map.of(
                "refill.security.issuer", "https://id.operator.net/realms/refill",
                "refill.gateways.stripe.api-key", "sk_live_51H0aBcDeFgHi",
                "refill.gateways.stripe.webhook-secrets", "whsec_Zm9yLXByb2R1Y3Rpb24",
                "refill.recharge.portal-url", "https://recharge.operator.net",
                "refill.recharge.order-token-secret", "mLw3q7Zt0RkXyV5uB8nH2cJ4dF6gS1aP",
                "refill.outbound.sealing-keys", "c5Gm2rT8vKq1Lw9Xs4Zn7Pd3Hf6Jb0Ye",
                "refill.database.password", "Tj4xW9bQ2mNc"));
    }

    @Test
    void realSettingsAreFit() {
        assertThat(ProductionCheck.breaches(binder(fitForProduction()))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
            "refill.gateways.stripe.api-key, sk_test_refill_sandbox",
            "refill.gateways.stripe.api-key, rk_test_51H0aBcDeFgHi",
            "refill.gateways.stripe.webhook-secrets, whsec_refill_sandbox_secret_000000",
            "refill.gateways.stripe.api-base, http://localhost:12111",
            "refill.gateways.adyen.api-base, http://localhost:12111",
            "refill.gateways.adyen.live, false",
            "refill.gateways.adyen.hmac-keys, changeme",
            "refill.gateways.adyen.hmac-keys, 526566696c6c53616e64626f784b6565704e6f53656372657430303030303030",
            "refill.gateways.paypal.api-base, http://localhost:12111",
            "refill.gateways.paypal.live, false",
            "refill.gateways.paypal.client-secret, refill_sandbox_paypal_secret",
            "refill.gateways.paypal.client-secret, EK-short",
            "refill.gateways.paypal.webhook-ids, REFILLSANDBOX0001",
            "refill.gateways.momo.target-environment, sandbox",
            "refill.gateways.momo.callback-secrets, sandbox-callbacks-keep-no-secret-00",
            "refill.security.issuer, http://localhost:9000",
            "refill.security.portal-client.secret, portal-secret",
            "refill.recharge.portal-url, http://localhost:8080",
            "refill.recharge.order-token-secret, local-links-to-orders-keep-no-secret",
            "refill.portal.payment-origins, http://localhost:12111",
            "refill.outbound.sealing-keys, local-sealing-keys-keep-no-secret",
            "refill.outbound.allow-loopback, true",
            "refill.database.password, postgres"})
    void settingOfATrialIsNamedAndItsValueIsNot(String property, String value) {
        Map<String, String> settings = fitForProduction();
        settings.put(property, value);
        assertThat(ProductionCheck.breaches(binder(settings)))
                .singleElement()
                .asString()
                .startsWith(property)
                .doesNotContain(value);
    }

    /** As PayPal makes them. */
    @Test
    void idsAndSecretsOfPaypalsAreFit() {
        Map<String, String> settings = fitForProduction();
        settings.put("refill.gateways.paypal.live", "true");
        settings.put("refill.gateways.paypal.client-secret", "EGnHDxD_qRPdaLdZz8iCr8N7_MzF-YHPTkjs6NKYQvQS");
        settings.put("refill.gateways.paypal.webhook-ids", "1JE4291016473214C");
        assertThat(ProductionCheck.breaches(binder(settings))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
            "refill.security.issuer", "refill.gateways.stripe.api-key", "refill.gateways.stripe.webhook-secrets",
            "refill.recharge.portal-url", "refill.recharge.order-token-secret", "refill.outbound.sealing-keys",
            "refill.database.password"})
    void whatHasNoSafeDefaultMustBeSet(String property) {
        Map<String, String> settings = fitForProduction();
        settings.remove(property);
        assertThat(ProductionCheck.breaches(binder(settings))).singleElement().asString().startsWith(property);
    }

    @Test
    void productionIsAssumedUnlessSaidOtherwise() {
        MockEnvironment environment = new MockEnvironment();
        ProductionCheck check = new ProductionCheck(environment);
        assertThatExceptionOfType(UnfitForProduction.class)
                .isThrownBy(() -> check.postProcessBeanFactory(new DefaultListableBeanFactory()));
        environment.setProperty("refill.mode", "local");
        assertThatCode(() -> check.postProcessBeanFactory(new DefaultListableBeanFactory())).doesNotThrowAnyException();
    }

    private static Binder binder(Map<String, String> settings) {
        return new Binder(new MapConfigurationPropertySource(settings));
    }
}
