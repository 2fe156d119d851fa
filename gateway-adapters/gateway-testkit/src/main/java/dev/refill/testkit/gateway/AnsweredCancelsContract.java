package dev.refill.testkit.gateway;

import org.junit.jupiter.api.Test;

import dev.refill.gateway.Approved;
import dev.refill.gateway.CancelCommand;
import dev.refill.gateway.CancelOutcome;
import dev.refill.gateway.ChargeCommand;
import dev.refill.gateway.Closed;
import dev.refill.gateway.PaymentObservation;
import dev.refill.testkit.gateway.Situation.Approves;
import dev.refill.testkit.gateway.Situation.AsksForAuthentication;

import static org.assertj.core.api.Assertions.assertThat;

/** What an adapter keeps besides whose provider says of what cannot be closed that it is paid. */
public interface AnsweredCancelsContract extends CancelsContract {

    @Test
    default void cancelWhenPageWasPaidMeanwhileThenApproved() {
        var command = opened(TestCharges.onHostedPage());
        provider().customerPays(command.payment());
        assertThat(cancelled(command)).isEqualTo(new Approved(command.payment(), TestCharges.TEN_EUROS));
    }

    @Test
    default void cancelWhenCardWasChargedThenApproved() {
        var command = made(TestCharges.by(provider().given(new Approves())));
        assertThat(cancelled(command)).isEqualTo(new Approved(command.payment(), TestCharges.TEN_EUROS));
    }

    @Test
    default void cancelWhenIssuerWaitsForAuthenticationThenClosed() {
        var command = made(TestCharges.by(provider().given(new AsksForAuthentication())));
        provider().recovers();
        assertThat(cancelled(command)).isEqualTo(new Closed(command.payment()));
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
