package dev.refill.testkit.gateway;

import org.junit.jupiter.api.Test;

import dev.refill.gateway.NotSent;
import dev.refill.gateway.NotSent.Reason;
import dev.refill.gateway.ProviderReference;
import dev.refill.gateway.RefundCommand;
import dev.refill.gateway.RefundOutcome;
import dev.refill.gateway.RefundRefused;
import dev.refill.testkit.gateway.Situation.Approves;
import dev.refill.testkit.gateway.Situation.SaysKeyIsInUse;

import static org.assertj.core.api.Assertions.assertThat;

/** What an adapter keeps besides whose customers pay by card or on pages. */
public interface RefundsContract extends RefundRequestsContract {

    @Test
    default void refundOfPageThatNobodyPaidThenRefused() {
        var command = TestRefunds.ofAll(hostedPage());
        assertThat(refunded(command)).isInstanceOf(RefundRefused.class);
    }

    @Test
    default void refundWhenKeyIsInUseThenNotSent() {
        var command = TestRefunds.ofAll(paid(new Approves()));
        provider().given(new SaysKeyIsInUse());
        assertThat(refunded(command)).isInstanceOfSatisfying(NotSent.class,
                notSent -> assertThat(notSent.reason()).isEqualTo(Reason.IN_PROGRESS));
        assertThat(provider().refunds(command.operationKey())).isZero();
    }

    private ProviderReference paid(Situation situation) {
        return Refunding.paid(this, situation);
    }

    private ProviderReference hostedPage() {
        return Refunding.unpaidPage(this);
    }

    private RefundOutcome refunded(RefundCommand command) {
        return Refunding.refunded(this, command);
    }
}
