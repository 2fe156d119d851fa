package dev.refill.recharge.order;

import java.time.Clock;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import dev.refill.recharge.RechargeEvent;
import dev.refill.recharge.Refusal;
import dev.refill.risk.RiskFacts;
import dev.refill.risk.RiskPolicy;
import dev.refill.risk.RiskVerdict;

/** Lets the risk policies speak before anything is sent, and keeps a refusal with the order as evidence. */
public final class AssessRisk {

    private final RiskPolicy policy;
    private final OrderStore store;
    private final Settlement settlement;
    private final Clock clock;

    public AssessRisk(RiskPolicy policy, OrderStore store, Settlement settlement, Clock clock) {
        this.policy = policy;
        this.store = store;
        this.settlement = settlement;
        this.clock = clock;
    }

    /** What risk means for an order that is about to be sent. */
    sealed interface Assessment {

        /** No policy objects: it may be sent. */
        record Passed(Order order) implements Assessment {}

        /** A policy objects: it must not be sent. */
        record Objected(Order order, Refusal refusal) implements Assessment {}
    }

    /** Lets the policies speak on facts that are known. */
    Assessment assess(Order order, RiskFacts facts) {
        Refusal refusal = refusalFor(policy.assess(facts));
        return refusal == null ? new Assessment.Passed(order) : new Assessment.Objected(order, refusal);
    }

    /** The same for an order whose first assessment was interrupted. */
    Mono<Assessment> assessAgain(Order order) {
        return store.riskFacts(order).map(facts -> assess(order, facts));
    }

    /** Ends the order with its refusal. The order as it then stands; somebody may have moved it meanwhile. */
    Mono<Order> refuse(Assessment.Objected objected) {
        Order order = objected.order();
        Cause cause = Cause.own(Cause.Source.RISK).with(objected.refusal().name());
        return Mono.justOrEmpty(settlement.change(order, RechargeEvent.RISK_REFUSED, cause, Instants.now(clock)))
                .flatMap(change -> store.change(order, change.withRefusal(objected.refusal())))
                .onErrorResume(OrderOvertaken.class, overtaken -> store.byId(order.id()))
                .defaultIfEmpty(order);
    }

    private static @Nullable Refusal refusalFor(RiskVerdict verdict) {
        return switch (verdict) {
            case PASS -> null;
            case CONFIRM_REPEAT -> Refusal.REPEAT_NOT_CONFIRMED;
            case TOO_MANY_FOR_NUMBER -> Refusal.TOO_MANY_FOR_NUMBER;
            case AMOUNT_OVER_DAILY_LIMIT -> Refusal.AMOUNT_OVER_DAILY_LIMIT;
        };
    }
}
