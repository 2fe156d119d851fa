package dev.refill.recharge.refund;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

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
    void startsWhereItMustWait() {
        assertThat(RefundTransitions.first(RefundEvent.REQUESTED, true)).isEqualTo(RefundState.AWAITING_APPROVAL);
        assertThat(RefundTransitions.first(RefundEvent.REQUESTED, false)).isEqualTo(RefundState.SENDING);
        assertThat(RefundTransitions.first(RefundEvent.FOUND_AT_PROVIDER, true)).isEqualTo(RefundState.PENDING);
        assertThat(RefundTransitions.first(RefundEvent.FOUND_AT_PROVIDER, false)).isEqualTo(RefundState.PENDING);
    }

    @Test
    void nextIsWhatItsRowSays() {
        assertThat(RefundTransitions.rows())
                .allMatch(row -> RefundTransitions.next(row.from(), row.event()).equals(Optional.of(row.to())));
        assertThat(RefundTransitions.next(RefundState.REJECTED, RefundEvent.SUCCEEDED)).isEmpty();
    }

    @Test
    void whatAPersonHasInHandsAndWhatHasEndedIsNotCarriedOn() {
        assertThat(RefundState.values()).allMatch(state -> state.isCarriedOn() == !(state.isTerminal()
                || state == RefundState.AWAITING_APPROVAL));
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
                        RefundState.GIVING_BACK));
    }

    @Test
    void nothingIsSentWithoutApprovalWhereItIsNeeded() {
        assertThat(RefundTransitions.rows())
                .filteredOn(row -> row.from() == RefundState.AWAITING_APPROVAL && row.to() != RefundState.REJECTED)
                .extracting(RefundTransitions.Row::event)
                .containsExactly(RefundEvent.APPROVED);
    }

    @Test
    void nothingFailsBeforeItsCreditIsBack() {
        assertThat(RefundTransitions.rows())
                .filteredOn(row -> row.to() == RefundState.FAILED)
                .containsExactly(new RefundTransitions.Row(RefundState.GIVING_BACK, RefundEvent.CREDIT_BACK,
                        RefundState.FAILED));
    }

    @Test
    void peopleDecideOnlyOnWhatIsInReview() {
        assertThat(RefundTransitions.rows())
                .filteredOn(row -> Arrays.stream(Verdict.values()).anyMatch(verdict -> verdict.event() == row.event()))
                .containsExactlyInAnyOrder(
                        new RefundTransitions.Row(RefundState.IN_REVIEW, RefundEvent.SUCCESS_DECIDED,
                                RefundState.SUCCEEDED),
                        new RefundTransitions.Row(RefundState.IN_REVIEW, RefundEvent.FAILURE_DECIDED,
                                RefundState.GIVING_BACK));
    }

    /** A verdict that the provider bears out at the moment of the decision is as good as made. */
    @Test
    void verdictIsBorneOutByItsOwnEndAndNoOther() {
        assertThat(RefundState.values()).allSatisfy(state -> {
            assertThat(Verdict.SUCCEEDED.isBorneOutBy(state)).isEqualTo(state == RefundState.SUCCEEDED);
            assertThat(Verdict.FAILED.isBorneOutBy(state))
                    .isEqualTo(state == RefundState.GIVING_BACK || state == RefundState.FAILED);
        });
    }

    @Test
    void nothingIsSentThatIsInReview() {
        assertThat(RefundTransitions.rows())
                .filteredOn(row -> row.from() == RefundState.IN_REVIEW)
                .extracting(RefundTransitions.Row::to)
                .doesNotContain(RefundState.SENDING, RefundState.UNKNOWN);
    }

    @ParameterizedTest
    @EnumSource(names = {"AWAITING_APPROVAL", "REJECTED", "GIVING_BACK", "FAILED"})
    void newsThatMoneyGoesContradictsWhatCameToNothingOrWasNotSent(RefundState state) {
        var contradicts = new RefundTransitions.Meaning.Contradicts();
        assertThat(RefundTransitions.meaning(state, RefundEvent.PROCESSING)).isEqualTo(contradicts);
        assertThat(RefundTransitions.meaning(state, RefundEvent.SUCCEEDED)).isEqualTo(contradicts);
        assertThat(RefundTransitions.meaning(state, RefundEvent.FAILED))
                .isEqualTo(new RefundTransitions.Meaning.Old());
    }

    @Test
    void newsThatIsLateIsOld() {
        var old = new RefundTransitions.Meaning.Old();
        assertThat(RefundTransitions.meaning(RefundState.SUCCEEDED, RefundEvent.PROCESSING)).isEqualTo(old);
        assertThat(RefundTransitions.meaning(RefundState.PENDING, RefundEvent.REFUSED)).isEqualTo(old);
    }
}
