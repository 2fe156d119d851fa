package dev.refill.recharge.r2dbc;

import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import dev.refill.groupcommit.GroupCommit;
import dev.refill.recharge.OrderWithdrawn;
import dev.refill.recharge.order.Order;
import dev.refill.recharge.order.OrderOvertaken;
import dev.refill.recharge.order.OrderStore;
import dev.refill.recharge.order.OrderStore.Acceptance;
import dev.refill.recharge.order.TestChanges;
import dev.refill.testsupport.Overlap;
import dev.refill.testsupport.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;

/** Another node has written and not yet committed when ours comes. Nothing of it is left to chance. */
class OrderOverlapsIT {

    private static final Duration LONGEST = Duration.ofSeconds(30);
    private static final String NUMBER = "+12025550101";

    private final TestDatabase database = TestDatabase.with("recharge");
    private final OrderStore store = store();
    private final TestChanges test = new TestChanges(Clock.systemUTC());

    private OrderStore store() {
        return new R2dbcOrderStore(database.client(), new GroupCommit.Limits(16, 10_000, LONGEST), id -> {});
    }

    @AfterEach
    void drop() {
        database.close();
    }

    private Order accepted(String claim) {
        Order order = test.newOrder(claim, NUMBER);
        get(store.accept(order));
        return order;
    }

    private static <T> T get(Mono<T> mono) {
        return Objects.requireNonNull(mono.block(LONGEST));
    }

    private static String locked(Order order) {
        return "SELECT FROM recharge.recharge WHERE id = '" + order.id() + "' FOR UPDATE";
    }

    @Test
    void acceptWhenAnOrderOfTheNumberIsBeingAcceptedThenRiskSeesIt() {
        accepted("claim-1");
        String another = """
                SELECT pg_advisory_xact_lock(hashtextextended('%s', 0));
                CREATE TEMP TABLE another AS SELECT * FROM recharge.recharge;
                UPDATE another SET id = 'rch_another', claim_id = 'another';
                INSERT INTO recharge.recharge SELECT * FROM another;
                """.formatted(NUMBER);

        Acceptance ours = Overlap.of(database, another, store.accept(test.newOrder("claim-2", NUMBER)));

        assertThat(((Acceptance.New) ours).facts().ordersLastHour()).isEqualTo(2);
    }

    @Test
    void acceptWhenItsClaimIsBeingWithdrawnThenNothingIsKept() {
        assertThat(Overlap.of(database, "SELECT recharge.withdraw('claim-1')",
                store.accept(test.newOrderOfARule("claim-1", NUMBER)).map(kept -> "kept")
                        .onErrorReturn(OrderWithdrawn.class, "withdrawn")))
                .isEqualTo("withdrawn");
    }

    @Test
    void withdrawWhenTheOrderIsBeingAcceptedThenItIsFound() {
        accepted("claim-1");
        String another = """
                SELECT pg_advisory_xact_lock(hashtextextended('another', 0));
                CREATE TEMP TABLE another AS SELECT * FROM recharge.recharge;
                UPDATE another SET id = 'rch_another', claim_id = 'another';
                INSERT INTO recharge.recharge SELECT * FROM another;
                """;

        Overlap.of(database, another, store.withdraw("another").hasElement());

        assertThat(database.client().sql("SELECT count(*) FROM recharge.withdrawn_claim").mapValue(Long.class).one()
                .block(LONGEST)).isZero();
    }

    @Test
    void changeWhenTheOrderIsBeingChangedThenOvertaken() {
        Order order = accepted("claim-1");

        assertThat(Overlap.of(database, "UPDATE recharge.recharge SET version = version + 1",
                store.change(order, test.outcomeUnknown()).map(after -> "changed")
                        .onErrorReturn(OrderOvertaken.class, "overtaken")))
                .isEqualTo("overtaken");
    }

    /** The writer waits for the first, so that both changes of the second are one batch. */
    @Test
    void changeWhenTwoInABatchChangeOneVersionThenTheFirstDoes() {
        Order first = accepted("claim-1");
        Order second = accepted("claim-2");

        assertThat(Overlap.of(database, locked(first), Flux.merge(
                store.change(first, test.outcomeUnknown()).thenReturn("first"),
                store.change(second, test.outcomeUnknown()).thenReturn("unknown"),
                store.change(second, test.captured("pi_1")).thenReturn("captured")
                        .onErrorReturn(OrderOvertaken.class, "overtaken"))
                .collectList()))
                .containsExactlyInAnyOrder("first", "unknown", "overtaken");
    }

