package dev.refill.recharge.web;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import dev.refill.recharge.RechargeProperties;
import dev.refill.subscriber.Subscribers;

/** Puts the REST API together. */
@Configuration(proxyBeanMethods = false)
@Import({RechargeController.class, BalanceController.class, UsageController.class, OperationsController.class,
        GatewaysController.class, KeptCardController.class, ApiErrors.class})
public class RechargeWebConfiguration {

    @Bean
    ApiSettings apiSettings(RechargeProperties settings) {
        return new ApiSettings(settings.region());
    }

    @Bean
    VisibleSubscribers visibleSubscribers(Subscribers subscribers, ApiSettings settings) {
        return new VisibleSubscribers(subscribers, settings);
    }

    @Bean
    StrictJson strictJson() {
        return new StrictJson();
    }
}
