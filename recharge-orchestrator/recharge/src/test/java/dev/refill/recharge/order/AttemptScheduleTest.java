package dev.refill.recharge.order;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import dev.refill.recharge.RechargeState;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class AttemptScheduleTest {

    private final AttemptSchedule schedule = TestOrders.schedule();

    @ParameterizedTest
    @EnumSource
    void firstLookUnlessTheStateIsTerminal(RechargeState state) {
        assertThat(schedule.first(state, TestOrders.NOW))
                .isEqualTo(state.isTerminal() ? null : TestOrders.NOW.plusSeconds(5));
    }

    @ParameterizedTest
    @CsvSource({"0, PT5S", "1, PT1M", "2, PT1M", "100, PT1M"})
    void lookAfterSoManyAndTheLastWaitRepeats(int attempts, Duration wait) {
        assertThat(schedule.after(RechargeState.UNKNOWN, attempts, TestOrders.NOW))
                .isEqualTo(TestOrders.NOW.plus(wait));
    }

    @Test
    void stateWithoutWaitsIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new AttemptSchedule(Map.of()))
                .withMessageStartingWith("waits of CREATED: none");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new AttemptSchedule(Map.of(RechargeState.CREATED, List.of())));
    }
}
