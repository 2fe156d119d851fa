package dev.refill.testkit.gateway;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

import dev.refill.gateway.NotFound;
import dev.refill.gateway.NotSent;
import dev.refill.gateway.NotSent.Reason;
import dev.refill.gateway.ProviderReference;
import dev.refill.gateway.RefundCommand;
import dev.refill.gateway.RefundFailed;
import dev.refill.gateway.RefundLookupOutcome;
import dev.refill.gateway.RefundOutcome;
import dev.refill.gateway.RefundPending;
import dev.refill.gateway.RefundRefused;
import dev.refill.gateway.RefundSucceeded;
import dev.refill.gateway.Refunds;
import dev.refill.gateway.Unknown;
import dev.refill.testkit.gateway.Situation.AnswersFromElsewhere;
import dev.refill.testkit.gateway.Situation.AnswersTooLate;
import dev.refill.testkit.gateway.Situation.Approves;
import dev.refill.testkit.gateway.Situation.FailsAfterCharging;
import dev.refill.testkit.gateway.Situation.LosesAnswers;
import dev.refill.testkit.gateway.Situation.RefundsComeBack;
import dev.refill.testkit.gateway.Situation.RefusesConnections;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What an adapter keeps besides whose provider accepts a refund under an id of ours and tells later what became of it. It
 * stands beside {@link RefundsContract}, whose provider knows at once how much is left.
 */
public interface PhoneRefundsContract extends RefundRequestsContract {

    @Test
    default void refundThenPendingUntilItIsCarriedOut() {
        var command = TestRefunds.ofAll(paid(new Approves()));
        assertThat(refunded(command)).isInstanceOfSatisfying(RefundPending.class, pending -> {
            assertThat(lookedUp(command, pending.reference())).isEqualTo(pending);
            provider().timePasses();
            var succeeded = new RefundSucceeded(pending.reference(), command.amount());
            assertThat(lookedUp(command, pending.reference())).isEqualTo(succeeded);
            assertThat(lookedUp(command, null)).isEqualTo(succeeded);
        });
        assertThat(provider().refunds(command.operationKey())).isOne();
    }

    @Test
    default void refundWhenItCannotBeCarriedOutThenFailed() {
        var command = TestRefunds.ofAll(paid(new RefundsComeBack()));
        assertThat(refunded(command)).isInstanceOf(RefundPending.class);
        provider().timePasses();
        assertThat(lookedUp(command, null)).isInstanceOfSatisfying(RefundFailed.class,
                failed -> assertThat(failed.rawCode()).isNotBlank());
    }

    @Test
    default void refundOfAPaymentThatNobodyHasThenRefused() {
        provider().given(new Approves());
        var command = TestRefunds.ofAll(provider().nobodysPayment());
        assertThat(refunded(command)).isInstanceOfSatisfying(RefundRefused.class,
                refused -> assertThat(refused.rawCode()).isNotBlank());
        assertThat(lookedUp(command, null)).isEqualTo(new NotFound());
    }

    @Test
    default void refundAgainOnceItIsCarriedOutThenSucceededAndStillOneRefund() {
        var command = TestRefunds.ofAll(paid(new Approves()));
        assertThat(refunded(command)).isInstanceOf(RefundPending.class);
        provider().timePasses();
        assertThat(refunded(command)).isInstanceOf(RefundSucceeded.class);
        assertThat(provider().refunds(command.operationKey())).isOne();
    }

    @Test
    default void refundManyTimesAtOnceWithOneKeyThenOneRefund() {
        var command = TestRefunds.ofAll(paid(new Approves()));
        var outcomes = Flux.range(0, 8).flatMap(_each -> refunds().refund(command), 8).collectList();
        assertThat(Answered.by(outcomes)).hasSize(8).hasOnlyElementsOfType(RefundPending.class);
        assertThat(provider().refunds(command.operationKey())).isOne();
    }

    @Test
    default void lookupRefundWhenNothingWasEverSentThenNotFound() {
        assertThat(lookedUp(TestRefunds.ofAll(paid(new Approves())), null)).isEqualTo(new NotFound());
    }

    /** A person who read it somewhere may have mistaken one for the other. */
    @Test
    default void lookupRefundByTheIdOfAnotherRefundThenNotFound() {
        var wanted = TestRefunds.ofAll(paid(new Approves()));
        assertThat(refunded(TestRefunds.ofAll(paid(new Approves())))).isInstanceOfSatisfying(RefundPending.class,
                other -> assertThat(lookedUp(wanted, other.reference())).isEqualTo(new NotFound()));
    }

    @Test
    default void lookupRefundWhenNobodyListensThenNotSent() {
        var command = TestRefunds.ofAll(provider().nobodysPayment());
        provider().given(new RefusesConnections());
        assertThat(lookedUp(command, null)).isEqualTo(new NotSent(Reason.CONNECTION_REFUSED, null));
    }

    @Test
    default void refundWhenAnswerIsLostThenUnknownAndLookupTellsTheTruth() {
        refundUnknownUntilLookedUp(new LosesAnswers());
    }

    @Test
    default void refundWhenAnswerIsTooLateThenUnknownAndLookupTellsTheTruth() {
        refundUnknownUntilLookedUp(new AnswersTooLate());
    }

    @Test
    default void refundWhenProviderFailsThenUnknownAndLookupTellsTheTruth() {
        refundUnknownUntilLookedUp(new FailsAfterCharging());
    }

    private void refundUnknownUntilLookedUp(Situation situation) {
        var command = TestRefunds.ofAll(paid(new Approves()));
        provider().given(situation);
        assertThat(refunded(command)).isInstanceOf(Unknown.class);
        provider().recovers();
        assertThat(lookedUp(command, null)).isInstanceOf(RefundPending.class).isEqualTo(refunded(command));
        assertThat(provider().refunds(command.operationKey())).isOne();
    }

    /** Who is not the provider cannot say that it knows no refund. */
    @Test
    default void lookupRefundWhenSomethingElseAnswersThenUnknown() {
        var command = TestRefunds.ofAll(paid(new Approves()));
        assertThat(refunded(command)).isInstanceOf(RefundPending.class);
        provider().given(new AnswersFromElsewhere());
        assertThat(lookedUp(command, null)).isInstanceOf(Unknown.class);
    }

    private ProviderReference paid(Situation situation) {
        return Refunding.paid(this, situation);
    }

    private RefundOutcome refunded(RefundCommand command) {
        return Refunding.refunded(this, command);
    }

    private RefundLookupOutcome lookedUp(RefundCommand command, @Nullable ProviderReference reference) {
        return Refunding.lookedUp(this, command, reference);
    }

    private Refunds refunds() {
        return Refunding.refunds(this);
    }
}
