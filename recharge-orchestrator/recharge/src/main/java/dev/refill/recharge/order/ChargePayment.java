package dev.refill.recharge.order;

import java.time.Clock;
import java.util.Optional;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

import dev.refill.gateway.ChargeOutcome;
import dev.refill.gateway.Declined;
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
    private final Cascade cascade;
    private final SettleRecharge settle;
    private final PhaseTimer phases;
    private final Clock clock;

    public ChargePayment(Gateways gateways, PaymentTerms terms, OrderStore store, Settlement settlement,
            Cascade cascade, SettleRecharge settle, PhaseTimer phases, Clock clock) {
        this.gateways = gateways;
        this.terms = terms;
        this.store = store;
        this.settlement = settlement;
        this.cascade = cascade;
        this.settle = settle;
        this.phases = phases;
        this.clock = clock;
    }

    /** Whether its charge may be sent now, for the first time or again. */
    boolean maySend(Order order) {
        return terms.mayBeSent(order, clock.instant()) && !gateways.isOff(order.payment().gateway());
    }

    /**
     * Commits that the charge of a created order is about to be sent, and sends it; elsewhere, if its gateway is switched off. The
     * same order: it is, and there is nowhere else.
     */
    public Mono<Order> charge(Order order) {
        return gateways.isOff(order.payment().gateway()) ? chargeElsewhere(order) : chargeThere(order);
    }

    private Mono<Order> chargeThere(Order order) {
        return Mono.justOrEmpty(settlement.change(order, RechargeEvent.CHARGE_BEGUN, Cause.own(Cause.Source.RISK),
                Instants.now(clock)))
                .flatMap(change -> phases.timed("begin", store.change(order, change)))
                .flatMap(this::send)
                // Another node has begun it meanwhile: it is theirs to send.
                .onErrorResume(OrderOvertaken.class, overtaken -> store.byId(order.id()))
                .switchIfEmpty(Mono.defer(() -> store.byId(order.id())));
    }

    private Mono<Order> chargeElsewhere(Order order) {
        Cause cause = Cause.own(Cause.Source.POLL).with("SWITCHED_OFF");
        return goOn(order, cascade.awayFromSwitchedOff(order, cause, Instants.now(clock))).defaultIfEmpty(order);
    }

    /**
     * Sends the charge, again or for the first time, under the same operation key. The order's state must say already that
     * it may have been sent. Answers with the order as it stands after the outcome; where it went on to other providers, after
     * theirs.
     */
    Mono<Order> send(Order order) {
        PaymentGateway gateway = gateways.get(order.payment().gateway());
        return phases.timed("charge", gateway.charge(terms.commandFor(order)))
                .flatMap(outcome -> apply(order, outcome));
    }

    private Mono<Order> apply(Order order, ChargeOutcome outcome) {
        Cause cause = new Cause(order.payment().gateway().value(), Cause.Source.ANSWER, null);
        return switch (outcome) {
            case Declined declined -> applyDeclined(order, declined, cause.with(declined.reference().value()));
            case PaymentObservation seen -> settle.apply(order, seen, cause.with(seen.reference().value()));
            case Unknown unknown -> {
                log.warn("{}: outcome of the charge is not known: {}", order.id(), unknown.cause());
                yield settle.apply(order, RechargeEvent.OUTCOME_UNKNOWN, cause.with(unknown.cause()));
            }
            case NotSent notSent -> {
                log.warn("{}: charge was not sent: {}", order.id(), notSent.reason());
                yield applyNotSent(order, notSent, cause.with(notSent.reason().name()));
            }
        };
    }

    private Mono<Order> applyDeclined(Order order, Declined declined, Cause cause) {
        return goOn(order, cascade.afterDecline(order, declined, cause.seeing(declined), Instants.now(clock)))
                .switchIfEmpty(Mono.defer(() -> settle.apply(order, declined, cause)));
    }

    private Mono<Order> applyNotSent(Order order, NotSent notSent, Cause cause) {
        return notSent.reason().mayFailOver()
                ? goOn(order, cascade.afterNotSent(order, notSent.reason(), cause, Instants.now(clock)))
                        .switchIfEmpty(Mono.defer(() -> settle.apply(order, RechargeEvent.NOT_SENT, cause)))
                // Another request with our key is under way: what becomes of it is not known yet.
                : settle.apply(order, RechargeEvent.OUTCOME_UNKNOWN, cause);
    }

    /** Commits the next payment, and sends it: only who committed it may. Empty: there is none. */
    private Mono<Order> goOn(Order order, Optional<OrderChange> onward) {
        return Mono.justOrEmpty(onward)
                .flatMap(change -> phases.timed("reroute", store.change(order, change)))
                .doOnNext(after -> log.warn("{}: goes on from {} to {}", order.id(), order.payment().gateway(),
                        after.payment().gateway()))
                .flatMap(this::send)
                .onErrorResume(OrderOvertaken.class, overtaken -> store.byId(order.id()));
    }
}
