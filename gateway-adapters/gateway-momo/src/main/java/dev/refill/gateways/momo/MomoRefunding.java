package dev.refill.gateways.momo;

import reactor.core.publisher.Mono;

import dev.refill.gateway.RefundCommand;
import dev.refill.gateway.RefundLookupOutcome;
import dev.refill.gateway.RefundOutcome;
import dev.refill.gateway.RefundQuery;
import dev.refill.gateway.Refunds;

/** Refunds, which need a product of MTN's besides the one that collects. */
record MomoRefunding(RefundPayment refundPayment, LookUpRefund lookUpRefund) implements Refunds {

    static MomoRefunding by(MomoProduct disbursement) {
        var lookUpRefund = new LookUpRefund(disbursement);
        return new MomoRefunding(new RefundPayment(disbursement, lookUpRefund), lookUpRefund);
    }

    @Override
    public Mono<RefundOutcome> refund(RefundCommand command) {
        return refundPayment.refund(command);
    }

    @Override
    public Mono<RefundLookupOutcome> lookupRefund(RefundQuery query) {
        return lookUpRefund.lookUp(query);
    }
}
