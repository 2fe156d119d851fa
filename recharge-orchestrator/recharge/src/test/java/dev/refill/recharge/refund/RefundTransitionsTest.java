package dev.refill.recharge.refund;

import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RefundTransitionsTest {

    @Test
    void everyStateIsReachedFromAFirst() {
        Set<RefundState> reached = Stream.of(RefundTransitions.first(RefundEvent.REQUESTED, true),
                RefundTransitions.first(RefundEvent.REQUESTED, false),
                RefundTransitions.first(RefundEvent.FOUND_AT_PROVIDER, true))
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(RefundState.class)));
        boolean grew = true;
        while (grew) {
            grew = RefundTransitions.rows().stream()
                    .filter(row -> reached.contains(row.from()))
                    .map(row -> reached.add(row.to()))
                    .reduce(false, Boolean::logicalOr);
        }
        assertThat(reached).isEqualTo(EnumSet.allOf(RefundState.class));
    }

    @Test
    void everyStateThatIsNotTerminalHasAWayOut() {
        Set<RefundState> left = RefundTransitions.rows().stream().map(RefundTransitions.Row::from)
                .collect(Collectors.toSet());
        assertThat(RefundState.values()).allMatch(state -> state.isTerminal() || left.contains(state));
    }

    @Test
    void onlyMoneyThatComesBackLeadsOutOfAnEndedRefund() {
        assertThat(RefundTransitions.rows())
                .filteredOn(row -> row.from().isTerminal())
                .containsExactly(new RefundTransitions.Row(RefundState.SUCCEEDED, RefundEvent.FAILED,
                        RefundState.FAILED));
    }

    @Test
    void nothingIsSentWithoutApprovalWhereItIsNeeded() {
        assertThat(RefundTransitions.rows())
                .filteredOn(row -> row.from() == RefundState.AWAITING_APPROVAL && row.to() != RefundState.REJECTED)
                .extracting(RefundTransitions.Row::event)
                .containsExactly(RefundEvent.APPROVED);
    }
}
