package dev.refill.revenue;

import java.time.Clock;

import io.r2dbc.spi.ConnectionFactory;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.core.publisher.Flux;

import dev.refill.bucket.lifecycle.Rounds;

/** Recognises revenue as long as the application runs. Needs {@link RevenuePools} and a {@code Clock}. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(RevenueProperties.class)
public class RevenueConfiguration {

    @Bean
    Revenue revenue(ConnectionFactory connections, Clock clock) {
        return new R2dbcRevenue(connections, clock);
    }

    /**
     * A round is always whole, so none is followed by another at once. What fails with one pool does not keep others waiting. A
     * currency that buys another credit now is no longer looked at for what it bought before.
     */
    @Bean
    Rounds revenueRecognition(Revenue revenue, RevenuePools pools, RevenueProperties properties) {
        return new Rounds("recognition of revenue",
                () -> Flux.concat(Flux.fromIterable(pools.pools()), revenue.pools()).distinct(RevenuePool::money)
                        .concatMapDelayError(revenue::recognise)
                        .then()
                        .thenReturn(0L),
                properties.recogniseEvery());
    }
}
