package dev.refill.recharge.order;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import dev.refill.gateway.Approved;
import dev.refill.gateway.GatewayEvent;
import dev.refill.gateway.GatewayId;
import dev.refill.gateway.ProviderReference;
import dev.refill.gateway.RefundObservation;
import dev.refill.gateway.RefundPending;
import dev.refill.recharge.RechargeState;
import dev.refill.webhooks.Handling;

import static org.assertj.core.api.Assertions.assertThat;

class PaymentEventHandlerTest {

    private static final GatewayId GATEWAY = new GatewayId("fake");
    private static final int BY_THEMSELVES = 8;
    private static final ProviderReference PAYMENT = new ProviderReference("pi_1");

    private final Order order = TestOrders.withCardOnFile(RechargeState.CHARGING);
    private final List<Sinks.One<Handling>> refundsInHand = new CopyOnWriteArrayList<>();

    private PaymentEventHandler handler() {
        MemoryOrderStore orders = new MemoryOrderStore();
        orders.accept(order).block();
        return new PaymentEventHandler(orders,
                TestOrders.settling(orders, new MemoryBooks(), new AdjustableClock(TestOrders.NOW)),
                refund -> handled(), dispute -> Mono.empty());
    }

    private Mono<Handling> handled() {
        Sinks.One<Handling> end = Sinks.one();
        refundsInHand.add(end);
        return end.asMono();
    }

    private static GatewayEvent refund(int number) {
        RefundObservation pending = new RefundPending(new ProviderReference("re_" + number));
        return new GatewayEvent.RefundObserved(GATEWAY, "evt_" + number, TestOrders.NOW, null, null, PAYMENT,
                pending);
    }

    @Test
    void burstOfRefundsTakesFewConnectionsAndHoldsUpNoPayment() {
        PaymentEventHandler handler = handler();
        AtomicInteger done = new AtomicInteger();
        Flux.fromStream(IntStream.range(0, 20).mapToObj(PaymentEventHandlerTest::refund))
                .flatMap(handler::handle, 64)
                .subscribe(handling -> done.incrementAndGet());
        assertThat(refundsInHand).hasSize(BY_THEMSELVES);

        Mono<Handling> payment = handler.handle(new GatewayEvent.PaymentObserved(GATEWAY, "evt_p",
                TestOrders.NOW, order.payment().operationKey(), new Approved(PAYMENT, TestOrders.PRICE)));
        assertThat(payment.block()).isEqualTo(new Handling.Done());

        while (done.get() < 20) {
            refundsInHand.get(done.get()).tryEmitValue(new Handling.Done());
        }
        assertThat(refundsInHand).as("all of them had their turn").hasSize(20);
    }
}
