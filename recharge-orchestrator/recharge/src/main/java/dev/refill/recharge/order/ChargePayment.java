package dev.refill.recharge.order;

import java.time.Clock;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

import dev.refill.gateway.ChargeOutcome;
import dev.refill.gateway.NotSent;
import dev.refill.gateway.PaymentGateway;
import dev.refill.gateway.PaymentObservation;
import dev.refill.gateway.Unknown;
import dev.refill.recharge.RechargeEvent;

/** Intent, call, outcome: commits that the charge is about to be sent, sends it, and applies what came of it. */
public final class ChargePayment {

    private static final Logger log = LoggerFactory.getLogger(ChargePayment.class);

    private final Gateways gateways;
    private final PaymentTerms terms;
    private final OrderStore store;
    private final Settlement settlement;
    private final SettleRecharge settle;
    private final PhaseTimer phases;
    private final Clock clock;

    public ChargePayment(Gateways gateways, PaymentTerms terms, OrderStore store, Settlement settlement,
            SettleRecharge settle, PhaseTimer phases, Clock clock) {
        this.gateways = gateways;
        this.terms = terms;
        this.store = store;
        this.settlement = settlement;
        this.settle = settle;
        this.phases = phases;
        this.clock = clock;
    }

    /** Commits that the charge of a created order is about to be sent, and sends it. */
    public Mono<Order> charge(Order order) {
        return Mono.justOrEmpty(settlement.change(order, RechargeEvent.CHARGE_BEGUN, Cause.own(Cause.Source.RISK),
                Instants.now(clock)))
                .flatMap(change -> phases.timed("begin", store.change(order, change)))
                .flatMap(this::send)
                // Another node has begun it meanwhile: it is theirs to send.
                .onErrorResume(OrderOvertaken.class, overtaken -> store.byId(order.id()))
                .switchIfEmpty(Mono.defer(() -> store.byId(order.id())));
    }

    /**
     * Sends the charge, again or for the first time, under the same operation key. The order's state must say already that
     * it may have been sent. Answers with the order as it stands after the outcome.
     */
    Mono<Order> send(Order order) {
        PaymentGateway gateway = gateways.get(order.payment().gateway());
        return phases.timed("charge", gateway.charge(terms.commandFor(order)))
                .flatMap(outcome -> apply(order, outcome));
    }

    private Mono<Order> apply(Order order, ChargeOutcome outcome) {
        Cause cause = new Cause(order.payment().gateway().value(), Cause.Source.ANSWER, null);
        return switch (outcome) {
            case PaymentObservation seen -> settle.apply(order, seen, cause.with(seen.reference().value()));
            case Unknown unknown -> {
                log.warn("{}: outcome of the charge is not known: {}", order.id(), unknown.cause());
                yield settle.apply(order, RechargeEvent.OUTCOME_UNKNOWN, cause.with(unknown.cause()));
            }
            case NotSent notSent -> {
                log.warn("{}: charge was not sent: {}", order.id(), notSent.reason());
                yield settle.apply(order, eventOf(notSent), cause.with(notSent.reason().name()));
            }
        };
    }

    private static RechargeEvent eventOf(NotSent notSent) {
        return switch (notSent.reason()) {
            // Another request with our key is under way: what becomes of it is not known yet.
            case IN_PROGRESS -> RechargeEvent.OUTCOME_UNKNOWN;
            case CONNECTION_REFUSED, RATE_LIMITED, BULKHEAD_FULL, BREAKER_OPEN, REFUSED -> RechargeEvent.NOT_SENT;
        };
    }
}
