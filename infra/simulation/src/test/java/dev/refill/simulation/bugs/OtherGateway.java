package dev.refill.simulation.bugs;

import java.util.Optional;
import java.util.Set;

import reactor.core.publisher.Mono;

import dev.refill.gateway.ChargeCommand;
import dev.refill.gateway.ChargeOutcome;
import dev.refill.gateway.EventFeed;
import dev.refill.gateway.GatewayId;
import dev.refill.gateway.LookupOutcome;
import dev.refill.gateway.LookupQuery;
import dev.refill.gateway.PaymentGateway;
import dev.refill.gateway.PaymentKeys;
import dev.refill.gateway.PaymentMethodType;
import dev.refill.gateway.Refunds;

/** The provider as it is; a bug overrides what it misunderstands. */
abstract class OtherGateway implements PaymentGateway {

    final PaymentGateway gateway;

    OtherGateway(PaymentGateway gateway) {
        this.gateway = gateway;
    }

    @Override
    public GatewayId id() {
        return gateway.id();
    }

    @Override
    public Set<PaymentMethodType> methods() {
        return gateway.methods();
    }

    @Override
    public boolean isWell() {
        return gateway.isWell();
    }

    @Override
    public Mono<ChargeOutcome> charge(ChargeCommand command) {
        return gateway.charge(command);
    }

    @Override
    public Mono<LookupOutcome> lookup(LookupQuery query) {
        return gateway.lookup(query);
    }

    @Override
    public Optional<Refunds> refunds() {
        return gateway.refunds();
    }

    @Override
    public Optional<PaymentKeys> paymentKeys() {
        return gateway.paymentKeys();
    }

    @Override
    public Optional<EventFeed> events() {
        return gateway.events();
    }
}
