package dev.refill.recharge.r2dbc;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;

import io.r2dbc.postgresql.api.PostgresqlConnection;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import dev.refill.groupcommit.GroupCommit;
import dev.refill.recharge.RechargeId;
import dev.refill.recharge.order.Order;
import dev.refill.recharge.order.OrderStore;
import dev.refill.recharge.order.TestChanges;
import dev.refill.recharge.outbox.Outbox;
import dev.refill.recharge.outbox.Partners;
import dev.refill.recharge.outbox.RechargeEvents;
import dev.refill.recharge.outbox.RelayTransitions;
import dev.refill.recharge.outbox.Transition;
import dev.refill.testsupport.TestDatabase;
import dev.refill.webhooks.OutboundWebhooks;

import static org.assertj.core.api.Assertions.assertThat;

/** Every committed change is relayed, in whatever order transactions commit, nodes take turns and fail. */
class OutboxIT {

    private static final Duration LONGEST = Duration.ofSeconds(60);
    private static final Duration LEASE = Duration.ofSeconds(30);
    private static final Instant NOW = Instant.parse("2026-01-15T12:00:00Z");

    private final TestDatabase database = TestDatabase.with("recharge");
    private final OrderStore orders = new R2dbcOrderStore(database.client(),
            new GroupCommit.Limits(16, 10_000, LONGEST), id -> {});
    private final TestChanges test = new TestChanges(Clock.systemUTC());
    private final Outbox outbox = new R2dbcOutbox(database.client());

    @AfterEach
    void close() {
        database.close();
    }

    private RelayTransitions relay(String node, OutboundWebhooks partners) {
        return new RelayTransitions(outbox, new RechargeEvents(), partners, node, LEASE, 50, Clock.systemUTC());
    }

    private Order accepted(String claim) {
        Order order = test.newOrder(claim, "+12025550101");
        orders.accept(order).block(LONGEST);
        return order;
    }

    private Order paid(String claim) {
        Order begun = get(orders.change(accepted(claim), test.outcomeUnknown()));
        return get(orders.change(begun, test.captured("pi_" + claim)));
    }

    private static String eventId(RechargeId order, long version) {
        return "evt_" + order.value().substring(4) + "_" + version;
    }

    private static <T> T get(Mono<T> mono) {
        return Objects.requireNonNull(mono.block(LONGEST));
    }

    private Outbox.Batch take(String node, Instant now) {
        return get(outbox.take(node, now, LEASE, 100));
    }

    private static Mono<Void> note(PostgresqlConnection connection, RechargeId order, long version) {
        return connection.createStatement("""
                INSERT INTO recharge.transition (recharge_id, version, event, to_state, actor, cause, at)
                VALUES ($1, $2, 'CAPTURED', 'PAID', 'test', 'TEST', now())
                """).bind("$1", order.value()).bind("$2", version).execute().flatMap(result -> result.getRowsUpdated())
                .then();
    }

    private static Mono<Void> sql(PostgresqlConnection connection, String statement) {
        return connection.createStatement(statement).execute().flatMap(result -> result.getRowsUpdated()).then();
    }

    @Test
    void changeThatPartnersCareAboutThenOneEventAndStepsOnTheWayNone() {
        Partners partners = new Partners();
        Order order = paid("claim-1");
        while (get(relay("one", partners).relayNext()) > 0) {
        }

        assertThat(partners.heard()).singleElement().satisfies(event -> {
            assertThat(event.id()).isEqualTo(eventId(order.id(), 3));
            assertThat(event.type()).isEqualTo("recharge.paid");
            assertThat(event.owner()).isEqualTo(order.recharge().owner().clientId());
            assertThat(event.occurredAt()).isEqualTo(order.recharge().changedAt());
            assertThat(event.data()).contains("\"id\":\"" + order.id() + "\"", "\"state\":\"paid\"", "\"version\":3");
        });
    }

