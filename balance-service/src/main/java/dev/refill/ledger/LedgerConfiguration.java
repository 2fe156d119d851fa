package dev.refill.ledger;

import io.micrometer.core.instrument.MeterRegistry;
import io.r2dbc.spi.ConnectionFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Offers the {@link Ledger} and its {@link LedgerInvariants} over the application's connections. */
@Configuration(proxyBeanMethods = false)
public class LedgerConfiguration {

    @Bean
    Ledger ledger(ConnectionFactory connections, MeterRegistry meters) {
        return new MeteredLedger(new R2dbcLedger(connections), meters);
    }

    @Bean
    LedgerInvariants ledgerInvariants(ConnectionFactory connections) {
        return LedgerInvariants.over(connections);
    }
}
