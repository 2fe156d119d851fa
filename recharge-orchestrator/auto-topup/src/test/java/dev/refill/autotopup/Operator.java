package dev.refill.autotopup;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.r2dbc.spi.ConnectionFactory;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import dev.refill.autotopup.notice.TellNotices;
import dev.refill.autotopup.rule.AutoTopups;
import dev.refill.autotopup.rule.CardToken;
import dev.refill.autotopup.rule.Limits;
import dev.refill.autotopup.rule.NewRule;
import dev.refill.autotopup.rule.Rule;
import dev.refill.autotopup.rule.RuleId;
import dev.refill.autotopup.rule.RuleOutcome;
import dev.refill.autotopup.rule.SetMarks;
import dev.refill.autotopup.rule.Trigger;
import dev.refill.autotopup.run.PlanRuns;
import dev.refill.autotopup.run.ResumeRuns;
import dev.refill.autotopup.run.Run;
import dev.refill.autotopup.run.RunStore;
import dev.refill.bucket.BucketConfiguration;
import dev.refill.charging.Charging;
import dev.refill.charging.ChargingConfiguration;
import dev.refill.charging.ChargingNotices;
import dev.refill.charging.EventOutcome;
import dev.refill.charging.EventRequest;
import dev.refill.charging.Target;
import dev.refill.gateway.Money;
import dev.refill.gateway.OperationKey;
import dev.refill.gateway.PaymentGateway;
import dev.refill.ledger.AccountId;
import dev.refill.ledger.Amount;
import dev.refill.ledger.Entry;
import dev.refill.ledger.EntryId;
import dev.refill.ledger.Ledger;
import dev.refill.ledger.LedgerConfiguration;
import dev.refill.ledger.LedgerInvariants;
import dev.refill.ledger.LedgerUnit;
import dev.refill.ledger.Posting;
import dev.refill.lowbalance.LowBalanceConfiguration;
import dev.refill.lowbalance.TellCrossings;
import dev.refill.offer.OfferId;
import dev.refill.recharge.RechargeConfiguration;
import dev.refill.recharge.SignedInPerson;
import dev.refill.recharge.card.KeptCardId;
import dev.refill.recharge.order.ResumeStuckRecharges;
import dev.refill.recharge.outbox.Partners;
import dev.refill.recharge.r2dbc.RechargeInvariants;
import dev.refill.subscriber.Language;
import dev.refill.subscriber.Msisdn;
import dev.refill.subscriber.Subscriber;
import dev.refill.subscriber.SubscriberConfiguration;
import dev.refill.subscriber.SubscriberId;
import dev.refill.subscriber.Subscribers;
import dev.refill.subscriber.Terms;
import dev.refill.tariff.NewVersion;
import dev.refill.tariff.TariffConfiguration;
import dev.refill.tariff.TariffPlan;
import dev.refill.tariff.Tariffs;
import dev.refill.tariff.TestPlans;
import dev.refill.testsupport.TestDatabase;
import dev.refill.testsupport.invariants.Invariants;
import dev.refill.testsupport.invariants.SqlSnapshot;
import dev.refill.usage.UsageConfiguration;
import dev.refill.usage.UsageNotices;
import dev.refill.webhooks.OutboundWebhooks;

/**
 * An operator with two nodes on one database: charging, orders, auto top-ups, a provider that keeps cards and a partner who is told. A
 * kilobyte costs a cent.
 */
final class Operator implements AutoCloseable {

    static final LedgerUnit AIRTIME = new LedgerUnit("airtime:USD");
    static final String SECRET = "pm_secret_card";
    static final String TERMS = "1";
    private static final Duration LONGEST = Duration.ofSeconds(30);
    private static final Target WEB = new Target.Traffic(10);
    private static final TariffPlan PLAN = TestPlans.read("""
            plan: round
            title: Round prices
            unit: airtime:USD
            time-zone: UTC
            data:
              10: { price: 1, per: 1 kB, first: 1 kB, next: 1 kB, rounding: up to 1 }
            """);