    /** What comes while the writer is busy with a first one is one batch. */
    @Test
    void acceptWhenANumberIsHeldThenThoseThatComeAfterItAreFree() {
        List<String> numbers = Stream.of("+12025550102", "+12025550103")
                .sorted(Comparator.comparingLong(this::lockOf))
                .toList();

        assertThat(Overlap.of(database, "SELECT 1 / " + claimed(numbers.getFirst()), Flux.merge(
                store.accept(test.newOrder("claim-1", NUMBER)),
                store.accept(test.newOrder("claim-2", numbers.getLast())),
                store.accept(test.newOrder("claim-3", numbers.getFirst()))).collectList(),
                "SELECT 1 / " + claimed(numbers.getLast())))
                .hasOnlyElementsOfType(Acceptance.New.class);
    }

    private long lockOf(String number) {
        return get(database.client().sql("SELECT hashtextextended(:number, 0)").bind("number", number)
                .mapValue(Long.class).one());
    }

    /** 1, or 0 if somebody else has it. */
    private static String claimed(String number) {
        return "pg_try_advisory_xact_lock(hashtextextended('" + number + "', 0))::int";
    }

    @Test
    void changeWhenAnOrderIsHeldThenThoseThatComeAfterItAreFree() {
        Order another = accepted("claim-1");
        List<Order> orders = Stream.of(accepted("claim-2"), accepted("claim-3"))
                .sorted(Comparator.comparing(order -> order.id().value()))
                .toList();

        assertThat(Overlap.of(database, locked(orders.getFirst()), Flux.merge(
                store.change(another, test.outcomeUnknown()),
                store.change(orders.getLast(), test.outcomeUnknown()),
                store.change(orders.getFirst(), test.outcomeUnknown())).collectList(),
                locked(orders.getLast()) + " NOWAIT"))
                .hasSize(3);
    }

    @Test
    void changeThatIsNotOfThePaymentThenTheReferenceAndThePageStay() {
        Order page = get(store.change(accepted("claim-1"), test.pageToPayOn("pi_1")));
        Order refused = get(store.change(page, test.cardRefused(page)));

        assertThat(refused.payment()).isEqualTo(page.payment());
        assertThat(get(store.byId(page.id()))).isEqualTo(refused);
    }

    @Test
    void changeThenTheAttemptsBeginAgain() {
        accepted("claim-1");
        Order taken = get(store.takeDue(test.now().plus(Duration.ofDays(1)), Duration.ZERO, 1).single());
        assertThat(taken.attempts()).isEqualTo(1);

        get(store.change(taken, test.outcomeUnknown()));
        assertThat(get(store.byId(taken.id())).attempts()).isZero();
    }

    @Test
    void rescheduleByAHolderWhoseOrderWasChangedThenNothingMoves() {
        accepted("claim-1");
        Order late = get(store.takeDue(test.now().plus(Duration.ofDays(1)), Duration.ZERO, 1).single());
        get(store.change(late, test.outcomeUnknown()));
        Order now = get(store.takeDue(test.now().plus(Duration.ofDays(1)), Duration.ofMinutes(3), 1).single());

        store.reschedule(late, test.now()).block(LONGEST);
        assertThat(get(store.byId(now.id())).nextAttemptAt()).isEqualTo(now.nextAttemptAt());
    }

    @Test
    void takeDueWhenAnOrderIsBeingTakenThenOnlyTheOthersWithoutAWait() {
        Order taken = accepted("claim-1");
        Order free = accepted("claim-2");

        assertThat(Overlap.of(database, "UPDATE recharge.recharge SET attempts = attempts + 1,"
                + " next_attempt_at = next_attempt_at + interval '1 h' WHERE id = '" + taken.id() + "'",
                store.takeDue(test.now().plus(Duration.ofMinutes(1)), Duration.ZERO, 10).map(Order::id).collectList(),
                "SELECT 1 / count(*) FROM recharge.recharge WHERE attempts = 1 AND id = '" + free.id() + "'"))
                .containsExactly(free.id());
    }

    @ParameterizedTest
    @ValueSource(strings = {"UPDATE recharge.transition SET actor = 'x'", "DELETE FROM recharge.transition",
            "TRUNCATE recharge.transition"})
    void transitionWhenChangedThenRefused(String sql) {
        accepted("claim-1");

        database.client().sql(sql).then().as(StepVerifier::create).verifyErrorMatches(
                refused -> Objects.requireNonNull(refused.getMessage()).contains("append-only"));
    }
}
