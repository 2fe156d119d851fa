package dev.refill.recharge.r2dbc;

import java.time.Duration;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.refill.groupcommit.GroupCommit;
import dev.refill.recharge.order.MemoryOrderStore;
import dev.refill.recharge.order.RandomOrderWork;
import dev.refill.recharge.outbox.MemoryOutbox;
import dev.refill.testsupport.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;

/** Random statements on orders and their outbox, done on PostgreSQL and in memory: both answer alike. */
class OrdersAgainstModelIT {

    private static final Duration LONGEST = Duration.ofSeconds(30);
    private static final int STATEMENTS = 400;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void statementsWhenRandomThenAsTheModel(long seed) {
        try (TestDatabase database = TestDatabase.with("recharge")) {
            var real = new RandomOrderWork.Place(new R2dbcOrderStore(database.client(),
                    new GroupCommit.Limits(16, 10_000, LONGEST), id -> {}), new R2dbcOutbox(database.client()));
            var orders = new MemoryOrderStore();
            var model = new RandomOrderWork.Place(orders, new MemoryOutbox(orders));
            var work = new RandomOrderWork(seed);
            for (int step = 0; step < STATEMENTS; step++) {
                var statement = work.next();
                Object answer = statement.on().apply(model).block(LONGEST);
                assertThat(statement.on().apply(real).block(LONGEST))
                        .as("seed %d, step %d: %s", seed, step, statement.name())
                        .isEqualTo(answer);
                work.answered(answer == null ? "nothing" : answer);
            }
        }
    }
}
