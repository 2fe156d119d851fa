package dev.refill.transfer;

import java.time.Clock;

import io.r2dbc.spi.ConnectionFactory;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import dev.refill.subscriber.Subscribers;
import dev.refill.tariff.Tariffs;
import dev.refill.transfer.give.GiveCredit;
import dev.refill.transfer.store.R2dbcTransferStore;
import dev.refill.transfer.web.TransferWebConfiguration;

/**
 * Offers {@link Transfers} over the application's connections with their API {@code /v1/transfers}, which must be open to whom
 * subscribers trust with their credit, and to nobody else. Needs {@link Callers} and a {@code Clock}.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(TransferProperties.class)
@Import(TransferWebConfiguration.class)
public class TransferConfiguration {

    @Bean
    Transfers transfers(ConnectionFactory connections, Subscribers subscribers, Tariffs tariffs,
            TransferProperties properties, Clock clock) {
        return new GiveCredit(subscribers, tariffs,
                new R2dbcTransferStore(connections, properties.limits(), properties.writes()), properties.fee(),
                properties.limits(), clock);
    }
}