    /** Of what is promised: one run an occasion, one order a try, notices of both. */
    private static final String BREAKS = """
            SELECT 'crossing ' || c.number || ' of a rule has no run' AS found
            FROM balance.low_crossing AS c
            WHERE c.told_at IS NOT NULL AND NOT EXISTS (SELECT FROM autotopup.run AS r WHERE r.id = c.mark || '_c' || c.number)
            UNION ALL
            SELECT r.id || ': ' || count(*) || ' orders were credited, it is ' || r.state
            FROM autotopup.run AS r
            LEFT JOIN recharge.recharge AS o ON o.claim_id LIKE 'auto-topup:' || r.id || ':%' AND o.state = 'CREDITED'
            GROUP BY r.id, r.state
            HAVING count(o.id) <> (r.state = 'CREDITED')::integer
            UNION ALL
            SELECT r.id || ' charged what nobody agreed to'
            FROM autotopup.run AS r
            WHERE r.begun_at IS NOT NULL
              AND NOT EXISTS (SELECT FROM autotopup.consent AS c
                              WHERE c.rule_id = r.rule_id AND c.at <= r.begun_at AND c.price_minor = r.price_minor
                                AND c.currency = r.currency)
            UNION ALL
            SELECT r.id || ' charged and told nobody'
            FROM autotopup.run AS r
            WHERE r.begun_at IS NOT NULL
              AND NOT EXISTS (SELECT FROM autotopup.notice AS n WHERE n.event_id = 'evt_' || r.id || '_1_started')
            """;

    final TestDatabase database = TestDatabase.with("balance", "recharge", "autotopup");
    final CardDesk cards = new CardDesk("fake");
    /** Takes what it keeps, and nothing else. */
    final CardDesk others = new CardDesk("other");
    final Partners partners = new Partners();
    final Clock clock;
    private final List<AnnotationConfigApplicationContext> nodes = new ArrayList<>();
    private final Map<String, Msisdn> numbers = new ConcurrentHashMap<>();
    private final AtomicInteger names = new AtomicInteger();

    /** @param every how often nodes look by themselves; a long while: the test says when */
    Operator(Clock clock, String every, String... settings) {
        this.clock = clock;
        nodes.add(node(every, settings));
        nodes.add(node(every, settings));
        the(Tariffs.class).put(new NewVersion(PLAN.id(), 0, null, "ann", "the only one"), PLAN).block(LONGEST);
    }

    private AnnotationConfigApplicationContext node(String every, String... settings) {
        var context = new AnnotationConfigApplicationContext();
        TestPropertyValues.of(Map.of(
                "refill.recharge.order-token-secret", "0123456789abcdef0123456789abcdef",
                "refill.recharge.gateway", "fake",
                "refill.recharge.relay.every", "1h",
                "refill.offers.catalog[0].id", "airtime-usd",
                "refill.offers.catalog[0].title", "Airtime",
                "refill.offers.catalog[0].currency", "USD",
                "refill.offers.catalog[0].credit-unit", "airtime:USD",
                "refill.offers.catalog[0].least", "200",
                "refill.offers.catalog[0].most", "10000"))
                .and("refill.offers.catalog[0].presets[0].price=5000", "refill.offers.catalog[0].presets[0].bonus=0")
                .and("refill.recharge.completer.every=" + every, "refill.refund.completer.every=1h",
                        "refill.auto-topup.every=" + every, "refill.low-balance.tell-every=" + every)
                .and("refill.recharge.risk.orders-per-number-and-hour=100000",
                        "refill.recharge.risk.amount-per-number-and-day=1000000000",
                        "refill.recharge.risk.orders-per-client-and-second=100000")
                .and(settings)
                .applyTo(context);
        context.registerBean(ConnectionFactory.class, database::connections);
        context.registerBean(DatabaseClient.class, database::client);
        context.registerBean(MeterRegistry.class, SimpleMeterRegistry::new);
        context.registerBean(Clock.class, () -> clock);
        context.registerBean("fake", PaymentGateway.class, () -> cards);
        context.registerBean("other", PaymentGateway.class, () -> others);
        context.registerBean(OutboundWebhooks.class, () -> partners);
        context.registerBean(SignedInPerson.class, () -> exchange -> Mono.empty());
        context.registerBean(UsageNotices.class, () -> reached -> Mono.empty());
        context.registerBean(ChargingNotices.class, () -> sessions -> Mono.empty());
        context.register(LedgerConfiguration.class, SubscriberConfiguration.class, TariffConfiguration.class,
                BucketConfiguration.class, UsageConfiguration.class, ChargingConfiguration.class,
                LowBalanceConfiguration.class, RechargeConfiguration.class, AutoTopupConfiguration.class);
        context.refresh();
        return context;
    }

