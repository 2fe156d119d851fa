package dev.refill.lowbalance;

import io.r2dbc.spi.ConnectionFactory;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import dev.refill.bucket.lifecycle.Rounds;

/** Offers {@link LowBalance} over the application's connections, and tells of crossings. Needs {@link LowBalanceNotices}. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(LowBalanceProperties.class)
public class LowBalanceConfiguration {

    @Bean
    R2dbcLowBalance lowBalance(ConnectionFactory connections) {
        return new R2dbcLowBalance(connections);
    }

    @Bean
    TellCrossings tellCrossings(R2dbcLowBalance crossings, LowBalanceNotices notices, LowBalanceProperties properties) {
        return new TellCrossings(crossings, notices, properties.tellBatch());
    }

    @Bean
    Rounds toldCrossings(TellCrossings crossings, LowBalanceProperties properties) {
        return new Rounds("crossings of low marks", crossings::round, properties.tellEvery());
    }
}
