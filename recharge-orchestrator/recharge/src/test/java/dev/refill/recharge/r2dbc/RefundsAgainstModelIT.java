package dev.refill.recharge.r2dbc;

import java.time.Duration;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.refill.groupcommit.GroupCommit;
import dev.refill.recharge.dispute.MemoryDisputeStore;
import dev.refill.recharge.order.MemoryOrderStore;
import dev.refill.recharge.refund.MemoryRefundStore;
import dev.refill.recharge.refund.MemoryReturns;
import dev.refill.recharge.refund.RandomRefundWork;
import dev.refill.testsupport.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;

/** Random statements on refunds and disputes, done on PostgreSQL and in memory: both answer alike. */
class RefundsAgainstModelIT {

    private static final Duration LONGEST = Duration.ofSeconds(30);
    private static final int STATEMENTS = 600;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void statementsWhenRandomThenAsTheModel(long seed) {
        try (TestDatabase database = TestDatabase.with("recharge")) {
            var real = new RandomRefundWork.Place(new R2dbcOrderStore(database.client(),
                    new GroupCommit.Limits(16, 10_000, LONGEST), id -> {}), new R2dbcRefundStore(database.client()),
                    new R2dbcDisputeStore(database.client()));
            var orders = new MemoryOrderStore();
            var returns = new MemoryReturns(orders);
            var model = new RandomRefundWork.Place(orders, new MemoryRefundStore(returns),
                    new MemoryDisputeStore(returns));
            var work = new RandomRefundWork(seed);
            for (int step = 0; step < STATEMENTS; step++) {
                var statement = work.next();
                Object answer = statement.on().apply(model).block(LONGEST);
                assertThat(statement.on().apply(real).block(LONGEST))
                        .as("seed %d, step %d: %s", seed, step, statement.name())
                        .isEqualTo(answer);
                work.answered(answer == null ? "nothing" : answer);
            }
            assertThat(new RechargeInvariants(database.client()).breaks()
                    .filter(broken -> !broken.rule().startsWith("CREDIT")).collectList().block(LONGEST)).isEmpty();
        }
    }
}