    <T> T the(Class<T> type) {
        return at(0, type);
    }

    <T> T at(int node, Class<T> type) {
        return nodes.get(node).getBean(type);
    }

    SubscriberId subscriber(String name, long credit) {
        var id = new SubscriberId("sub_" + name);
        var number = new Msisdn("+1202555" + String.format("%04d", 1000 + names.incrementAndGet()));
        numbers.put(name, number);
        the(Subscribers.class).provision(new Subscriber(id, number, Subscriber.Status.ACTIVE,
                new Terms(PLAN.id().value(), Language.ENGLISH, null, null, 0))).block(LONGEST);
        if (credit > 0) {
            move(name, "gift", "issued-credit", credit);
        }
        return id;
    }

    Msisdn number(String name) {
        return Objects.requireNonNull(numbers.get(name));
    }

    /** From that account to the main bucket. */
    void move(String name, String kind, String from, long cents) {
        post(kind, AccountId.bucketOf("sub_" + name), cents, from);
    }

    private void post(String kind, AccountId to, long cents, String from) {
        String id = "test_" + names.incrementAndGet();
        the(Ledger.class).post(new Entry(new EntryId("ent_" + id), kind, id, clock.instant(), List.of(
                new Posting(to, new Amount(AIRTIME, cents)),
                new Posting(new AccountId(from), new Amount(AIRTIME, -cents))))).block(LONGEST);
    }

    /** Credit whose payment went back after it was spent. */
    void owe(String name, long cents) {
        post("taken-back", AccountId.receivableOf("sub_" + name), -cents, "issued-credit");
    }

    void settle(String name, long cents) {
        post("gift", AccountId.receivableOf("sub_" + name), cents, "issued-credit");
    }

    /** Usage of so many cents at a node. */
    Mono<EventOutcome> use(int node, String name, long cents) {
        return Mono.defer(() -> at(node, Charging.class).charge(new EventRequest("smf", "e" + names.incrementAndGet(),
                number(name), WEB, clock.instant(), cents * 1_000)));
    }

    void spend(String name, long cents) {
        EventOutcome outcome = use(0, name, cents).block(LONGEST);
        if (!(outcome instanceof EventOutcome.Charged)) {
            throw new AssertionError(outcome);
        }
    }

    long credit(String name) {
        return creditOf(name).blockOptional(LONGEST).orElse(0L);
    }

    Mono<Long> creditOf(String name) {
        return the(Ledger.class).balanceOf(AccountId.bucketOf("sub_" + name), AIRTIME)
                .map(balance -> balance.amount().value());
    }

    static NewRule newRule(Subscriber subscriber, String key, Trigger trigger, Limits limits) {
        return new NewRule(RuleId.of("app", key), "app", "alice", subscriber, new OfferId("airtime-usd"),
                Money.of(1_000, "USD"), new CardToken(SECRET), trigger, limits, TERMS);
    }

    RuleOutcome create(String name, Trigger trigger, Limits limits) {
        Subscriber subscriber = the(Subscribers.class).withId(new SubscriberId("sub_" + name)).blockOptional(LONGEST)
                .orElseThrow();
        return the(AutoTopups.class).create(newRule(subscriber, "k" + names.incrementAndGet(), trigger, limits))
                .blockOptional(LONGEST)
                .orElseThrow();
    }

    Rule rule(String name, Trigger trigger, Limits limits) {
        if (create(name, trigger, limits) instanceof RuleOutcome.Done(Rule rule)) {
            return rule;
        }
        throw new AssertionError("no rule of " + name);
    }

    Rule rule(String name, Trigger trigger) {
        return rule(name, trigger, new Limits(100, 100, null, null));
    }

    Rule now(Rule rule) {
        return the(AutoTopups.class).find(rule.id()).blockOptional(LONGEST).orElseThrow();
    }

