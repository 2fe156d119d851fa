package dev.refill.tariff;

import io.r2dbc.spi.ConnectionFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import dev.refill.tariff.store.R2dbcTariffs;
import dev.refill.tariff.web.TariffWebConfiguration;

/**
 * Offers {@link Tariffs} over the application's connections, and their API {@code /v1/tariffs/**}, which must be open to
 * those who look after tariffs, and to nobody else. Needs a {@code Clock}.
 */
@Configuration(proxyBeanMethods = false)
@Import(TariffWebConfiguration.class)
public class TariffConfiguration {

    @Bean
    Tariffs tariffs(ConnectionFactory connections) {
        return new R2dbcTariffs(connections);
    }
}
