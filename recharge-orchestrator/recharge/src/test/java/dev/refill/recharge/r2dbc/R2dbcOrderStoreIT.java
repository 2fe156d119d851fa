package dev.refill.recharge.r2dbc;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import dev.refill.groupcommit.GroupCommit;
import dev.refill.recharge.order.Order;
import dev.refill.recharge.order.OrderChange;
import dev.refill.recharge.order.OrderOvertaken;
import dev.refill.recharge.order.OrderStore;
import dev.refill.recharge.order.OrderStore.Acceptance;
import dev.refill.recharge.order.TestChanges;
import dev.refill.testsupport.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;

/** Orders written many at once by two nodes: each gets its own answer, and none gets a neighbour's. */
class R2dbcOrderStoreIT {

    private static final Duration LONGEST = Duration.ofSeconds(30);
    private static final int CROWD = 64;

    private final TestDatabase database = TestDatabase.with("recharge");
    private final OrderStore one = store();
    private final OrderStore other = store();
    private final TestChanges test = new TestChanges(Clock.systemUTC());

    private OrderStore store() {
        return new R2dbcOrderStore(database.client(), new GroupCommit.Limits(16, 10_000, LONGEST), id -> {});
    }

    @AfterEach
    void ordersAreRight() {
        try (database) {
            assertThat(new RechargeInvariants(database.client()).breaks().collectList().block(LONGEST)).isEmpty();
        }
    }

    private OrderStore either(long n) {
        return n % 2 == 0 ? one : other;
    }

    private static <T> List<T> all(Flux<Mono<T>> crowd) {
        return Objects.requireNonNull(crowd.flatMap(each -> each, CROWD).collectList().block(LONGEST));
    }

    @Test
    void acceptWhenOneClaimComesManyTimesThenOneOrderIsMade() {
        List<Acceptance> acceptances = all(Flux.range(0, 200)
                .map(n -> either(n / 3).accept(test.newOrder("claim-" + n % 10, "+12025550101"))));

        assertThat(acceptances.stream().filter(Acceptance.New.class::isInstance)).hasSize(10);
        assertThat(acceptances.stream().filter(Acceptance.Known.class::isInstance)
                .map(known -> ((Acceptance.Known) known).order().claimId()).distinct()).hasSize(10);
    }

    @Test
    void acceptWhenOneNumberOrdersManyTimesThenEachSeesExactlyThoseBefore() {
        List<Acceptance> acceptances = all(Flux.range(0, 100)
                .map(n -> either(n).accept(test.newOrder("claim-" + n, "+12025550101"))));

        assertThat(acceptances.stream().map(fresh -> ((Acceptance.New) fresh).facts().ordersLastHour()))
                .containsExactlyInAnyOrderElementsOf(LongStream.range(0, 100).boxed().toList());
        assertThat(acceptances.stream().map(fresh -> ((Acceptance.New) fresh).facts().paidLastDay().longValueExact()))
                .containsExactlyInAnyOrderElementsOf(LongStream.range(0, 100).map(n -> n * 1_000).boxed().toList());
    }

    @Test
    void acceptWhenOneOrderIsRefusedByTheDatabaseThenItsNeighboursAreKept() {
        List<String> results = all(Flux.range(0, 40)
                .map(n -> either(n).accept(test.newOrder(n == 20 ? "claim\0" : "claim-" + n, "+12025550101"))
                        .map(kept -> "kept")
                        .onErrorReturn("refused")));

        assertThat(results.stream().filter("kept"::equals)).hasSize(39);
    }

    @Test
    void changeWhenManyChangeOneVersionThenOneDoes() {
        Order order = accepted("claim-1");
        List<String> results = all(Flux.range(0, 100).map(n -> tried(n, order, test.outcomeUnknown())));

        assertThat(results.stream().filter("moved"::equals)).hasSize(1);
        assertThat(results.stream().filter("overtaken"::equals)).hasSize(99);
        assertThat(one.byId(order.id()).map(now -> now.recharge().version()).block(LONGEST)).isEqualTo(2);
    }

    @Test
    void changeWhenTwoNodesChangeTheSameOrdersInAnyOrderThenNobodyFails() {
        List<Order> orders = IntStream.range(0, 30).mapToObj(n -> accepted("claim-" + n)).toList();
        List<String> results = all(Flux.range(0, 3_000)
                .map(n -> tried(n, orders.get(ThreadLocalRandom.current().nextInt(orders.size())),
                        test.outcomeUnknown())));

        assertThat(results).containsOnly("moved", "overtaken");
        assertThat(results.stream().filter("moved"::equals)).hasSizeLessThanOrEqualTo(orders.size());
    }

    @Test
    void changeKeepsWhatItSaysOfThePayment() {
        Order unknown = Objects.requireNonNull(one.change(accepted("claim-1"), test.outcomeUnknown()).block(LONGEST));
        Order paid = Objects.requireNonNull(one.change(unknown, test.captured("pi_1")).block(LONGEST));

        assertThat(other.byId(paid.id()).block(LONGEST)).isEqualTo(paid);
        assertThat(other.byReference(paid.payment().gateway(), Objects.requireNonNull(paid.payment().reference()))
                .block(LONGEST)).isEqualTo(paid);
    }

    @Test
    void rescheduleByAHolderWhoseLeaseHasPassedThenNothingMoves() {
        Instant due = test.now().plus(Duration.ofDays(1));
        accepted("claim-1");
        Order late = Objects.requireNonNull(one.takeDue(due, Duration.ZERO, 1).blockLast(LONGEST));
        Order now = Objects.requireNonNull(other.takeDue(due, Duration.ofMinutes(3), 1).blockLast(LONGEST));

        one.reschedule(late, due.plusSeconds(1)).block(LONGEST);
        assertThat(one.byId(now.id()).map(Order::nextAttemptAt).block(LONGEST)).isEqualTo(now.nextAttemptAt());

        other.reschedule(now, due.plusSeconds(2)).block(LONGEST);
        assertThat(one.byId(now.id()).map(Order::nextAttemptAt).block(LONGEST)).isEqualTo(due.plusSeconds(2));
    }

    private Order accepted(String claim) {
        Order order = test.newOrder(claim, "+12025550101");
        assertThat(one.accept(order).block(LONGEST)).isInstanceOf(Acceptance.New.class);
        return order;
    }

    private Mono<String> tried(int n, Order order, OrderChange change) {
        return either(n).change(order, change)
                .map(moved -> "moved")
                .onErrorReturn(OrderOvertaken.class, "overtaken");
    }
}
