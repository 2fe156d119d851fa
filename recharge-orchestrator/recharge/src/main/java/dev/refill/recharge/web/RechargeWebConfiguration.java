package dev.refill.recharge.web;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import dev.refill.recharge.RechargeProperties;

/** Puts the REST API together. */
@Configuration(proxyBeanMethods = false)
@Import({RechargeController.class, BalanceController.class, OperationsController.class, ApiErrors.class})
public class RechargeWebConfiguration {

    @Bean
    ApiSettings apiSettings(RechargeProperties settings) {
        return new ApiSettings(settings.region());
    }

    @Bean
    StrictJson strictJson() {
        return new StrictJson();
    }
}
