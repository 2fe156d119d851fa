package dev.refill.benchmarks;

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

import dev.refill.bucket.BucketConfiguration;
import dev.refill.bucket.Buckets;
import dev.refill.charging.Charging;
import dev.refill.charging.ChargingConfiguration;
import dev.refill.charging.ChargingId;
import dev.refill.charging.ChargingNotices;
import dev.refill.charging.EventOutcome;
import dev.refill.charging.EventRequest;
import dev.refill.charging.SessionOutcome;
import dev.refill.charging.SessionRequest;
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

/** The balance service as the application has it, over a pool of its own, with subscribers who send messages and use data. */
public final class Network implements AutoCloseable {

    /** What a message costs. */
    public static final long PRICE = 5;
    private static final RevenuePool POOL = new RevenuePool(new LedgerUnit("USD"), new LedgerUnit("airtime:USD"));
    private static final Target MESSAGE = new Target.Messages("+12125550100");
    private static final Target DATA = new Target.Traffic(10);
    private static final long MEBIBYTE = 1 << 20;
    private static final Duration LONGEST = Duration.ofMinutes(5);
    private static final int AT_ONCE = 16;

    private final TariffPlan plan = ExamplePlan.read();
    private final int subscribers;
    private final ConnectionPool pool;
    private final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
    private final AtomicLong events = new AtomicLong();

    /**
     * Over a database that has its tables.
     *
     * @param connections as many as the application has unless it is told otherwise
     * @param subscribers how many there are, or will be; the first is {@code sub_0}
     */
    public Network(LocalPostgres server, String database, int connections, int subscribers) {
        this.subscribers = subscribers;
        pool = OpenPool.to(server, database, connections);
        // Only the benchmark sweeps and recognises, when it says so, and no session falls silent.
        context.getEnvironment().getPropertySources().addFirst(new MapPropertySource("benchmark",
                Map.of("refill.buckets.sweep-every", "1d", "refill.revenue.recognise-every", "1d",
                        "refill.charging.validity", "1d")));
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

    /** Makes the plan by which all is rated. */
    public void putPlan() {
        the(Tariffs.class).put(new NewVersion(plan.id(), 0, null, "benchmark", "the only one"), plan)
                .block(LONGEST);
    }

    /** Provisions the subscribers, one by one. */
    public void provision() {
        Flux.range(0, subscribers)
                .map(number -> new Subscriber(id(number), number(number), Subscriber.Status.ACTIVE,
                        new Terms(plan.id().value(), Language.ENGLISH, null, null, 0)))
                .flatMap(the(Subscribers.class)::provision, AT_ONCE)
                .then()
                .block(LONGEST);
    }

    private static SubscriberId id(int number) {
        return new SubscriberId("sub_" + number);
    }

    private static Msisdn number(int number) {
        return new Msisdn("+1202%07d".formatted(number));
    }

    /** Somebody sends a message. */
    public Mono<Void> message() {
        return the(Charging.class)
                .charge(new EventRequest("benchmark", "message-" + events.incrementAndGet(),
                        number(ThreadLocalRandom.current().nextInt(subscribers)), MESSAGE, Instant.now(), 1))
                .flatMap(outcome -> outcome instanceof EventOutcome.Charged
                        ? Mono.<Void>empty()
                        : Mono.error(() -> new IllegalStateException(outcome + " (expected: charged)")));
    }

    /** Everybody begins a session, and is granted some data. */
    public void beginSessions(String client) {
        Flux.range(0, subscribers)
                .flatMap(number -> the(Charging.class).begin(new SessionRequest.Begin(client, reference(number),
                        number(number), Instant.now(), 1, List.of(new SessionRequest.Units(DATA, 0, MEBIBYTE)))),
                        AT_ONCE)
                .flatMap(outcome -> outcome instanceof SessionOutcome.Answered
                        ? Mono.<Void>empty()
                        : Mono.error(() -> new IllegalStateException(outcome + " (expected: answered)")))
                .then()
                .block(LONGEST);
    }

    /** The id of the session that somebody began. */
    public static String session(String client, int number) {
        return ChargingId.session(client, reference(number)).value();
    }

    private static String reference(int number) {
        return "session-" + number;
    }

    /** All rounds of a sweep, one after the other as the application does them. */
    public Mono<Long> sweep(int batch) {
        return the(Buckets.class).expire(Instant.now(), batch)
                .repeat()
                .takeUntil(emptied -> emptied < batch)
                .reduce(0L, Long::sum);
    }

    /** Posts what is earned and not posted yet. */
    public void recognise() {
        the(Revenue.class).recognise(POOL).block(LONGEST);
    }

    /** @throws IllegalStateException if the books contradict themselves */
    public void check() {
        Proof.none("breaks of the ledger", the(LedgerInvariants.class).breaks());
    }

    @Override
    public void close() {
        context.close();
        pool.disposeLater().block(LONGEST);
    }
}
