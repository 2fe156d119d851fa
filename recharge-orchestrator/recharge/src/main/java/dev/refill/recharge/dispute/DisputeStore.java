package dev.refill.recharge.dispute;

import java.time.Instant;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import dev.refill.gateway.GatewayId;
import dev.refill.gateway.ProviderReference;
import dev.refill.recharge.RechargeId;
import dev.refill.recharge.order.Cause;
import dev.refill.recharge.refund.Refundable;

/** Where disputes are kept. Every write is one statement that commits by itself; all publishers are cold. */
public interface DisputeStore {

    /** Empty: nothing is known of it. */
    Mono<Dispute> byReference(GatewayId gateway, ProviderReference reference);

    /** An order's disputes, the oldest first. */
    Flux<Dispute> of(RechargeId recharge);

    /**
     * Commits a change, provided that the dispute and its order still are as they were read, and if the change takes something
     * of what was paid, also what went back of it.
     *
     * @param before as it was read
     * @param after as it is to be
     * @param of the order and what went back of it, as read
     * @return whether it was made; if not, read again
     */
    Mono<Boolean> change(Dispute before, Dispute after, Refundable of, DisputeEvent event, Cause cause, Instant at);
}
