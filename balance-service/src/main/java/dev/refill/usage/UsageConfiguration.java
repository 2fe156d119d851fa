package dev.refill.usage;

import java.time.Clock;

import io.r2dbc.spi.ConnectionFactory;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import dev.refill.bucket.lifecycle.Rounds;
import dev.refill.subscriber.Subscribers;
import dev.refill.usage.store.R2dbcThresholds;
import dev.refill.usage.store.R2dbcUsages;
import dev.refill.usage.threshold.TellThresholds;

/**
 * Offers {@link Usages} over the application's connections, and tells which allowances run out. Needs a {@code Clock} and
 * {@link UsageNotices}.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(UsageProperties.class)
public class UsageConfiguration {

    @Bean
    Usages usages(ConnectionFactory connections, UsageProperties properties, Clock clock) {
        return new R2dbcUsages(connections, properties.timeZone(), clock);
    }

    @Bean
    Rounds toldThresholds(ConnectionFactory connections, Subscribers subscribers, UsageNotices notices,
            UsageProperties properties) {
        var thresholds = new TellThresholds(new R2dbcThresholds(connections), subscribers, notices,
                properties.tellBatch());
        return new Rounds("thresholds of allowances", thresholds::round, properties.tellEvery());
    }
}