    List<Run> runs(Rule rule) {
        return the(RunStore.class).of(rule.id(), 200).collectList().blockOptional(LONGEST).orElseThrow();
    }

    /** A card that was left by some payment. */
    KeptCardId keptCard(String name, String token) {
        return keptCard(name, token, "fake");
    }

    KeptCardId keptCard(String name, String token, String gateway) {
        var payment = new OperationKey("pay_" + names.incrementAndGet());
        KeptCardId id = KeptCardId.leftBy(payment);
        database.client().sql("""
                INSERT INTO recharge.kept_card (id, payment_id, subscriber_id, client_id, gateway, token, brand, last4, expiry_month, expiry_year, kept_at)
                VALUES (:id, :payment, :subscriber, 'app', :gateway, :token, 'visa', '4242', 12, 2034, now())
                """)
                .bind("id", id.value())
                .bind("payment", payment.value())
                .bind("subscriber", "sub_" + name)
                .bind("gateway", gateway)
                .bind("token", token)
                .then()
                .block(LONGEST);
        return id;
    }

    /** What was agreed to of it, by version. */
    List<String> consents(Rule rule) {
        return database.client().sql("""
                SELECT version || ': ' || price_minor || ' ' || currency || ' by ' || actor AS said
                FROM autotopup.consent WHERE rule_id = :rule AND agreed ->> 'threshold' = '500' AND terms <> '' ORDER BY version
                """)
                .bind("rule", rule.id().value())
                .map(row -> Objects.requireNonNull(row.get("said", String.class)))
                .all()
                .collectList()
                .blockOptional(LONGEST)
                .orElseThrow();
    }

    /** In words, the newest first. */
    List<String> story(Rule rule) {
        return runs(rule).stream()
                .map(run -> run.state().word() + (run.reason() == null ? "" : " " + run.reason().word()))
                .toList();
    }

    /** All that a node looks for by itself, until there is nothing more. */
    void look(int node) {
        Flux.defer(() -> Flux.concat(at(node, SetMarks.class).round(), at(node, TellCrossings.class).round(),
                at(node, PlanRuns.class).round(), at(node, ResumeRuns.class).resumeDue(),
                at(node, ResumeStuckRecharges.class).resumeDue(), at(node, TellNotices.class).round())
                .reduce(0L, Long::sum))
                .repeat(20)
                .takeUntil(found -> found == 0)
                .blockLast(LONGEST);
    }

    /** Until nodes that look by themselves have nothing left to do. */
    void untilQuiet() {
        database.client().sql("""
                SELECT (SELECT count(*) FROM autotopup.run WHERE next_at IS NOT NULL)
                     + (SELECT count(*) FROM autotopup.notice WHERE told_at IS NULL)
                     + (SELECT count(*) FROM balance.low_crossing WHERE told_at IS NULL) AS left_to_do
                """)
                .map(row -> Objects.requireNonNull(row.get("left_to_do", Long.class)))
                .one()
                .filter(left -> left == 0)
                .repeatWhenEmpty(looks -> looks.delayElements(Duration.ofMillis(20)))
                .block(LONGEST);
    }

    /** What partners were told, by type in order. */
    List<String> told() {
        return partners.heard().stream()
                .map(event -> event.type())
                .filter(type -> type.startsWith("auto_topup."))
                .map(type -> type.substring("auto_topup.".length()))
                .toList();
    }

    /** What contradicts itself; nothing is right. */
    List<Object> breaks() {
        return Flux.<Object>concat(the(LedgerInvariants.class).breaks(), the(RechargeInvariants.class).breaks(),
                Flux.fromIterable(Invariants.always(SqlSnapshot.read(database.client(), null))),
                database.client().sql(BREAKS).map(row -> row.get("found", String.class)).all(),
                Flux.fromStream(this::leaks))
                .collectList()
                .blockOptional(LONGEST)
                .orElseThrow();
    }

    /** Of the card's token in what is told. */
    private Stream<String> leaks() {
        return partners.heard().stream().map(event -> event.body()).filter(body -> body.contains(SECRET));
    }

    @Override
    public void close() {
        nodes.forEach(AnnotationConfigApplicationContext::close);
        database.close();
    }
}
