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
                .filteredOn(row -> row.from().isTerminal() && row.from() != RechargeState.IN_REVIEW)
                .allMatch(row -> EnumSet.of(RechargeEvent.CAPTURED, RechargeEvent.LATE_PAYMENT,
                        RechargeEvent.AMOUNT_MISMATCH).contains(row.event()))
                .extracting(RechargeTransitions.Row::from)
                .containsOnly(RechargeState.DECLINED, RechargeState.EXPIRED, RechargeState.CANCELLED);
    }

    @Test
    void onlyPeopleAndMoneyThatComesLeadOutOfReview() {
        assertThat(RechargeTransitions.rows())
                .filteredOn(row -> row.from() == RechargeState.IN_REVIEW && row.to() != RechargeState.IN_REVIEW)
                .extracting(RechargeTransitions.Row::event)
                .containsExactlyInAnyOrder(RechargeEvent.CAPTURED, RechargeEvent.CREDIT_DECIDED,
                        RechargeEvent.CLOSE_DECIDED, RechargeEvent.RETURN_DECIDED, RechargeEvent.RESUME_DECIDED);
    }

    @Test
    void onlyTheProvidersWordMakesAnOrderCancelledThatIsAtTheProvider() {
        assertThat(RechargeTransitions.rows())
                .filteredOn(row -> row.to() == RechargeState.CANCELLED)
                .containsExactlyInAnyOrder(
                        new RechargeTransitions.Row(RechargeState.CREATED, RechargeEvent.CANCEL_REQUESTED,
                                RechargeState.CANCELLED),
                        new RechargeTransitions.Row(RechargeState.CANCELLING, RechargeEvent.CLOSED_UNPAID,
                                RechargeState.CANCELLED));
    }

    @ParameterizedTest
    @EnumSource(RechargeEvent.class)
    void nothingMovesAnOrderThatIsCreditedOrReturned(RechargeEvent event) {
        assertThat(RechargeTransitions.next(RechargeState.CREDITED, event)).isEmpty();
        assertThat(RechargeTransitions.next(RechargeState.RETURNED, event)).isEmpty();
    }

    @Test
    void creditComesOnlyAfterPayment() {
        assertThat(RechargeTransitions.rows())
                .filteredOn(row -> row.to() == RechargeState.CREDITED)
                .containsExactly(new RechargeTransitions.Row(RechargeState.PAID, RechargeEvent.CREDITED,
                        RechargeState.CREDITED));
    }
}
