package dev.refill.gateways.momo;

import java.util.Optional;
import java.util.Set;

import reactor.core.publisher.Mono;

import dev.refill.gateway.ChargeCommand;
import dev.refill.gateway.ChargeOutcome;
import dev.refill.gateway.GatewayId;
import dev.refill.gateway.LookupOutcome;
import dev.refill.gateway.LookupQuery;
import dev.refill.gateway.PaymentGateway;
import dev.refill.gateway.PaymentMethod.CardOnFile;
import dev.refill.gateway.PaymentMethod.HostedPage;
import dev.refill.gateway.PaymentMethod.MobileMoney;
import dev.refill.gateway.PaymentMethodType;
import dev.refill.gateway.Refunds;

/**
 * MTN as a payment gateway; each verb is carried out by a class of its own. It cannot close a payment, since MTN has no
 * way to take back a request that a phone already shows: it runs out by itself within minutes. It has no list of events,
 * and needs none: a look-up by our own id misses nothing.
 */
final class MomoGateway implements PaymentGateway {

    static final GatewayId ID = new GatewayId("momo");

    private final MomoVerbs verbs;

    MomoGateway(MomoVerbs verbs) {
        this.verbs = verbs;
    }

    @Override
    public GatewayId id() {
        return ID;
    }

    @Override
    public Set<PaymentMethodType> methods() {
        return Set.of(PaymentMethodType.MOBILE_MONEY);
    }

    @Override
    public Mono<ChargeOutcome> charge(ChargeCommand command) {
        return switch (command.method()) {
            case MobileMoney phone -> verbs.chargePhone().charge(command, phone);
            case HostedPage page -> Mono.fromSupplier(() -> MomoErrors.noWallet(page));
            case CardOnFile card -> Mono.fromSupplier(() -> MomoErrors.noWallet(card));
        };
    }

    @Override
    public Mono<LookupOutcome> lookup(LookupQuery query) {
        return verbs.lookUpPayment().lookUp(query);
    }

    @Override
    public Optional<Refunds> refunds() {
        return Optional.ofNullable(verbs.refunds());
    }
}