    @Test
    void transactionThatCommitsLateThenNothingAfterItIsReadBeforeIt() {
        Order early = accepted("claim-1");
        Order late = accepted("claim-2");
        get(relay("one", new Partners()).relayNext());
        PostgresqlConnection slow = get(database.unpooled().create());
        PostgresqlConnection doomed = get(database.unpooled().create());
        slow.beginTransaction().then(note(slow, early.id(), 2)).block(LONGEST);
        doomed.beginTransaction().then(note(doomed, early.id(), 9)).block(LONGEST);
        get(orders.change(late, test.outcomeUnknown()));

        assertThat(take("one", NOW).transitions()).as("the later one is committed, the earlier is not").isEmpty();
        doomed.rollbackTransaction().block(LONGEST);
        assertThat(take("one", NOW).transitions()).isEmpty();
        slow.commitTransaction().block(LONGEST);

        assertThat(take("one", NOW).transitions()).extracting(Transition::recharge)
                .containsExactly(early.id(), late.id());
        Flux.concat(slow.close(), doomed.close()).blockLast(LONGEST);
    }

    @Test
    void transactionThatHadWrittenBeforeItsNewsThenThoseWithLowerNumbersAreNotSkipped() {
        Order order = accepted("claim-1");
        get(relay("one", new Partners()).relayNext());
        PostgresqlConnection early = get(database.unpooled().create());
        PostgresqlConnection late = get(database.unpooled().create());
        early.beginTransaction().then(sql(early, "SELECT pg_current_xact_id()")).block(LONGEST);
        late.beginTransaction().then(note(late, order.id(), 2)).then(late.commitTransaction()).block(LONGEST);
        note(early, order.id(), 3).then(early.commitTransaction()).block(LONGEST);

        Outbox.Batch first = get(outbox.take("one", NOW, LEASE, 1));
        assertThat(first.transitions()).extracting(Transition::version).containsExactly(3L);
        assertThat(get(outbox.pass(first))).isTrue();
        assertThat(take("one", NOW).transitions()).extracting(Transition::version).containsExactly(2L);
        Flux.concat(early.close(), late.close()).blockLast(LONGEST);
    }

    @Test
    void writersThatOverlapInEveryWayWhileTwoNodesRelayThenNothingIsSkippedAndEachOrderIsInItsOrder() {
        int writers = 8;
        int changes = 40;
        List<Order> their = IntStream.range(0, writers).mapToObj(n -> accepted("claim-" + n)).toList();
        Partners partners = new Partners();
        AtomicBoolean written = new AtomicBoolean();
        Flux<Void> writing = Flux.fromIterable(their)
                .flatMap(order -> write(order, changes), writers)
                .doOnTerminate(() -> written.set(true));
        Flux.merge(writing, relaying("one", partners, written), relaying("two", partners, written)).blockLast(LONGEST);

        assertThat(partners.ids()).containsExactlyInAnyOrderElementsOf(their.stream()
                .flatMap(order -> IntStream.rangeClosed(2, changes + 1).mapToObj(n -> eventId(order.id(), n)))
                .toList());
        their.forEach(order -> assertThat(partners.ids().stream().filter(id -> id.startsWith(eventId(order.id(), 0)
                .substring(0, 31)))).containsExactlyElementsOf(IntStream.rangeClosed(2, changes + 1)
                        .mapToObj(n -> eventId(order.id(), n)).toList()));
    }

    /** One transaction after another, each open for a random while, some of them in vain. */
    private Flux<Void> write(Order order, int changes) {
        return Flux.usingWhen(database.unpooled().create(), connection -> Flux.range(2, changes)
                .concatMap(version -> connection.beginTransaction()
                        .then(note(connection, order.id(), 1_000 + version))
                        .then(connection.rollbackTransaction())
                        .then(connection.beginTransaction())
                        .then(note(connection, order.id(), version))
                        .then(sql(connection, "SELECT pg_sleep(random() * 0.02)"))
                        .then(connection.commitTransaction())),
                PostgresqlConnection::close);
    }

