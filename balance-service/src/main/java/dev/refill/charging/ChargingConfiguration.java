package dev.refill.charging;

import java.time.Clock;

import io.r2dbc.spi.ConnectionFactory;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import dev.refill.bucket.Buckets;
import dev.refill.bucket.lifecycle.Rounds;
import dev.refill.charging.session.Bookings;
import dev.refill.charging.session.ChargeEvent;
import dev.refill.charging.session.ChargeSession;
import dev.refill.charging.session.ChargingDesk;
import dev.refill.charging.session.Enquire;
import dev.refill.charging.session.NoticeTopUps;
import dev.refill.charging.session.RefundEvent;
import dev.refill.charging.session.SilenceSessions;
import dev.refill.charging.store.R2dbcBookings;
import dev.refill.charging.web.ChargingWebConfiguration;
import dev.refill.ledger.Ledger;
import dev.refill.subscriber.Subscribers;
import dev.refill.tariff.Tariffs;
import dev.refill.usage.UsageProperties;

/**
 * Offers {@link Charging} over the application's connections with its API {@code /v1/charging/**}, which must be open to the
 * network, and to nobody else; supervises its sessions. Needs a {@code Clock}, {@link ChargingNotices} and {@link UsageProperties}.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ChargingProperties.class)
@Import(ChargingWebConfiguration.class)
public class ChargingConfiguration {

    @Bean
    Bookings bookings(ConnectionFactory connections, ChargingProperties properties, UsageProperties usage) {
        return new R2dbcBookings(connections, properties.writers(), properties.limits(), usage);
    }

    @Bean
    ChargeSession chargeSession(Users users, Tariffs tariffs, Buckets buckets, Bookings bookings,
            ChargingProperties properties, Clock clock) {
        return new ChargeSession(users, tariffs, buckets, bookings, properties.validity(),
                properties.thresholdPercent(), clock);
    }

    @Bean
    Charging charging(ChargeSession sessions, Users users, Tariffs tariffs, Buckets buckets, Bookings bookings,
            Ledger ledger, Clock clock) {
        return new ChargingDesk(sessions, new ChargeEvent(users, tariffs, buckets, bookings),
                new RefundEvent(bookings, ledger, clock), new Enquire(users, tariffs, buckets));
    }

    @Bean
    FinalUnit finalUnit(ChargingProperties properties) {
        return properties.finalUnit();
    }

    @Bean
    Users users(Subscribers subscribers) {
        return new KnownSubscribers(subscribers);
    }

    @Bean
    Rounds noticedTopUps(ChargeSession sessions, Bookings bookings, ChargingNotices notices,
            ChargingProperties properties, Clock clock) {
        var topUps = new NoticeTopUps(bookings, sessions, notices, properties.superviseBatch(), clock);
        return new Rounds("top-ups of charging sessions", topUps::round, properties.noticeEvery());
    }

    @Bean
    Rounds silentSessions(ChargeSession sessions, Bookings bookings, ChargingProperties properties, Clock clock) {
        var supervisor = new SilenceSessions(bookings, sessions, properties.superviseBatch(), clock);
        return new Rounds("silent charging sessions", supervisor::round, properties.superviseEvery());
    }
}
