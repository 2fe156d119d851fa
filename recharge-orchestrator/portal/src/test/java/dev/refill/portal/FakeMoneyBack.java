package dev.refill.portal;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;

import dev.refill.gateway.GatewayId;
import dev.refill.gateway.Money;
import dev.refill.gateway.ProviderReference;
import dev.refill.ledger.LedgerUnit;
import dev.refill.offer.Quantity;
import dev.refill.offer.WhenSpent;
import dev.refill.recharge.MoneyBack;
import dev.refill.recharge.RechargeId;
import dev.refill.recharge.dispute.Dispute;
import dev.refill.recharge.dispute.DisputeId;
import dev.refill.recharge.dispute.DisputeState;
import dev.refill.recharge.refund.Refund;
import dev.refill.recharge.refund.RefundId;
import dev.refill.recharge.refund.RefundState;

/** Of the first order a refund waits for its second person, and a bank has taken a part. */
public final class FakeMoneyBack implements MoneyBack {

    static final RefundId REFUND = new RefundId("rfd_" + "%026d".formatted(1));
    static final DisputeId DISPUTE = new DisputeId("dsp_" + "%026d".formatted(1));

    private static final LedgerUnit AIRTIME = new LedgerUnit("airtime:USD");

    @Override
    public Flux<Refund> resting(RefundState state, @Nullable RefundId after, int limit) {
        return refundsOf(FakeOperations.id(1)).filter(refund -> refund.state() == state);
    }

    @Override
    public Flux<Refund> refundsOf(RechargeId recharge) {
        return Flux.just(new Refund(REFUND, "claim", FakeOperations.id(1), 1, RefundState.AWAITING_APPROVAL,
                Money.of(400, "USD"), new Quantity(400, AIRTIME), new Quantity(40, AIRTIME), WhenSpent.OWE,
                "<script>reason</script>", "person-ada", null, null, 0, FakeOperations.AT, FakeOperations.AT))
                .filter(refund -> refund.recharge().equals(recharge));
    }

    @Override
    public Flux<Dispute> disputesOf(RechargeId recharge) {
        return Flux.just(new Dispute(DISPUTE, new GatewayId("stripe"), new ProviderReference("du_1"),
                FakeOperations.id(1), 1, DisputeState.OPENED, Money.of(250, "USD"), null, null,
                new Quantity(250, AIRTIME), new Quantity(25, AIRTIME), "fraudulent"))
                .filter(dispute -> dispute.recharge().equals(recharge));
    }

    @Override
    public Flux<RefundCount> refundCounts() {
        return Flux.just(new RefundCount(RefundState.AWAITING_APPROVAL, 1));
    }

    @Override
    public Flux<DisputeCount> disputeCounts() {
        return Flux.just(new DisputeCount(DisputeState.OPENED, 1));
    }
}
