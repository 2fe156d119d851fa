package dev.refill.gateways.adyen;

import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

import reactor.core.publisher.Mono;

import dev.refill.gateway.CancelCommand;
import dev.refill.gateway.CancelOutcome;
import dev.refill.gateway.Cancels;
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
import dev.refill.gateway.RefundCommand;
import dev.refill.gateway.RefundLookupOutcome;
import dev.refill.gateway.RefundOutcome;
import dev.refill.gateway.RefundQuery;
import dev.refill.gateway.Refunds;

/**
 * Adyen as a payment gateway; each verb is carried out by a class of its own. It keeps no list of events, and whose a
 * payment is stands in each of its notifications, so there is no {@code EventFeed} and there are no {@code PaymentKeys}.
 */
final class AdyenGateway implements PaymentGateway, Refunds, Cancels {

    static final GatewayId ID = new GatewayId("adyen");

    private final AdyenVerbs verbs;

    AdyenGateway(AdyenVerbs verbs) {
        this.verbs = verbs;
    }

    @Override
    public GatewayId id() {
        return ID;
    }

    @Override
    public Set<PaymentMethodType> methods() {
        return Set.of(PaymentMethodType.HOSTED_PAGE, PaymentMethodType.CARD_ON_FILE);
    }

    @Override
    public Mono<ChargeOutcome> charge(ChargeCommand command) {
        return carriedOut(() -> carryOut(command), error -> AdyenErrors.ofCharge(error, command));
    }

    @Override
    public Mono<LookupOutcome> lookup(LookupQuery query) {
        return carriedOut(() -> verbs.lookUpPayment().lookUp(query), AdyenErrors::unresolved);
    }

    @Override
    public Optional<Refunds> refunds() {
        return Optional.of(this);
    }

    @Override
    public Mono<RefundOutcome> refund(RefundCommand command) {
        return carriedOut(() -> verbs.refundPayment().refund(command), AdyenErrors::ofRefund);
    }

    @Override
    public Mono<RefundLookupOutcome> lookupRefund(RefundQuery query) {
        return carriedOut(() -> verbs.lookUpRefund().lookUp(), AdyenErrors::unresolved);
    }

    @Override
    public Optional<Cancels> cancels() {
        return Optional.of(this);
    }

    @Override
    public Mono<CancelOutcome> cancel(CancelCommand command) {
        return carriedOut(() -> verbs.closePayment().close(command), AdyenErrors::unresolved);
    }

    private Mono<ChargeOutcome> carryOut(ChargeCommand command) {
        return switch (command.method()) {
            case HostedPage page -> verbs.openHostedPage().open(command, page);
            case CardOnFile card -> verbs.chargeCardOnFile().charge(command, card);
            case MobileMoney phone ->
                Mono.error(() -> new UnsendableException("a wallet (expected: a page or a card)"));
        };
    }

    private static <T> Mono<T> carriedOut(Supplier<Mono<T>> verb, Function<Throwable, T> otherwise) {
        return Mono.defer(verb).onErrorResume(error -> Mono.just(otherwise.apply(error)));
    }
}
