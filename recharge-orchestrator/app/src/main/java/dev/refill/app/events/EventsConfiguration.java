package dev.refill.app.events;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import dev.refill.webhooks.OutboundWebhooks;

/** Joins what happens in the balance service with the webhooks of partners. */
@Configuration(proxyBeanMethods = false)
public class EventsConfiguration {

    @Bean
    ChargingEvents chargingEvents(OutboundWebhooks webhooks) {
        return new ChargingEvents(webhooks);
    }

    @Bean
    UsageEvents usageEvents(OutboundWebhooks webhooks) {
        return new UsageEvents(webhooks);
    }
}