    private Flux<Void> relaying(String node, Partners partners, AtomicBoolean written) {
        // A lease that is over at once: the nodes take the relay from each other all the time.
        RelayTransitions relay = new RelayTransitions(outbox, new RechargeEvents(), partners, node, Duration.ZERO, 7,
                Clock.systemUTC());
        return Flux.defer(() -> {
            boolean last = written.get();
            return relay.relayNext().map(passed -> passed == 0 && last);
        }).repeat().takeUntil(done -> done).thenMany(relay.relayNext().repeat(100)).thenMany(Flux.empty());
    }

    @Test
    void manyOrdersThenEachChangeFindsItsOwnByKey() {
        database.client().sql("""
                INSERT INTO recharge.recharge (id, claim_id, version, state, client_id, channel, subscriber_id, msisdn, offer_id,
                    price_minor, currency, credit_unit, credit, bonus, repeat_confirmed, created_at, changed_at)
                SELECT 'rch_' || n, 'claim-' || n, 3, 'CREDITED', 'app', 'APP', 'sub_1', '+12025550101', 'top-up',
                    1000, 'EUR', 'EUR', 1000, 0, false, now(), now()
                FROM generate_series(1, 20000) AS n
                """).then().block(LONGEST);
        database.client().sql("ANALYZE recharge.recharge").then().block(LONGEST);

        List<String> plan = get(database.client().sql("EXPLAIN " + R2dbcOutbox.TAKE)
                .bind("node", "one")
                .bind("now", NOW.atOffset(ZoneOffset.UTC))
                .bind("until", NOW.plus(LEASE).atOffset(ZoneOffset.UTC))
                .bind("most", 1_000)
                .map(row -> Objects.requireNonNull(row.get(0, String.class)))
                .all()
                .collectList());
        assertThat(plan).anyMatch(line -> line.contains("recharge_pkey"))
                .noneMatch(line -> line.contains("Seq Scan on recharge"));
        assertThat(plan.getFirst()).as("far from what a server compiles").matches(".*\\.\\.[0-9]{1,5}\\.[0-9]+ rows.*");
    }

    @Test
    void nodeThatFallsSilentThenAnotherTakesOverAfterTheLeaseAndTheLatePassCountsNothing() {
        paid("claim-1");
        Outbox.Batch held = take("one", NOW);
        assertThat(held.transitions()).hasSize(3);
        assertThat(take("two", NOW.plus(LEASE).minusMillis(1)).transitions()).isEmpty();

        Outbox.Batch taken = take("two", NOW.plus(LEASE));
        assertThat(taken.transitions()).isEqualTo(held.transitions());
        assertThat(get(outbox.pass(held))).isFalse();
        assertThat(take("two", NOW.plus(LEASE)).transitions()).hasSize(3);
        assertThat(get(outbox.pass(taken))).as("its own second taking has a higher fence").isFalse();
        assertThat(get(outbox.pass(take("two", NOW.plus(LEASE))))).isTrue();
        assertThat(take("two", NOW.plus(LEASE)).transitions()).isEmpty();
    }

    @Test
    void publishingThatFailsThenNothingIsPassedAndTheSameIdsComeAgain() {
        Partners partners = new Partners();
        Order order = paid("claim-1");
        partners.fail(true);
        assertThat(relay("one", partners).relayNext().onErrorReturn(-1L).block(LONGEST)).isEqualTo(-1);
        partners.fail(false);
        // Published, and killed before it is passed.
        get(relay("one", events -> partners.publish(events).then(Mono.error(new IllegalStateException("killed"))))
                .relayNext().onErrorReturn(-1L));
        get(relay("one", partners).relayNext());

        assertThat(partners.times()).containsOnlyKeys(eventId(order.id(), 3)).containsEntry(eventId(order.id(), 3), 2);
    }

    @Test
    void whatWasThereBeforeTheRelayIsNoNews() {
        assertThat(take("one", NOW).transitions()).isEmpty();
        assertThat(get(outbox.isAheadOfServer())).isFalse();
    }

    @Test
    void databaseRestoredIntoAnotherServerIsNoticed() {
        database.client().sql("UPDATE recharge.relay SET written_by = '9000000000000'").then().block(LONGEST);
        assertThat(get(outbox.isAheadOfServer())).isTrue();
    }
}
