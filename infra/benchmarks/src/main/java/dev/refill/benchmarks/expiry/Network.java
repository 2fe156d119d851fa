package dev.refill.benchmarks.expiry;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.r2dbc.pool.ConnectionPool;
import io.r2dbc.spi.ConnectionFactory;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.env.MapPropertySource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import dev.refill.benchmarks.OpenPool;
import dev.refill.bucket.BucketConfiguration;
import dev.refill.bucket.Buckets;
import dev.refill.charging.Charging;
import dev.refill.charging.ChargingConfiguration;
import dev.refill.charging.ChargingNotices;
import dev.refill.charging.EventOutcome;
import dev.refill.charging.EventRequest;
import dev.refill.charging.Target;
import dev.refill.ledger.LedgerConfiguration;
import dev.refill.ledger.LedgerInvariants;
import dev.refill.ledger.LedgerUnit;
import dev.refill.local.postgres.LocalPostgres;
import dev.refill.revenue.Revenue;
import dev.refill.revenue.RevenueConfiguration;
import dev.refill.revenue.RevenuePool;
import dev.refill.revenue.RevenuePools;
import dev.refill.subscriber.Language;
import dev.refill.subscriber.Msisdn;
import dev.refill.subscriber.Subscriber;
import dev.refill.subscriber.SubscriberConfiguration;
import dev.refill.subscriber.SubscriberId;
import dev.refill.subscriber.Subscribers;
import dev.refill.subscriber.Terms;
import dev.refill.tariff.ExamplePlan;
import dev.refill.tariff.NewVersion;
import dev.refill.tariff.TariffConfiguration;
import dev.refill.tariff.TariffPlan;
import dev.refill.tariff.Tariffs;
import dev.refill.usage.UsageConfiguration;
import dev.refill.usage.UsageNotices;

/** The balance service as the application has it, over a pool of its own, with subscribers who send messages. */
final class Network implements AutoCloseable {

    static final int SUBSCRIBERS = 1_000;
    private static final RevenuePool POOL = new RevenuePool(new LedgerUnit("USD"), new LedgerUnit("airtime:USD"));
    private static final Target MESSAGE = new Target.Messages("+12125550100");
    private static final Duration LONGEST = Duration.ofMinutes(5);
    private static final int AT_ONCE = 16;

    private final ConnectionPool pool;
    private final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
    private final AtomicLong events = new AtomicLong();

    /** @param connections as many as the application has unless it is told otherwise */
    Network(LocalPostgres server, String database, int connections) {
        pool = OpenPool.to(server, database, connections);
        // Only the benchmark sweeps and recognises, when it says so.
        context.getEnvironment().getPropertySources().addFirst(new MapPropertySource("benchmark",
                Map.of("refill.buckets.sweep-every", "1d", "refill.revenue.recognise-every", "1d")));
        context.registerBean(ConnectionFactory.class, () -> pool);
        context.registerBean(MeterRegistry.class, SimpleMeterRegistry::new);
        context.registerBean(Clock.class, Clock::systemUTC);
        context.registerBean(ChargingNotices.class, () -> sessions -> Mono.empty());
        context.registerBean(UsageNotices.class, () -> reached -> Mono.empty());
        context.registerBean(RevenuePools.class, () -> new RevenuePools(List.of(POOL)));
        context.register(LedgerConfiguration.class, SubscriberConfiguration.class, TariffConfiguration.class,
                BucketConfiguration.class, UsageConfiguration.class, ChargingConfiguration.class,
                RevenueConfiguration.class);
        context.refresh();
    }

    private <T> T the(Class<T> type) {
        return context.getBean(type);
    }

    void provision() {
        TariffPlan plan = ExamplePlan.read();
        the(Tariffs.class).put(new NewVersion(plan.id(), 0, null, "benchmark", "the only one"), plan)
                .block(LONGEST);
        Flux.range(0, SUBSCRIBERS)
                .map(number -> new Subscriber(id(number), number(number), Subscriber.Status.ACTIVE,
                        new Terms(plan.id().value(), Language.ENGLISH, null, null, 0)))
                .flatMap(the(Subscribers.class)::provision, AT_ONCE)
                .then()
                .block(LONGEST);
    }

    static SubscriberId id(int number) {
        return new SubscriberId("sub_" + number);
    }

    private static Msisdn number(int number) {
        return new Msisdn("+1202%07d".formatted(number));
    }

    /** Somebody sends a message. */
    Mono<Void> message() {
        return the(Charging.class)
                .charge(new EventRequest("benchmark", "message-" + events.incrementAndGet(),
                        number(ThreadLocalRandom.current().nextInt(SUBSCRIBERS)), MESSAGE, Instant.now(), 1))
                .flatMap(outcome -> outcome instanceof EventOutcome.Charged
                        ? Mono.<Void>empty()
                        : Mono.error(() -> new IllegalStateException(outcome + " (expected: charged)")));
    }

    /** All rounds of a sweep, one after the other as the application does them. */
    Mono<Long> sweep(int batch) {
        return the(Buckets.class).expire(Instant.now(), batch)
                .repeat()
                .takeUntil(emptied -> emptied < batch)
                .reduce(0L, Long::sum);
    }

    void recognise() {
        the(Revenue.class).recognise(POOL).block(LONGEST);
    }

    /** @throws IllegalStateException if the books contradict themselves */
    void check() {
        the(LedgerInvariants.class).breaks().next().blockOptional(LONGEST).ifPresent(found -> {
            throw new IllegalStateException("the books are wrong: " + found);
        });
    }

    @Override
    public void close() {
        context.close();
        pool.disposeLater().block(LONGEST);
    }
}
