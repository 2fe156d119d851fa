package dev.refill.app.startup;

import java.util.List;
import java.util.Optional;

import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.Ordered;
import org.springframework.core.PriorityOrdered;
import org.springframework.core.env.Environment;

/** Refuses to start in production on settings of a trial, before any part of the application is made. */
final class ProductionCheck implements BeanFactoryPostProcessor, PriorityOrdered {

    private static final List<ProductionRule> RULES = List.of(
            ProductionRule.https("refill.security.issuer", true),
            ProductionRule.secret("refill.security.portal-client.secret", false),
            ProductionRule.https("refill.gateways.stripe.api-base", false),
            ProductionRule.liveKey("refill.gateways.stripe.api-key"),
            ProductionRule.secret("refill.gateways.stripe.webhook-secrets", true),
            ProductionRule.https("refill.gateways.adyen.api-base", false),
            ProductionRule.on("refill.gateways.adyen.live"),
            ProductionRule.secret("refill.gateways.adyen.hmac-keys", false),
            ProductionRule.market("refill.gateways.momo.target-environment"),
            ProductionRule.secret("refill.gateways.momo.callback-secrets", false),
            ProductionRule.https("refill.gateways.paypal.api-base", false),
            ProductionRule.on("refill.gateways.paypal.live"),
            ProductionRule.secret("refill.gateways.paypal.client-secret", false),
            ProductionRule.own("refill.gateways.paypal.webhook-ids"),
            ProductionRule.https("refill.recharge.portal-url", true),
            ProductionRule.secret("refill.recharge.order-token-secret", true),
            ProductionRule.https("refill.portal.payment-origins", false),
            ProductionRule.secret("refill.outbound.sealing-keys", true),
            ProductionRule.off("refill.outbound.allow-loopback"),
            ProductionRule.secret("refill.database.password", true));

    private final Environment environment;

    ProductionCheck(Environment environment) {
        this.environment = environment;
    }

    @Override
    public void postProcessBeanFactory(ConfigurableListableBeanFactory beans) {
        Binder settings = Binder.get(environment);
        switch (settings.bind("refill.mode", Mode.class).orElse(Mode.PRODUCTION)) {
            case LOCAL -> {
            }
            case PRODUCTION -> refuseUnless(breaches(settings));
        }
    }

    static List<String> breaches(Binder settings) {
        return RULES.stream().map(rule -> rule.breach(settings)).flatMap(Optional::stream).toList();
    }

    private static void refuseUnless(List<String> breaches) {
        if (!breaches.isEmpty()) {
            throw new UnfitForProduction(breaches);
        }
    }

    @Override
    public int getOrder() {
        return Ordered.HIGHEST_PRECEDENCE;
    }
}
