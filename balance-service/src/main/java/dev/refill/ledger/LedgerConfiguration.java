package dev.refill.ledger;

import io.micrometer.core.instrument.MeterRegistry;
import io.r2dbc.spi.ConnectionFactory;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import dev.refill.groupcommit.Writers;

/** Offers the {@link Ledger} and its {@link LedgerInvariants} over the application's connections. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(LedgerProperties.class)
public class LedgerConfiguration {

    /** Ends after everything that posts, as the ledger holds it, and before the connections, which it holds. */
    @Bean(destroyMethod = "dispose")
    Writers<Entry, PostOutcome> ledgerWriters(ConnectionFactory connections, LedgerProperties properties) {
        return PostEntries.writers(properties.writers(), connections, properties.limits());
    }

    @Bean
    Ledger ledger(Writers<Entry, PostOutcome> writers, ConnectionFactory connections, LedgerProperties properties,
            MeterRegistry meters) {
        return new MeteredLedger(new R2dbcLedger(writers, properties.limits(), connections), meters);
    }

    @Bean
    Entries entries(ConnectionFactory connections) {
        return Entries.over(connections);
    }

    @Bean
    LedgerInvariants ledgerInvariants(ConnectionFactory connections) {
        return LedgerInvariants.over(connections);
    }
}
