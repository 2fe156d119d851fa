package dev.refill.recharge.refund;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

import dev.refill.gateway.GatewayEvent.RefundObserved;
import dev.refill.gateway.OperationKey;
import dev.refill.gateway.RefundFailed;
import dev.refill.gateway.RefundPending;
import dev.refill.gateway.RefundSucceeded;
import dev.refill.recharge.order.Cause;
import dev.refill.recharge.order.FindOrder;
import dev.refill.recharge.order.FindOrder.Owner;
import dev.refill.recharge.order.Order;
import dev.refill.recharge.order.Payment;
import dev.refill.webhooks.Handling;

/** Brings what webhooks say of refunds to them, also of refunds that somebody made at the provider. */
public final class RefundNews {

    private static final Logger log = LoggerFactory.getLogger(RefundNews.class);

    private final RefundStore store;
    private final RequestRefund request;
    private final AdvanceRefund advance;
    private final SettleRefund settle;
    private final FindOrder orders;

    public RefundNews(RefundStore store, RequestRefund request, AdvanceRefund advance, SettleRefund settle,
            FindOrder orders) {
        this.store = store;
        this.request = request;
        this.advance = advance;
        this.settle = settle;
        this.orders = orders;
    }

    /** Emits exactly one handling; an error: to be handed over again. */
    public Mono<Handling> handle(RefundObserved observed) {
        Cause cause = new Cause(observed.gateway().value(), Cause.Source.WEBHOOK, observed.dedupeKey());
        return known(observed)
                .flatMap(refund -> apply(refund, observed, cause))
                .<Handling>map(refund -> new Handling.Done())
                .switchIfEmpty(Mono.defer(() -> unknown(observed, cause)));
    }

    private Mono<Refund> known(RefundObserved observed) {
        OperationKey key = observed.operationKey();
        return key == null
                ? store.byReference(observed.gateway(), observed.observation().reference())
                : Mono.justOrEmpty(RefundId.parse(key.value())).flatMap(store::byId);
    }

    /**
     * What comes without our key may be of a refund that somebody made there, and that is kept and its credit not yet taken. The
     * provider tells whether news that contradicts is true: if so, and where it cannot be asked, it is a person's, as a dead letter.
     */
    private Mono<Refund> apply(Refund refund, RefundObserved observed, Cause cause) {
        Mono<Refund> applied = observed.operationKey() == null
                ? advance.hear(refund, observed.observation(), cause)
                : settle.apply(refund, observed.observation(), cause);
        return applied.onErrorResume(RefundContradicted.class,
                contradicted -> advance.confirm(contradicted, observed.observation().reference()));
    }

    private Mono<Handling> unknown(RefundObserved observed, Cause cause) {
        Mono<Handling> later = Mono.just(new Handling.ObjectNotKnownYet(observed.observation().reference().value()));
        if (observed.operationKey() != null) {
            return later;
        }
        return switch (observed.observation()) {
            case RefundSucceeded succeeded -> orders.of(observed.gateway(), observed.paymentKey(), observed.payment())
                    .flatMap(owner -> switch (owner) {
                        case Owner.Known(Order order) -> found(order, succeeded, cause).switchIfEmpty(later);
                        case Owner.Former(Order order, Payment payment) -> ofStray(order, payment, succeeded);
                        case Owner.NotKnownYet() -> later;
                        case Owner.NotOurs() -> Mono.just(new Handling.Done());
                    });
            // Its amount is not told before it succeeds; one that failed never was one.
            case RefundPending pending -> Mono.just(new Handling.Done());
            case RefundFailed failed -> Mono.just(new Handling.Done());
        };
    }

    /** Whoever gave it back there is the one to say so here, as the runbook has it; the order's own money is another. */
    private static Mono<Handling> ofStray(Order order, Payment payment, RefundSucceeded succeeded) {
        return Mono.fromSupplier(() -> {
            log.warn("{}: refund {} is of {}, which another payment has followed", order.id(), succeeded.reference(),
                    payment.operationKey());
            return new Handling.Done();
        });
    }

    private Mono<Handling> found(Order order, RefundSucceeded succeeded, Cause cause) {
        return store.refundable(order.id())
                .flatMap(of -> request.found(succeeded.reference(), succeeded.amount(), of, cause))
                .flatMap(outcome -> carriedOn(outcome, succeeded, cause));
    }

    private Mono<Handling> carriedOn(RequestOutcome outcome, RefundSucceeded succeeded, Cause cause) {
        return switch (outcome) {
            case RequestOutcome.Accepted accepted ->
                advance.hear(accepted.refund(), succeeded, cause).thenReturn(new Handling.Done());
            case RequestOutcome.NotRefundable notYet ->
                Mono.just(new Handling.ObjectNotKnownYet(succeeded.reference().value()));
            case RequestOutcome.Stale stale -> objected(succeeded, outcome);
            case RequestOutcome.Exceeds exceeds -> objected(succeeded, outcome);
            case RequestOutcome.OtherCurrency other -> objected(succeeded, outcome);
            case RequestOutcome.NoSuchRecharge none -> objected(succeeded, outcome);
        };
    }

    /** Tried again; what does not go away is a person's, as a dead letter. */
    private static Mono<Handling> objected(RefundSucceeded succeeded, RequestOutcome why) {
        return Mono.error(() -> new IllegalStateException(
                "refund " + succeeded.reference() + " was made at the provider and does not fit: " + why));
    }
}
