package dev.refill.recharge.r2dbc;

import java.time.Clock;
import java.util.List;
import java.util.Objects;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

import dev.refill.groupcommit.GroupCommit;
import dev.refill.recharge.order.OrderStore;
import dev.refill.recharge.order.OrderStoreContract;
import dev.refill.recharge.order.TestChanges;
import dev.refill.testsupport.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;

/** The contract on PostgreSQL, with the orders proved after each test. */
class R2dbcOrderStoreIT implements OrderStoreContract {

    private final TestDatabase database = TestDatabase.with("recharge");
    private final OrderStore one = store();
    private final OrderStore other = store();
    private final TestChanges test = new TestChanges(Clock.systemUTC());

    private OrderStore store() {
        return new R2dbcOrderStore(database.client(), new GroupCommit.Limits(16, 10_000, LONGEST), id -> {});
    }

    @Override
    public OrderStore one() {
        return one;
    }

    @Override
    public OrderStore other() {
        return other;
    }

    @Override
    public TestChanges test() {
        return test;
    }

    @AfterEach
    void ordersAreRight() {
        try (database) {
            assertThat(new RechargeInvariants(database.client()).breaks().collectList().block(LONGEST)).isEmpty();
        }
    }

    @Test
    void acceptWhenOneOrderIsRefusedByTheDatabaseThenItsNeighboursAreKept() {
        List<String> results = Objects.requireNonNull(Flux.range(0, 40)
                .flatMap(n -> (n % 2 == 0 ? one : other)
                        .accept(test.newOrder(n == 20 ? "claim\0" : "claim-" + n, "+12025550101"))
                        .map(kept -> "kept")
                        .onErrorReturn("refused"), CROWD)
                .collectList()
                .block(LONGEST));

        assertThat(results.stream().filter("kept"::equals)).hasSize(39);
    }
}
