package dev.refill.portal.operations;

import java.util.List;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import dev.refill.gateway.Money;
import dev.refill.portal.page.Written;
import dev.refill.recharge.dispute.Dispute;
import dev.refill.recharge.refund.Refund;

/**
 * A refund or a dispute of an order as the order's page shows it.
 *
 * @param kind names its word
 * @param amount empty: no money has moved
 * @param reason in the words of who asked, or of the provider; empty: it gave none
 * @param askedBy {@code null}: it is a dispute
 * @param decidedBy {@code null}: nobody had to, or nobody has yet
 * @param at when it last changed; empty: that is not kept with it
 */
record ReturnLine(String kind, String id, String state, String amount, String reason, @Nullable String askedBy,
        @Nullable String decidedBy, String at, String atIso) {

    static List<ReturnLine> of(List<Refund> refunds, List<Dispute> disputes) {
        return Stream.concat(refunds.stream().map(ReturnLine::of), disputes.stream().map(ReturnLine::of)).toList();
    }

    private static ReturnLine of(Refund refund) {
        return new ReturnLine("refund", refund.id().value(), OrderCase.word(refund.state()),
                Written.money(refund.amount()), refund.reason(), refund.requestedBy(), refund.decidedBy(),
                Written.time(refund.changedAt()), refund.changedAt().toString());
    }

    private static ReturnLine of(Dispute dispute) {
        var state = dispute.state();
        Money taken = dispute.withdrawn();
        String reason = dispute.rawReason();
        return new ReturnLine("dispute", dispute.id().value(), state == null ? "" : OrderCase.word(state),
                taken == null ? "" : Written.money(taken), reason == null ? "" : reason, null, null, "", "");
    }
}
