package dev.refill.testkit.gateway;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import dev.refill.gateway.CancelCommand;
import dev.refill.gateway.CancelOutcome;
import dev.refill.gateway.ChargeCommand;
import dev.refill.gateway.Closed;
import dev.refill.gateway.LookupQuery;
import dev.refill.gateway.NotSent;
import dev.refill.gateway.NotSent.Reason;
import dev.refill.gateway.PaymentObservation;
import dev.refill.gateway.Unknown;
import dev.refill.testkit.gateway.Situation.AnswersTooLate;
import dev.refill.testkit.gateway.Situation.Approves;
import dev.refill.testkit.gateway.Situation.FailsAfterCharging;
import dev.refill.testkit.gateway.Situation.LimitsTheRate;
import dev.refill.testkit.gateway.Situation.LosesAnswers;
import dev.refill.testkit.gateway.Situation.RefusesConnections;
import dev.refill.testkit.gateway.Situation.SaysKeyIsInUse;

import static org.assertj.core.api.Assertions.assertThat;

/** What every adapter that can close unpaid payments keeps, without decorators. */
public interface CancelsContract extends GatewayContract {

    @Test
    default void cancelWhenPageIsUnpaidThenClosedForGood() {
        var charge = TestCharges.onHostedPage();
        var command = opened(charge);
        assertThat(cancelled(command)).isEqualTo(new Closed(command.payment()));
        assertThat(Answered.by(gateway().lookup(new LookupQuery(charge.operationKey(), command.payment(),
                TestCharges.sentJustNow())))).isEqualTo(new Closed(command.payment()));
    }

    @Test
    default void cancelTwiceThenClosedBothTimes() {
        var command = opened(TestCharges.onHostedPage());
        assertThat(cancelled(command)).isEqualTo(new Closed(command.payment()));
        assertThat(cancelled(command)).isEqualTo(new Closed(command.payment()));
    }

    @Test
    default void cancelWhenAnswerIsLostThenUnknownAndAgainThenClosed() {
        cancelUnknownUntilTriedAgain(new LosesAnswers());
    }

    @Test
    default void cancelWhenAnswerIsTooLateThenUnknownAndAgainThenClosed() {
        cancelUnknownUntilTriedAgain(new AnswersTooLate());
    }

    @Test
    default void cancelWhenProviderFailsThenUnknownAndAgainThenClosed() {
        cancelUnknownUntilTriedAgain(new FailsAfterCharging());
    }

    private void cancelUnknownUntilTriedAgain(Situation situation) {
        var command = opened(TestCharges.onHostedPage());
        provider().given(situation);
        assertThat(cancelled(command)).isInstanceOf(Unknown.class);
        provider().recovers();
        assertThat(cancelled(command)).isEqualTo(new Closed(command.payment()));
    }

    @Test
    default void cancelWhenAnotherRequestIsInHandThenNotSent() {
        var command = opened(TestCharges.onHostedPage());
        provider().given(new SaysKeyIsInUse());
        assertThat(cancelled(command)).isInstanceOfSatisfying(NotSent.class,
                notSent -> assertThat(notSent.reason()).isEqualTo(Reason.IN_PROGRESS));
    }

    @Test
    default void cancelWhenRateIsLimitedThenNotSentWithTheWaitAskedFor() {
        var command = opened(TestCharges.onHostedPage());
        provider().given(new LimitsTheRate(Duration.ofSeconds(7)));
        assertThat(cancelled(command)).isEqualTo(new NotSent(Reason.RATE_LIMITED, Duration.ofSeconds(7)));
    }

    @Test
    default void cancelWhenNobodyListensThenNotSent() {
        var command = new CancelCommand(TestCharges.newKey(), provider().nobodysPage());
        provider().given(new RefusesConnections());
        assertThat(cancelled(command)).isEqualTo(new NotSent(Reason.CONNECTION_REFUSED, null));
    }

    private CancelCommand opened(ChargeCommand charge) {
        provider().given(new Approves());
        return made(charge);
    }

    private CancelCommand made(ChargeCommand charge) {
        var made = Answered.by(gateway().charge(charge));
        assertThat(made).isInstanceOf(PaymentObservation.class);
        return new CancelCommand(charge.operationKey(), ((PaymentObservation) made).reference());
    }

    private CancelOutcome cancelled(CancelCommand command) {
        return Answered.by(gateway().cancels().orElseThrow().cancel(command));
    }
}
