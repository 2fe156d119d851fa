package dev.refill.webhooks;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

import dev.refill.webhooks.lifecycle.Bell;
import dev.refill.webhooks.outbound.delivery.DeliveryAttempt;
import dev.refill.webhooks.outbound.delivery.DeliverySchedule;
import dev.refill.webhooks.outbound.delivery.DeliveryStore;
import dev.refill.webhooks.outbound.delivery.HttpCourier;
import dev.refill.webhooks.outbound.destination.HostAddresses;
import dev.refill.webhooks.outbound.destination.TargetGuard;
import dev.refill.webhooks.outbound.endpoint.EndpointIds;
import dev.refill.webhooks.outbound.endpoint.EndpointStore;
import dev.refill.webhooks.outbound.endpoint.EndpointSubscriptions;
import dev.refill.webhooks.outbound.endpoint.RegisterEndpoint;
import dev.refill.webhooks.outbound.endpoint.RotateSecret;
import dev.refill.webhooks.outbound.lifecycle.DeliveryHousekeeping;
import dev.refill.webhooks.outbound.lifecycle.DeliveryMetrics;
import dev.refill.webhooks.outbound.lifecycle.DeliveryProcessor;
import dev.refill.webhooks.outbound.lifecycle.DeliveryWorker;
import dev.refill.webhooks.outbound.lifecycle.WakingWebhooks;
import dev.refill.webhooks.outbound.r2dbc.R2dbcDeliveryStore;
import dev.refill.webhooks.outbound.r2dbc.R2dbcEndpointStore;
import dev.refill.webhooks.outbound.signature.SecretVault;
import dev.refill.webhooks.outbound.web.EndpointWebConfiguration;

/**
 * Outbound webhooks as an application imports them. It needs a {@link DatabaseClient} on a database with the schema
 * {@code webhooks} (the bean {@code webhooksDatabase} if there is one, for a pool of its own), a {@link Clock}, a
 * {@link MeterRegistry}, one {@link EndpointOwner}, and an {@link EventTypes} of each module that publishes.
 * {@code /v1/webhook-endpoints/**} must be open to clients that may manage theirs, and to nobody else.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(OutboundProperties.class)
@Import(EndpointWebConfiguration.class)
public class OutboundConfiguration {

    /** Names that hang are looked up here, and so hold up nobody else. */
    private static final int LOOK_UPS_AT_ONCE = 16;
    private static final int LOOK_UPS_WAITING = 1_000;

    @Bean
    Bell deliveryBell() {
        return new Bell();
    }

    @Bean
    EndpointStore endpointStore(@Qualifier("webhooksDatabase") ObjectProvider<DatabaseClient> own,
            ObjectProvider<DatabaseClient> shared, Clock clock) {
        return new R2dbcEndpointStore(own.getIfAvailable(shared::getObject), clock);
    }

    @Bean
    DeliveryStore deliveryStore(@Qualifier("webhooksDatabase") ObjectProvider<DatabaseClient> own,
            ObjectProvider<DatabaseClient> shared, Clock clock) {
        return new R2dbcDeliveryStore(own.getIfAvailable(shared::getObject), clock);
    }

    /** Before the store, which can publish too. */
    @Bean
    @Primary
    OutboundWebhooks outboundWebhooks(DeliveryStore store, @Qualifier("deliveryBell") Bell bell) {
        return new WakingWebhooks(store, bell);
    }

    @Bean
    SecretVault secretVault(OutboundProperties properties) {
        return new SecretVault(properties.sealingKeys(), new SecureRandom());
    }

    @Bean(destroyMethod = "dispose")
    Scheduler hostLookUps() {
        return Schedulers.newBoundedElastic(LOOK_UPS_AT_ONCE, LOOK_UPS_WAITING, "webhook-hosts");
    }

    @Bean
    TargetGuard targetGuard(@Qualifier("hostLookUps") Scheduler lookUps, OutboundProperties properties) {
        return new TargetGuard(HostAddresses.bySystem(lookUps), properties.allowLoopback());
    }

    @Bean
    RegisterEndpoint registerEndpoint(TargetGuard guard, EndpointStore store, SecretVault vault, Clock clock,
            OutboundProperties properties) {
        return new RegisterEndpoint(guard, store, new EndpointIds(clock, ThreadLocalRandom::current), vault,
                properties.endpointsPerClient());
    }

    @Bean
    Subscriptions subscriptions(RegisterEndpoint register, EndpointStore store) {
        return new EndpointSubscriptions(register, store);
    }

    @Bean
    RotateSecret rotateSecret(EndpointStore store, SecretVault vault, Clock clock, OutboundProperties properties) {
        return new RotateSecret(store, vault, properties.secretOverlap(), clock);
    }

    @Bean
    DeliveryMetrics deliveryMetrics(MeterRegistry meters, Clock clock) {
        return new DeliveryMetrics(meters, clock);
    }

    @Bean
    DeliveryProcessor deliveryProcessor(DeliveryStore store, TargetGuard guard, SecretVault vault,
            DeliveryMetrics metrics, @Qualifier("deliveryBell") Bell bell, Clock clock,
            OutboundProperties properties) {
        DeliveryAttempt attempts = new DeliveryAttempt(guard, vault, new HttpCourier(),
                properties.timeout(), clock);
        DeliverySchedule schedule = new DeliverySchedule(() -> ThreadLocalRandom.current().nextDouble(), clock);
        return new DeliveryProcessor(new DeliveryWorker(UUID.randomUUID().toString(), store, attempts, schedule,
                metrics, bell, clock, properties), properties.drain());
    }

    @Bean
    DeliveryHousekeeping deliveryHousekeeping(DeliveryStore deliveries, EndpointStore endpoints,
            DeliveryMetrics metrics, Clock clock, OutboundProperties properties) {
        return new DeliveryHousekeeping(deliveries, endpoints, metrics, clock, properties);
    }
}
