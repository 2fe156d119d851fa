package dev.refill.recharge.order;

import reactor.core.publisher.Mono;

import dev.refill.recharge.Cancellation;
import dev.refill.recharge.RechargeEvent;
import dev.refill.recharge.RechargeState;

/**
 * Cancels an unpaid order for its owner: commits the wish, has the payment closed at the provider, and applies what the
 * provider says. Only the provider's word that nobody can pay it any more makes it cancelled.
 */
public final class CancelRecharge {

    private final ClosePayment close;
    private final SettleRecharge settle;

    public CancelRecharge(ClosePayment close, SettleRecharge settle) {
        this.close = close;
        this.settle = settle;
    }

    /** @param client who wants it */
    Mono<Cancellation> cancel(Order order, String client) {
        return switch (order.state()) {
            // Nothing of it is at the provider.
            case CREATED -> request(order, client).map(CancelRecharge::answer);
            case REQUIRES_ACTION -> close.isPossible(order)
                    ? request(order, client).flatMap(this::closeIfCancelling).map(CancelRecharge::answer)
                    : Mono.just(answer(order));
            case CANCELLING -> closeIfCancelling(order).map(CancelRecharge::answer);
            case CHARGING, UNKNOWN, PAID, CREDITED, DECLINED, EXPIRED, CANCELLED, IN_REVIEW, RETURNED ->
                Mono.just(answer(order));
        };
    }

    private Mono<Order> request(Order order, String client) {
        return settle.apply(order, RechargeEvent.CANCEL_REQUESTED, new Cause(client, Cause.Source.OWNER, null));
    }

    private Mono<Order> closeIfCancelling(Order order) {
        return order.state() == RechargeState.CANCELLING ? close.close(order) : Mono.just(order);
    }

    private static Cancellation answer(Order order) {
        return switch (order.state()) {
            case CANCELLED -> new Cancellation.Cancelled(order.recharge());
            case CANCELLING -> new Cancellation.UnderWay(order.recharge());
            case CREATED, CHARGING, REQUIRES_ACTION, UNKNOWN, PAID, CREDITED, DECLINED, EXPIRED, IN_REVIEW, RETURNED ->
                new Cancellation.TooLate(order.recharge());
        };
    }
}
