package dev.refill.recharge.order;

import reactor.core.publisher.Mono;

import dev.refill.gateway.LookupOutcome;
import dev.refill.gateway.LookupQuery;

/** Asks the provider what became of an order's payment. Changes nothing here, and begins nothing there. */
public final class LookUpPayment {

    private final Gateways gateways;
    private final PaymentTerms terms;
    private final PhaseTimer phases;

    public LookUpPayment(Gateways gateways, PaymentTerms terms, PhaseTimer phases) {
        this.gateways = gateways;
        this.terms = terms;
        this.phases = phases;
    }

    public Mono<LookupOutcome> lookUp(Order order) {
        Payment payment = order.payment();
        return phases.timed("lookup", gateways.get(payment.gateway())
                .lookup(new LookupQuery(payment.operationKey(), payment.reference(), terms.sentWithin(order))));
    }
}
