package dev.refill.recharge.order;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.r2dbc.spi.ConnectionFactory;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import dev.refill.bucket.BucketConfiguration;
import dev.refill.gateway.Money;
import dev.refill.gateway.PaymentGateway;
import dev.refill.ledger.AccountId;
import dev.refill.ledger.Amount;
import dev.refill.ledger.Entry;
import dev.refill.ledger.EntryId;
import dev.refill.ledger.Ledger;
import dev.refill.ledger.LedgerConfiguration;
import dev.refill.ledger.LedgerInvariants;
import dev.refill.ledger.LedgerUnit;
import dev.refill.ledger.PostOutcome;
import dev.refill.ledger.Posting;
import dev.refill.offer.OfferId;
import dev.refill.recharge.Channel;
import dev.refill.recharge.PaymentMeans;
import dev.refill.recharge.ReadCredit;
import dev.refill.recharge.Recharge;
import dev.refill.recharge.RechargeConfiguration;
import dev.refill.recharge.Recharges;
import dev.refill.recharge.SignedInPerson;
import dev.refill.recharge.StartOutcome;
import dev.refill.recharge.StartRechargeCommand;
import dev.refill.recharge.outbox.Partners;
import dev.refill.recharge.r2dbc.RechargeInvariants;
import dev.refill.subscriber.Msisdn;
import dev.refill.subscriber.Subscriber;
import dev.refill.subscriber.SubscriberConfiguration;
import dev.refill.subscriber.SubscriberId;
import dev.refill.subscriber.Subscribers;
import dev.refill.tariff.TariffConfiguration;
import dev.refill.testsupport.TestDatabase;
import dev.refill.testsupport.invariants.Invariants;
import dev.refill.testsupport.invariants.SqlSnapshot;
import dev.refill.usage.UsageConfiguration;
import dev.refill.usage.UsageNotices;
import dev.refill.webhooks.OutboundWebhooks;

/** The real orders and the real ledger on a real database, with a fake provider and a clock that the test moves. */
public final class RechargeOffice implements AutoCloseable {

    public static final Msisdn NUMBER = new Msisdn("+12025550101");
    static final SubscriberId SUBSCRIBER = new SubscriberId("sub_test0101");
    private static final Duration LONGEST = Duration.ofSeconds(20);

    public final FakeGateway gateway = new FakeGateway();
    /** Takes orders only where rules say so. */
    public final FakeGateway other = new FakeGateway("other");
    public final AdjustableClock clock = new AdjustableClock(TestOrders.NOW);
    public final TestDatabase database = TestDatabase.with("balance", "recharge");
    /** Told by a relay of the test's: the office's own looks once, at the start. */
    public final Partners partners = new Partners();
    private final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();

    /** @param settings as {@code name=value} */
    public RechargeOffice(String... settings) {
        TestPropertyValues.of(Map.of(
                "refill.recharge.order-token-secret", "0123456789abcdef0123456789abcdef",
                "refill.recharge.gateway", "fake",
                // Only the test resumes, when it says so.
                "refill.recharge.completer.every", "1h",
                "refill.refund.completer.every", "1h",
                "refill.offers.catalog[0].id", "airtime-usd",
                "refill.offers.catalog[0].title", "Airtime",
                "refill.offers.catalog[0].currency", "USD",
                "refill.offers.catalog[0].credit-unit", "airtime:USD",
                "refill.offers.catalog[0].least", "200",
                "refill.offers.catalog[0].most", "10000"))
                .and("refill.offers.catalog[0].presets[0].price=1000", "refill.offers.catalog[0].presets[0].bonus=100",
                        "refill.recharge.relay.every=1h", "refill.routing.switches-every=10s")
                .and(settings)
                .applyTo(context);
        context.registerBean(ConnectionFactory.class, database::connections);
        context.registerBean(DatabaseClient.class, database::client);
        context.registerBean(MeterRegistry.class, SimpleMeterRegistry::new);
        context.registerBean(Clock.class, () -> clock);
        context.registerBean("fake", PaymentGateway.class, () -> gateway);
        context.registerBean("other", PaymentGateway.class, () -> other);
        context.registerBean(OutboundWebhooks.class, () -> partners);
        context.registerBean(SignedInPerson.class, () -> exchange -> Mono.empty());
        context.registerBean(UsageNotices.class, () -> reached -> Mono.empty());
        context.register(LedgerConfiguration.class, SubscriberConfiguration.class, TariffConfiguration.class,
                BucketConfiguration.class, UsageConfiguration.class, RechargeConfiguration.class);
        context.refresh();
        the(Subscribers.class).provision(new Subscriber(SUBSCRIBER, NUMBER, Subscriber.Status.ACTIVE)).block(LONGEST);
        the(Subscribers.class).provision(new Subscriber(new SubscriberId("sub_test0198"), new Msisdn("+12025550198"),
                Subscriber.Status.BARRED)).block(LONGEST);
    }

