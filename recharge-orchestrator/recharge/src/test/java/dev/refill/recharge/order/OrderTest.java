package dev.refill.recharge.order;

import org.junit.jupiter.api.Test;

import dev.refill.gateway.DeclineReason;
import dev.refill.gateway.Money;
import dev.refill.gateway.ProviderReference;
import dev.refill.recharge.RechargeEvent;
import dev.refill.recharge.RechargeState;

import static org.assertj.core.api.Assertions.assertThat;

class OrderTest {

    private static final ProviderReference REFERENCE = new ProviderReference("pi_1");
    private static final Order ORDER = TestOrders.afterARefusedCard(RechargeState.CHARGING);
    private static final OrderChange CHANGE = OrderChange.of(RechargeEvent.PROCESSING, RechargeState.CHARGING,
            Cause.own(Cause.Source.POLL), TestOrders.NOW.plusSeconds(1), TestOrders.NOW.plusSeconds(6));

    @Test
    void afterAChangeTheVersionRisesByOne() {
        assertThat(ORDER.after(CHANGE).recharge().version()).isEqualTo(ORDER.recharge().version() + 1);
    }

    @Test
    void afterAChangeThatSaysNothingOfThemReferenceAndDeclineStay() {
        Order referred = ORDER.after(CHANGE.withReference(REFERENCE)).after(CHANGE);

        assertThat(referred.payment().reference()).isEqualTo(REFERENCE);
        assertThat(referred.recharge().lastDecline()).isEqualTo(DeclineReason.INSUFFICIENT_FUNDS);
    }

    @Test
    void afterAChangeThatSaysNothingOfMoneyWhatWasCapturedStays() {
        assertThat(ORDER.payment().isCaptured()).isFalse();
        assertThat(ORDER.after(CHANGE.withCaptured(Money.of(0, "USD"))).payment().isCaptured()).isFalse();

        Order captured = ORDER.after(CHANGE.withCaptured(TestOrders.PRICE)).after(CHANGE);

        assertThat(captured.payment().captured()).isEqualTo(TestOrders.PRICE);
        assertThat(captured.payment().isCaptured()).isTrue();
    }

    @Test
    void afterAnotherRefusalItsReasonIsTheLast() {
        assertThat(ORDER.after(CHANGE.withDecline(DeclineReason.CARD_EXPIRED)).recharge().lastDecline())
                .isEqualTo(DeclineReason.CARD_EXPIRED);
    }
}
