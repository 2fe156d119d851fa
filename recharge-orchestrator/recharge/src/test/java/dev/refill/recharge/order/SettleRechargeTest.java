package dev.refill.recharge.order;

import org.junit.jupiter.api.Test;

import dev.refill.gateway.Approved;
import dev.refill.gateway.ProviderReference;
import dev.refill.recharge.RechargeState;

import static org.assertj.core.api.Assertions.assertThat;

class SettleRechargeTest {

    private static final Approved APPROVED = new Approved(new ProviderReference("pi_1"), TestOrders.PRICE);
    private static final Cause CAUSE = new Cause("fake", Cause.Source.WEBHOOK, "evt_1");

    private final MemoryBooks books = new MemoryBooks();

    private Order settledAside(Order order) {
        MemoryOrders orders = new MemoryOrders(order);
        return TestOrders.settling(orders, books, new AdjustableClock(TestOrders.NOW))
                .applyAside(order, APPROVED, CAUSE)
                .blockOptional().orElseThrow();
    }

    @Test
    void newsAsideThatPaysTheOrderCreditsIt() {
        assertThat(settledAside(TestOrders.withCardOnFile(RechargeState.CHARGING)).state())
                .isEqualTo(RechargeState.CREDITED);
        assertThat(books.entries()).hasSize(1);
    }

    @Test
    void newsAsideOfAnOrderThatWasPaidBeforeLeavesItsCreditToWhoeverNotedThePayment() {
        assertThat(settledAside(TestOrders.withCardOnFile(RechargeState.PAID)).state()).isEqualTo(RechargeState.PAID);
        assertThat(books.entries()).isEmpty();
    }
}
