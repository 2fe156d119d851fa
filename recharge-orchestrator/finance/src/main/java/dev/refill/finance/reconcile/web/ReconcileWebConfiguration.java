package dev.refill.finance.reconcile.web;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import dev.refill.finance.reconcile.Reconciliation;
import dev.refill.finance.reconcile.breaks.Breaks;

/** Puts the API of reconciliation together. */
@Configuration(proxyBeanMethods = false)
public class ReconcileWebConfiguration {

    @Bean
    RunController reconciliationRunController(Reconciliation reconciliation) {
        return new RunController(reconciliation);
    }

    @Bean
    BreakController breakController(Breaks breaks, Deciders deciders) {
        return new BreakController(breaks, deciders);
    }
}
