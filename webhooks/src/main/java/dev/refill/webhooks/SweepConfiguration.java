package dev.refill.webhooks;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.r2dbc.core.DatabaseClient;

import dev.refill.gateway.PaymentGateway;
import dev.refill.webhooks.ingress.Intake;
import dev.refill.webhooks.lifecycle.FeedSweeper;
import dev.refill.webhooks.store.CursorStore;
import dev.refill.webhooks.store.R2dbcCursorStore;
import dev.refill.webhooks.sweep.FedGateway;
import dev.refill.webhooks.sweep.FedIntake;
import dev.refill.webhooks.sweep.FeedSweep;
import dev.refill.webhooks.sweep.SweepMetrics;

/** The sweep over the event lists of those {@link PaymentGateway}s that have one and a translator; there may be none. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(SweepProperties.class)
class SweepConfiguration {

    @Bean
    R2dbcCursorStore feedCursorStore(@Qualifier("webhooksDatabase") ObjectProvider<DatabaseClient> own,
            ObjectProvider<DatabaseClient> shared, Clock clock) {
        return new R2dbcCursorStore(own.getIfAvailable(shared::getObject), clock);
    }

    @Bean
    FeedSweeper feedSweeper(ObjectProvider<PaymentGateway> gateways, Translators translators, Intake intake,
            CursorStore cursors, MeterRegistry meters, Clock clock, SweepProperties properties) {
        String owner = UUID.randomUUID().toString();
        SweepMetrics metrics = new SweepMetrics(meters, clock);
        List<FeedSweep> sweeps = gateways.orderedStream()
                .flatMap(gateway -> fed(gateway, translators).stream())
                .map(gateway -> new FeedSweep(owner, gateway, new FedIntake(gateway, intake, metrics), cursors, clock,
                        properties))
                .toList();
        return new FeedSweeper(sweeps, metrics, properties.every());
    }

    private static Optional<FedGateway> fed(PaymentGateway gateway, Translators translators) {
        return gateway.events()
                .flatMap(feed -> translators.find(gateway.id().value())
                        .map(translator -> new FedGateway(gateway.id(), feed, translator)));
    }
}
