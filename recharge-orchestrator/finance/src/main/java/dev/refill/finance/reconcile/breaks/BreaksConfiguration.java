package dev.refill.finance.reconcile.breaks;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

import io.r2dbc.spi.ConnectionFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import dev.refill.finance.reconcile.ReconcileProperties;
import dev.refill.finance.reconcile.lifecycle.PostingRounds;

/**
 * Breaks over the application's database. Needs the schema {@code finance}, a {@code Clock}, and {@link Corrections} if breaks are to be
 * resolved by postings. Their API is put together by {@link dev.refill.finance.reconcile.web.ReconcileWebConfiguration}.
 */
@Configuration(proxyBeanMethods = false)
public class BreaksConfiguration {

    @Bean
    Breaks breaks(ConnectionFactory connections, ObjectProvider<Corrections> corrections,
            ReconcileProperties properties,
            Clock clock) {
        return new R2dbcBreaks(connections, corrections.getIfAvailable(),
                Limits.of(properties.onePersonUpTo()), clock);
    }

    @Bean
    PostingRounds postingRounds(Breaks breaks, ReconcileProperties properties) {
        return new PostingRounds(breaks, somewhereIn(properties.postEvery()), properties.postEvery());
    }

    /** Nodes that start together do not look together. */
    private static Duration somewhereIn(Duration every) {
        return Duration.ofMillis(ThreadLocalRandom.current().nextLong(every.toMillis() + 1));
    }
}
