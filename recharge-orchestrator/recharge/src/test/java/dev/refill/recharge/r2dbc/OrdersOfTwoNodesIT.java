package dev.refill.recharge.r2dbc;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import dev.refill.groupcommit.GroupCommit;
import dev.refill.recharge.order.Order;
import dev.refill.recharge.order.OrderOvertaken;
import dev.refill.recharge.order.OrderStore;
import dev.refill.recharge.order.TestChanges;
import dev.refill.testsupport.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;

/** Batches of two nodes want the same rows in any order: nobody waits in a circle. */
class OrdersOfTwoNodesIT {

    private static final Duration LONGEST = Duration.ofSeconds(30);

    private final TestDatabase database = TestDatabase.with("recharge");
    private final OrderStore one = store();
    private final OrderStore other = store();
    private final TestChanges test = new TestChanges(Clock.systemUTC());

    private OrderStore store() {
        return new R2dbcOrderStore(database.client(), new GroupCommit.Limits(16, 10_000, LONGEST), id -> {});
    }

    @AfterEach
    void drop() {
        database.close();
    }

    private Order accepted(String claim) {
        Order order = test.newOrder(claim, "+12025550101");
        get(one.accept(order));
        return order;
    }

    private static <T> T get(Mono<T> mono) {
        return Objects.requireNonNull(mono.block(LONGEST));
    }

    @Test
    void acceptWhenTwoNodesTakeManyNumbersInAnyOrderThenNobodyWaitsInACircle() {
        List<Order> orders = new ArrayList<>(IntStream.range(0, 1_000)
                .mapToObj(n -> test.newOrder("claim-" + n, "+120255501%02d".formatted(n % 40)))
                .toList());
        Collections.shuffle(orders, new Random(1));

        Flux.range(0, orders.size())
                .flatMap(n -> (n % 2 == 0 ? one : other).accept(orders.get(n)), 128)
                .blockLast(LONGEST);
        assertThat(deadlocks()).isZero();
    }

    @Test
    void changeWhenTwoNodesWantManyOrdersInAnyOrderThenNobodyWaitsInACircle() {
        List<Order> orders = IntStream.range(0, 30).mapToObj(n -> accepted("claim-" + n)).toList();
        Random random = new Random(1);
        List<Order> wanted = IntStream.range(0, 2_000).mapToObj(n -> orders.get(random.nextInt(30))).toList();

        Flux.range(0, wanted.size())
                .flatMap(n -> (n % 2 == 0 ? one : other).change(wanted.get(n), test.outcomeUnknown())
                        .onErrorResume(OrderOvertaken.class, overtaken -> Mono.empty()), 128)
                .blockLast(LONGEST);
        assertThat(deadlocks()).isZero();
    }

    /** As the server counts them: whoever lost a deadlock waited for a second, and sessions report once a second. */
    private long deadlocks() {
        return get(database.client().sql("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()")
                .mapValue(Long.class).one());
    }
}
