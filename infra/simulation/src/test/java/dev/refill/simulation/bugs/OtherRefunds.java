package dev.refill.simulation.bugs;

import java.time.Duration;
import java.time.Instant;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import dev.refill.gateway.GatewayId;
import dev.refill.gateway.ProviderReference;
import dev.refill.recharge.RechargeId;
import dev.refill.recharge.order.Cause;
import dev.refill.recharge.refund.Refund;
import dev.refill.recharge.refund.RefundChange;
import dev.refill.recharge.refund.RefundEvent;
import dev.refill.recharge.refund.RefundId;
import dev.refill.recharge.refund.RefundStep;
import dev.refill.recharge.refund.RefundStore;
import dev.refill.recharge.refund.Refundable;

/** Refunds as they are, but that each which is asked for counts as kept. */
record OtherRefunds(RefundStore refunds) implements RefundStore {

    @Override
    public Mono<Refundable> refundable(RechargeId recharge) {
        return refunds.refundable(recharge);
    }

    @Override
    public Mono<Keeping> request(Refund refund, Refundable of, RefundEvent event, Cause cause,
            @Nullable Instant nextAttemptAt) {
        return refunds.request(refund, of, event, cause, nextAttemptAt).thenReturn(Keeping.KEPT);
    }

    @Override
    public Mono<Refund> change(Refund refund, RefundChange change) {
        return refunds.change(refund, change);
    }

    @Override
    public Mono<Refund> byId(RefundId id) {
        return refunds.byId(id);
    }

    @Override
    public Mono<Refund> byClaim(String claimId) {
        return refunds.byClaim(claimId);
    }

    @Override
    public Mono<Refund> byReference(GatewayId gateway, ProviderReference reference) {
        return refunds.byReference(gateway, reference);
    }

    @Override
    public Flux<Refund> of(RechargeId recharge) {
        return refunds.of(recharge);
    }

    @Override
    public Flux<RefundStep> steps(RefundId id) {
        return refunds.steps(id);
    }

    @Override
    public Flux<Refund> takeDue(Instant now, Duration lease, int most) {
        return refunds.takeDue(now, lease, most);
    }

    @Override
    public Mono<Void> reschedule(Refund refund, Instant nextAttemptAt) {
        return refunds.reschedule(refund, nextAttemptAt);
    }
}
