package dev.refill.subscriber;

import io.r2dbc.spi.ConnectionFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Offers {@link Subscribers} over the application's connections, and has the numbering plans of all countries in memory. */
@Configuration(proxyBeanMethods = false)
public class SubscriberConfiguration {

    SubscriberConfiguration() {
        NumberingPlans.load();
    }

    @Bean
    Subscribers subscribers(ConnectionFactory connections) {
        return new R2dbcSubscribers(connections);
    }
}
