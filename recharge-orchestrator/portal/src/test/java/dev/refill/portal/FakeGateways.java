package dev.refill.portal;

import java.time.Instant;
import java.util.Set;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import dev.refill.gateway.GatewayId;
import dev.refill.gateway.OperationKey;
import dev.refill.gateway.PaymentMethodType;
import dev.refill.recharge.GatewayOperations;
import dev.refill.recharge.GatewayOperations.Switch;

/** One gateway that takes payments, one that answers badly, and one that is switched off. */
public final class FakeGateways implements GatewayOperations {

    private static final Set<PaymentMethodType> PAGE = Set.of(PaymentMethodType.HOSTED_PAGE);

    @Override
    public Flux<Standing> gateways() {
        GatewayId off = new GatewayId("acme");
        return Flux.just(new Standing(new GatewayId("stripe"), PAGE, true, null),
                new Standing(new GatewayId("paypal"), PAGE, false, null),
                new Standing(off, PAGE, true, new Switch(off, true, "person-ada", "<b>maintenance</b>",
                        Instant.parse("2026-03-01T12:00:00Z"))));
    }

    @Override
    public Mono<Standing> turn(GatewayId gateway, boolean off, String person, String reason) {
        throw new UnsupportedOperationException("turn");
    }

    @Override
    public Flux<StrayPayment> strays(int most) {
        throw new UnsupportedOperationException("strays");
    }

    @Override
    public Mono<Long> straysWaiting() {
        throw new UnsupportedOperationException("straysWaiting");
    }

    @Override
    public Mono<GivenBack> givenBack(OperationKey payment, String person, String reason) {
        throw new UnsupportedOperationException("givenBack");
    }
}
