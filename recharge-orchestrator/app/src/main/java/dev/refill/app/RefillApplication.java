package dev.refill.app;

import java.time.Clock;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.security.autoconfigure.ReactiveUserDetailsServiceAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

import dev.refill.app.database.DatabaseConfiguration;
import dev.refill.app.events.EventsConfiguration;
import dev.refill.app.finance.FinancePortsConfiguration;
import dev.refill.app.lifecycle.DrainConfiguration;
import dev.refill.app.openapi.OpenApiConfiguration;
import dev.refill.app.problem.ProblemConfiguration;
import dev.refill.app.sensitive.SensitiveInputConfiguration;
import dev.refill.app.startup.StartupConfiguration;
import dev.refill.app.tmf654.Tmf654PortsConfiguration;
import dev.refill.autotopup.AutoTopupConfiguration;
import dev.refill.balance.BalanceConfiguration;
import dev.refill.finance.bank.BankConfiguration;
import dev.refill.finance.bank.web.BankWebConfiguration;
import dev.refill.finance.reconcile.ReconcileConfiguration;
import dev.refill.finance.reconcile.breaks.BreaksConfiguration;
import dev.refill.finance.reconcile.web.ReconcileWebConfiguration;
import dev.refill.gateways.adyen.AdyenGatewayConfiguration;
import dev.refill.gateways.stripe.StripeGatewayConfiguration;
import dev.refill.idempotency.IdempotencyConfiguration;
import dev.refill.portal.PortalConfiguration;
import dev.refill.recharge.RechargeConfiguration;
import dev.refill.security.SecurityConfiguration;
import dev.refill.webhooks.OutboundConfiguration;
import dev.refill.webhooks.WebhooksConfiguration;

/** The production application: everything from its environment, nothing embedded. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration(exclude = {
        DataSourceAutoConfiguration.class,
        FlywayAutoConfiguration.class,
        ReactiveUserDetailsServiceAutoConfiguration.class})
@Import({
        BalanceConfiguration.class,
        IdempotencyConfiguration.class,
        WebhooksConfiguration.class,
        OutboundConfiguration.class,
        RechargeConfiguration.class,
        AutoTopupConfiguration.class,
        BankConfiguration.class,
        BankWebConfiguration.class,
        ReconcileConfiguration.class,
        BreaksConfiguration.class,
        ReconcileWebConfiguration.class,
        PortalConfiguration.class,
        StripeGatewayConfiguration.class,
        AdyenGatewayConfiguration.class,
        ApiKeys.class,
        DatabaseConfiguration.class,
        DrainConfiguration.class,
        EventsConfiguration.class,
        FinancePortsConfiguration.class,
        OpenApiConfiguration.class,
        ProblemConfiguration.class,
        SecurityConfiguration.class,
        SensitiveInputConfiguration.class,
        StartupConfiguration.class,
        Tmf654PortsConfiguration.class})
public class RefillApplication {

    public static void main(String[] arguments) {
        SpringApplication.run(RefillApplication.class, arguments);
    }

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }
}
