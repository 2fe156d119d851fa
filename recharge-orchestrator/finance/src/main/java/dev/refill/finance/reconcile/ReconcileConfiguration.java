package dev.refill.finance.reconcile;

import java.time.Clock;

import io.r2dbc.spi.ConnectionFactory;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Reconciliation over the application's database. Needs the schema {@code finance} and a {@code Clock}. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ReconcileProperties.class)
public class ReconcileConfiguration {

    @Bean
    Reconciliation reconciliation(ConnectionFactory connections, Clock clock, ReconcileProperties properties) {
        return over(connections, clock, properties);
    }

    /** Outside an application. */
    public static Reconciliation over(ConnectionFactory connections, Clock clock, ReconcileProperties properties) {
        ReconcileStore store = new R2dbcReconcileStore(connections);
        return new R2dbcReconciliation(store,
                new ReconcileDays(store, clock, properties.lease(), properties.slice()), properties.batch());
    }
}