    public <T> T the(Class<T> type) {
        return context.getBean(type);
    }

    public static StartRechargeCommand tenDollars(String claim) {
        return new StartRechargeCommand(claim, new Recharge.Owner("app", Channel.APP), NUMBER,
                new OfferId("airtime-usd"),
                Money.of(1_000, "USD"), new PaymentMeans.CardOnFile("pm_card_visa"), false);
    }

    public StartOutcome start(StartRechargeCommand command) {
        StartOutcome outcome = the(Recharges.class).start(command).block(LONGEST);
        if (outcome == null) {
            throw new AssertionError("a command emits exactly one outcome");
        }
        return outcome;
    }

    /** The subscriber spends. */
    public PostOutcome spend(String id, long airtime) {
        return spend(id, AccountId.bucketOf(SUBSCRIBER.value()), airtime);
    }

    public PostOutcome spend(String id, AccountId bucket, long airtime) {
        var unit = new LedgerUnit("airtime:USD");
        var lines = List.of(new Posting(bucket, new Amount(unit, -airtime)),
                new Posting(new AccountId("used-credit:voice"), new Amount(unit, airtime)));
        return the(Ledger.class).post(new Entry(new EntryId("ent_" + id), "usage", id, clock.instant(), lines))
                .blockOptional(LONGEST)
                .orElseThrow();
    }

    /** Every posting, in the order of the entries and by account: kind, account, unit, amount. */
    public String books() {
        return database.client().sql("""
                SELECT e.kind || ' ' || p.account || ' ' || p.unit || ' ' || to_char(p.amount, 'FMSG999999990') AS line
                FROM balance.posting p JOIN balance.entry e USING (entry_id)
                ORDER BY min(p.position) OVER (PARTITION BY p.entry_id), p.account, p.unit
                """)
                .map(row -> String.valueOf(row.get("line", String.class)))
                .all()
                .collect(Collectors.joining("\n"))
                .blockOptional(LONGEST)
                .orElseThrow();
    }

    /** Lets time pass and resumes what is due, until nothing is. */
    public void resumeAfter(Duration time) {
        clock.advance(time);
        Flux.defer(the(ResumeStuckRecharges.class)::resumeDue).repeat(5).blockLast(LONGEST);
        ResumeDue<?> refunds = the(ResumeDue.class);
        Flux.defer(refunds::resumeDue).repeat(5).blockLast(LONGEST);
    }

    public Order theOrder(String claim) {
        Order order = the(OrderStore.class).byClaim(claim).block(LONGEST);
        if (order == null) {
            throw new AssertionError("no order under " + claim);
        }
        return order;
    }

    public long airtime() {
        var balance = the(Ledger.class).balanceOf(AccountId.bucketOf(SUBSCRIBER.value()), new LedgerUnit("airtime:USD"))
                .block(LONGEST);
        return balance == null ? 0 : balance.amount().value();
    }

    /** What the subscriber has, in words: can be spent, is held back, is owed. */
    public String credit() {
        return the(ReadCredit.class).of(SUBSCRIBER)
                .flatMapIterable(Function.identity())
                .map(in -> in.unit() + " " + in.spendable() + " " + in.frozen() + " " + in.owed())
                .collect(Collectors.joining(", "))
                .blockOptional(LONGEST)
                .orElseThrow();
    }

    /** What contradicts itself in the books or the orders; nothing is right. */
    public List<Object> breaks() {
        return Flux.<Object>concat(the(LedgerInvariants.class).breaks(), the(RechargeInvariants.class).breaks(),
                Flux.fromIterable(Invariants.always(SqlSnapshot.read(database.client(), null))))
                .collectList()
                .blockOptional(LONGEST)
                .orElseThrow();
    }

    @Override
    public void close() {
        context.close();
        database.close();
    }
}
