package dev.refill.bucket;

import java.time.Clock;
import java.time.Duration;

import io.r2dbc.spi.ConnectionFactory;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import dev.refill.bucket.lifecycle.Rounds;
import dev.refill.groupcommit.GroupCommit;

/** Offers {@link Buckets} over the application's connections, and empties those that ended. Needs a {@code Clock}. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(BucketProperties.class)
public class BucketConfiguration {

    /** Those who ask for a purse at the same time are one statement. */
    private static final GroupCommit.Limits LOOK_UPS = new GroupCommit.Limits(128, 10_000, Duration.ofSeconds(5));

    @Bean
    Buckets buckets(ConnectionFactory connections) {
        return new R2dbcBuckets(connections, LOOK_UPS);
    }

    @Bean
    Rounds bucketExpiry(Buckets buckets, BucketProperties properties, Clock clock) {
        return new Rounds("expiry of buckets", () -> buckets
                .expire(clock.instant().minus(properties.grace()), properties.sweepBatch())
                .map(Integer::longValue), properties.sweepEvery());
    }
}
