package dev.refill.recharge.review;

import java.time.Clock;

import reactor.core.publisher.Mono;

import dev.refill.gateway.LookupOutcome;
import dev.refill.gateway.NotAskable;
import dev.refill.gateway.NotFound;
import dev.refill.gateway.PaymentObservation;
import dev.refill.gateway.Unresolved;
import dev.refill.recharge.LookedUp;
import dev.refill.recharge.OrderFile;
import dev.refill.recharge.order.Cause;
import dev.refill.recharge.order.Instants;
import dev.refill.recharge.order.LookUpPayment;
import dev.refill.recharge.order.Order;
import dev.refill.recharge.order.SettleRecharge;

/** Has the provider asked for a person, keeps what it said, and applies it. */
public final class LookUpByHand {

    private final LookUpPayment lookUp;
    private final SettleRecharge settle;
    private final ReviewStore store;
    private final Clock clock;

    public LookUpByHand(LookUpPayment lookUp, SettleRecharge settle, ReviewStore store, Clock clock) {
        this.lookUp = lookUp;
        this.settle = settle;
        this.store = store;
        this.clock = clock;
    }

    Mono<LookedUp> lookUp(Order order, String person) {
        return lookUp.lookUp(order).flatMap(found -> keepAndApply(order, person, found));
    }

    private Mono<LookedUp> keepAndApply(Order order, String person, LookupOutcome found) {
        String words = Found.words(found);
        OrderFile.Deed deed = new OrderFile.Deed(order.recharge().version(), person, OrderFile.Kind.LOOK_UP, "", words,
                Instants.now(clock));
        return store.note(order.id(), deed)
                .then(Mono.defer(() -> apply(order, person, found)))
                .map(after -> new LookedUp(after.recharge(), words));
    }

    private Mono<Order> apply(Order order, String person, LookupOutcome found) {
        return switch (found) {
            case PaymentObservation seen -> settle.apply(order, seen,
                    new Cause(person, Cause.Source.OPERATOR, seen.reference().value()));
            case NotFound notFound -> Mono.just(order);
            case NotAskable never -> Mono.just(order);
            case Unresolved unresolved -> Mono.just(order);
        };
    }
}
