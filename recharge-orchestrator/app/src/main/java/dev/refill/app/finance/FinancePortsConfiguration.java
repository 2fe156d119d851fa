package dev.refill.app.finance;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import dev.refill.finance.reconcile.web.Deciders;
import dev.refill.recharge.SignedInPerson;

/** Gives finance what it needs of other modules. */
@Configuration(proxyBeanMethods = false)
public class FinancePortsConfiguration {

    @Bean
    Deciders deciders(SignedInPerson people) {
        return people::of;
    }
}
