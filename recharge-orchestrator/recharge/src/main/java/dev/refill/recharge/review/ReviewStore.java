package dev.refill.recharge.review;

import java.time.Instant;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import dev.refill.recharge.OrderFile;
import dev.refill.recharge.RechargeId;
import dev.refill.recharge.RechargeState;
import dev.refill.recharge.RestingCount;
import dev.refill.recharge.RestingOrder;
import dev.refill.recharge.order.Order;
import dev.refill.recharge.order.OrderChange;

/** The rows behind the review. Every write is one statement that commits by itself; all publishers are cold. */
public interface ReviewStore {

    /** As {@link dev.refill.recharge.RechargeOperations#list}. */
    Flux<RestingOrder> list(RechargeState state, @Nullable RechargeId after, int limit);

    /** @param restingSince whoever changed before is overdue */
    Flux<RestingCount> counts(Instant restingSince);

    /** Empty: no such order. */
    Mono<OrderFile> find(RechargeId id);

    /** Keeps that a person had the provider asked. Completes empty. */
    Mono<Void> note(RechargeId id, OrderFile.Deed deed);

    /**
     * Commits a decided change with the person and the reason, provided that the order still is as it was read; for one that
     * leads to credit, that nothing of its money has begun to go back; for one that says it was returned, that all has.
     *
     * @return the order as it now stands
     * @throws dev.refill.recharge.order.OrderOvertaken as an error signal if it is not
     */
    Mono<Order> decide(Order order, OrderChange change, OrderFile.Deed deed);
}
