package dev.refill.idempotency;

import java.time.Clock;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.r2dbc.core.DatabaseClient;
import tools.jackson.databind.json.JsonMapper;

import dev.refill.idempotency.lifecycle.DetachedRuns;
import dev.refill.idempotency.lifecycle.Reaper;
import dev.refill.idempotency.r2dbc.R2dbcClaimStore;
import dev.refill.idempotency.web.IdempotencyFilter;

/**
 * Wires the module. The application imports it and gives: {@link IdempotentEndpoints}, a {@link Clock}, a
 * {@link DatabaseClient}, a {@link MeterRegistry}, a {@link JsonMapper}; and a {@link ClientIdentity} if the principal's
 * name is not the one to go by. The schema {@code idempotency} is migrated from {@code db/migration/idempotency}.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(IdempotencyProperties.class)
public class IdempotencyConfiguration {

    @Bean
    ClaimStore claimStore(DatabaseClient database, Clock clock, IdempotencyProperties settings) {
        return new R2dbcClaimStore(database, clock, settings);
    }

    @Bean
    DetachedRuns detachedIdempotentRuns(IdempotencyProperties settings, MeterRegistry meters) {
        var runs = new DetachedRuns(settings.maxRunning());
        Gauge.builder("refill.idempotency.running", runs, DetachedRuns::inHand).register(meters);
        return runs;
    }

    @Bean
    Reaper claimReaper(ClaimStore store, Clock clock, IdempotencyProperties settings) {
        return new Reaper(store, clock, settings);
    }

    @Bean
    IdempotencyFilter idempotencyFilter(IdempotentEndpoints endpoints, ObjectProvider<ClientIdentity> clients,
            ClaimStore store, DetachedRuns runs, MeterRegistry meters, JsonMapper json,
            IdempotencyProperties settings) {
        return new IdempotencyFilter(endpoints, clients.getIfAvailable(ClientIdentity::byPrincipalName), store, runs,
                meters,
                json, settings);
    }
}
