package dev.refill.subscriber;

import java.time.Clock;

import io.r2dbc.spi.ConnectionFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import dev.refill.subscriber.profile.ChangeProfile;
import dev.refill.subscriber.profile.Profiles;
import dev.refill.subscriber.profile.ProvisionProfile;
import dev.refill.subscriber.store.R2dbcProfiles;
import dev.refill.subscriber.store.R2dbcSubscribers;
import dev.refill.subscriber.web.SubscriberWebConfiguration;

/**
 * Offers {@link Subscribers} over the application's connections, and the API of profiles at {@code /v1/subscribers}, which must
 * be open to operators, and to nobody else. Has the numbering plans of all countries in memory. Needs a {@code Clock}.
 */
@Configuration(proxyBeanMethods = false)
@Import(SubscriberWebConfiguration.class)
public class SubscriberConfiguration {

    SubscriberConfiguration() {
        NumberingPlans.load();
    }

    @Bean
    Profiles profiles(ConnectionFactory connections) {
        return new R2dbcProfiles(connections);
    }

    @Bean
    ProvisionProfile provisionProfile(Profiles profiles) {
        return new ProvisionProfile(profiles);
    }

    @Bean
    ChangeProfile changeProfile(Profiles profiles, Clock clock) {
        return new ChangeProfile(profiles, clock);
    }

    @Bean
    Subscribers subscribers(ConnectionFactory connections, ProvisionProfile provision, Clock clock) {
        return new R2dbcSubscribers(connections, provision, clock);
    }
}
