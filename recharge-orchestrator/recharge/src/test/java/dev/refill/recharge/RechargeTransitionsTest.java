package dev.refill.recharge;

import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

class RechargeTransitionsTest {

    @Test
    void everyStateIsReachedFromTheFirst() {
        Set<RechargeState> reached = EnumSet.of(RechargeTransitions.FIRST);
        boolean grew = true;
        while (grew) {
            grew = RechargeTransitions.rows().stream()
                    .filter(row -> reached.contains(row.from()))
                    .map(row -> reached.add(row.to()))
                    .reduce(false, Boolean::logicalOr);
        }
        assertThat(reached).isEqualTo(EnumSet.allOf(RechargeState.class));
    }

    @Test
    void everyStateThatIsNotTerminalHasAWayOut() {
        Set<RechargeState> left = RechargeTransitions.rows().stream()
                .filter(row -> row.from() != row.to())
                .map(RechargeTransitions.Row::from)
                .collect(Collectors.toSet());
        assertThat(RechargeState.values()).allMatch(state -> state.isTerminal() || left.contains(state));
    }

    @Test
    void onlyLateMoneyLeadsOutOfAnEndedOrder() {
        assertThat(RechargeTransitions.rows())
                .filteredOn(row -> row.from().isTerminal())
                .allMatch(row -> row.event() == RechargeEvent.CAPTURED || row.event() == RechargeEvent.AMOUNT_MISMATCH)
                .extracting(RechargeTransitions.Row::from)
                .containsOnly(RechargeState.DECLINED, RechargeState.EXPIRED);
    }

    @ParameterizedTest
    @EnumSource(RechargeEvent.class)
    void nothingMovesACreditedOrder(RechargeEvent event) {
        assertThat(RechargeTransitions.next(RechargeState.CREDITED, event)).isEmpty();
    }

    @Test
    void creditComesOnlyAfterPayment() {
        assertThat(RechargeTransitions.rows())
                .filteredOn(row -> row.to() == RechargeState.CREDITED)
                .containsExactly(new RechargeTransitions.Row(RechargeState.PAID, RechargeEvent.CREDITED,
                        RechargeState.CREDITED));
    }
}
