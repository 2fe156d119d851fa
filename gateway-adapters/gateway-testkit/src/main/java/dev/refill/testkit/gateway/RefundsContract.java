package dev.refill.testkit.gateway;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import dev.refill.gateway.Money;
import dev.refill.gateway.NotSent;
import dev.refill.gateway.NotSent.Reason;
import dev.refill.gateway.PaymentGateway;
import dev.refill.gateway.ProviderReference;
import dev.refill.gateway.RefundCommand;
import dev.refill.gateway.RefundObservation;
import dev.refill.gateway.RefundOutcome;
import dev.refill.gateway.RefundRefused;
import dev.refill.gateway.Refunds;
import dev.refill.gateway.RequiresAction;
import dev.refill.gateway.Unknown;
import dev.refill.testkit.gateway.Situation.AnswersTooLate;
import dev.refill.testkit.gateway.Situation.Approves;
import dev.refill.testkit.gateway.Situation.FailsAfterCharging;
import dev.refill.testkit.gateway.Situation.LimitsTheRate;
import dev.refill.testkit.gateway.Situation.LosesAnswers;
import dev.refill.testkit.gateway.Situation.RefusesConnections;
import dev.refill.testkit.gateway.Situation.SaysKeyIsInUse;

import static org.assertj.core.api.Assertions.assertThat;

/** What every adapter that can give money back keeps, without decorators. */
public interface RefundsContract {

    ScriptedProvider provider();

    PaymentGateway gateway();

    @Test
    default void refundWhenNotSubscribedThenNothingIsSent() {
        var command = TestRefunds.ofAll(paid(new Approves()));
        refunds().refund(command);
        assertThat(provider().refunds(command.operationKey())).isZero();
    }

    @Test
    default void refundOfPageThatNobodyPaidThenRefused() {
        var command = TestRefunds.ofAll(hostedPage());
        assertThat(refunded(command)).isInstanceOf(RefundRefused.class);
    }

    @Test
    default void refundTwiceWithOneKeyThenOneRefundAndOneOutcome() {
        var command = TestRefunds.of(paid(new Approves()), euros(300));
        assertThat(refunded(command)).isInstanceOf(RefundObservation.class).isEqualTo(refunded(command));
        assertThat(provider().refunds(command.operationKey())).isOne();
    }

    @Test
    default void refundWhenNobodyListensThenNotSent() {
        var command = TestRefunds.ofAll(provider().nobodysPayment());
        provider().given(new RefusesConnections());
        assertThat(refunded(command)).isEqualTo(new NotSent(Reason.CONNECTION_REFUSED, null));
    }

    @Test
    default void refundWhenAnswerWasLostThenSameKeyTellsTheOutcome() {
        var command = TestRefunds.ofAll(paid(new Approves()));
        provider().given(new LosesAnswers());
        assertThat(refunded(command)).isInstanceOf(Unknown.class);
        provider().recovers();
        assertThat(refunded(command)).isInstanceOf(RefundObservation.class);
        assertThat(provider().refunds(command.operationKey())).isOne();
    }

    @Test
    default void refundWhenKeyIsInUseThenNotSent() {
        var command = TestRefunds.ofAll(paid(new Approves()));
        provider().given(new SaysKeyIsInUse());
        assertThat(refunded(command)).isInstanceOfSatisfying(NotSent.class,
                notSent -> assertThat(notSent.reason()).isEqualTo(Reason.IN_PROGRESS));
        assertThat(provider().refunds(command.operationKey())).isZero();
    }

    @Test
    default void refundWhenRateIsLimitedThenNotSentWithTheWaitAskedFor() {
        var command = TestRefunds.ofAll(paid(new Approves()));
        provider().given(new LimitsTheRate(Duration.ofSeconds(7)));
        assertThat(refunded(command)).isEqualTo(new NotSent(Reason.RATE_LIMITED, Duration.ofSeconds(7)));
        assertThat(provider().refunds(command.operationKey())).isZero();
    }

    @Test
    default void refundWhenAnswerIsTooLateThenUnknown() {
        unknown(new AnswersTooLate());
    }

    @Test
    default void refundWhenProviderFailsThenUnknown() {
        unknown(new FailsAfterCharging());
    }

    private void unknown(Situation situation) {
        var command = TestRefunds.ofAll(paid(new Approves()));
        provider().given(situation);
        assertThat(refunded(command)).isInstanceOf(Unknown.class);
    }

    private ProviderReference paid(Situation situation) {
        return Paid.by(provider(), gateway(), situation);
    }

    private ProviderReference hostedPage() {
        provider().given(new Approves());
        var opened = Answered.by(gateway().charge(TestCharges.onHostedPage()));
        assertThat(opened).isInstanceOf(RequiresAction.class);
        return ((RequiresAction) opened).reference();
    }

    private RefundOutcome refunded(RefundCommand command) {
        return Answered.by(refunds().refund(command));
    }

    private Refunds refunds() {
        return gateway().refunds().orElseThrow();
    }

    private static Money euros(long minor) {
        return Money.of(minor, "EUR");
    }
}
