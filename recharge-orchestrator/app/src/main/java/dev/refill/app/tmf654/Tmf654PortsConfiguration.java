package dev.refill.app.tmf654;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import dev.refill.recharge.RechargeProperties;
import dev.refill.recharge.Recharges;
import dev.refill.webhooks.OutboundWebhooks;
import dev.refill.webhooks.Subscriptions;

/** Gives TMF654 what it needs of other modules. */
@Configuration(proxyBeanMethods = false)
public class Tmf654PortsConfiguration {

    @Bean
    RechargeTopUps rechargeTopUps(Recharges recharges) {
        return new RechargeTopUps(recharges);
    }

    @Bean
    WebhookHub webhookHub(Subscriptions subscriptions, OutboundWebhooks webhooks, RechargeProperties recharge) {
        return new WebhookHub(subscriptions, webhooks, recharge.portalUrl());
    }
}
