package dev.refill.close;

import java.time.Clock;

import io.r2dbc.spi.ConnectionFactory;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import dev.refill.bucket.lifecycle.Rounds;
import dev.refill.close.web.CloseWebConfiguration;

/**
 * Offers {@link ClosedBooks}, seals closed days as long as the application runs, and has the API {@code /v1/operations/days/**} and
 * {@code /v1/operations/months/**}, which must be open to those who close the books, and to nobody else. Needs a {@code Clock}.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(CloseProperties.class)
@Import(CloseWebConfiguration.class)
public class CloseConfiguration {

    @Bean
    ClosedBooks closedBooks(ConnectionFactory connections, CloseProperties properties) {
        return new R2dbcClosedBooks(connections, properties.timeZone());
    }

    @Bean
    Rounds sealing(ConnectionFactory connections, ClosedBooks books, CloseProperties properties, Clock clock) {
        SealDays sealing = new SealDays(connections, books, properties, clock);
        return new Rounds("sealing of closed days", sealing::round, properties.sealEvery());
    }
}
