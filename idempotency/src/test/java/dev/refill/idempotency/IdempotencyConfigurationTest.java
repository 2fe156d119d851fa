package dev.refill.idempotency;

import java.time.Clock;
import java.time.Duration;
import java.util.List;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.r2dbc.spi.ConnectionFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.util.unit.DataSize;
import tools.jackson.databind.json.JsonMapper;

import dev.refill.idempotency.web.IdempotencyFilter;

import static org.assertj.core.api.Assertions.assertThat;

/** Pins the names and defaults of the settings, and what the application has to give. */
class IdempotencyConfigurationTest {

    private final ApplicationContextRunner application = new ApplicationContextRunner()
            .withUserConfiguration(IdempotencyConfiguration.class)
            .withBean(IdempotentEndpoints.class, IdempotentEndpoints::none)
            .withBean(Clock.class, Clock::systemUTC)
            .withBean(MeterRegistry.class, SimpleMeterRegistry::new)
            .withBean(JsonMapper.class, () -> JsonMapper.builder().build())
            .withBean(DatabaseClient.class,
                    () -> DatabaseClient.create(ConnectionFactories.get("r2dbc:postgresql://nobody@localhost:1/none")));

    @Test
    void settingsWhenNothingIsSetThenTheDefaults() {
        application.run(context -> assertThat(context.getBean(IdempotencyProperties.class))
                .isEqualTo(
                        new IdempotencyProperties(Duration.ofSeconds(30), Duration.ofDays(31), DataSize.ofKilobytes(64),
                                DataSize.ofMegabytes(1), 4096, 200, 10_000, Duration.ofSeconds(5),
                                List.of("Content-Type", "Location", "Retry-After"),
                                Duration.ofMinutes(1), 1000)));
    }

    @Test
    void settingsWhenSetThenRead() {
        application.withPropertyValues("refill.idempotency.lease=5s", "refill.idempotency.retention=24h",
                "refill.idempotency.max-body=1KB", "refill.idempotency.max-answer=2KB",
                "refill.idempotency.max-running=7", "refill.idempotency.write-batch=8",
                "refill.idempotency.write-queue=9", "refill.idempotency.write-timeout=3s",
                "refill.idempotency.stored-headers=ETag", "refill.idempotency.reap-every=2s",
                "refill.idempotency.reap-batch=10")
                .run(context -> assertThat(context.getBean(IdempotencyProperties.class))
                        .isEqualTo(new IdempotencyProperties(Duration.ofSeconds(5), Duration.ofHours(24),
                                DataSize.ofKilobytes(1), DataSize.ofKilobytes(2), 7, 8, 9,
                                Duration.ofSeconds(3), List.of("ETag"),
                                Duration.ofSeconds(2), 10)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"lease=999ms", "retention=1439m", "max-body=0B", "max-body=1GB", "max-answer=0B",
            "max-running=0", "write-batch=0", "write-queue=0", "write-timeout=0s", "reap-every=0s", "reap-batch=0"})
    void settingsWhenOutOfBoundsThenTheApplicationDoesNotStart(String setting) {
        application.withPropertyValues("refill.idempotency." + setting)
                .run(context -> assertThat(context).getFailure().hasRootCauseInstanceOf(IllegalArgumentException.class)
                        .rootCause().hasMessageContaining("refill.idempotency."));
    }

    @Test
    void configurationWhenImportedThenTheFilterStandsAfterSecurity() {
        application.run(context -> assertThat(context.getBean(IdempotencyFilter.class).getOrder()).isGreaterThan(-100));
    }
}
