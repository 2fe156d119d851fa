package dev.refill.app;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.http.HttpStatusCode;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.util.retry.Retry;

import dev.refill.local.postgres.LocalPostgres;

import static org.assertj.core.api.Assertions.assertThat;

/** What a load balancer and a supervisor are told while the database is away. */
class ProbesIT {

    private static final Duration LONGEST = Duration.ofSeconds(30);

    @TempDir
    private Path folder;

    @Test
    void readinessGoesAndComesWithTheDatabaseAndLivenessStays() {
        LocalPostgres database = LocalPostgres.durable(folder);
        int port = database.port();
        try (RunningApplication application = RunningApplication.trusting(URI.create("http://localhost:9"),
                "refill.database.url=" + database.r2dbcUrl(database.username()),
                "refill.database.username=" + database.username(),
                "refill.database.password=" + database.password())) {
            awaitReadiness(application, 200);
            database.close();
            awaitReadiness(application, 503);
            application.client().get().uri("/livez").exchange().expectStatus().isOk();
            database = LocalPostgres.durable(folder, port);
            awaitReadiness(application, 200);
            application.client().get().uri("/livez").exchange().expectStatus().isOk();
        } finally {
            database.close();
        }
    }

    private static void awaitReadiness(RunningApplication application, int status) {
        Mono.fromSupplier(() -> application.client().get().uri("/readyz").exchange().returnResult(String.class)
                .getStatus())
                // The test client waits for its answer.
                .subscribeOn(Schedulers.boundedElastic())
                .map(HttpStatusCode::value)
                .filter(found -> found == status)
                .switchIfEmpty(Mono.error(() -> new AssertionError("readiness (expected: " + status + ")")))
                .retryWhen(Retry.fixedDelay(60, Duration.ofMillis(500)))
                .block(LONGEST);
    }
}
