package dev.refill.portal.operations;

import dev.refill.portal.page.Written;
import dev.refill.recharge.refund.Refund;

/** One refund that waits for a person, as the list shows it. */
record RefundLine(String id, String order, String state, String amount, String askedBy, String since, String sinceIso) {

    static RefundLine of(Refund refund) {
        return new RefundLine(refund.id().value(), refund.recharge().value(), OrderCase.word(refund.state()),
                Written.money(refund.amount()), refund.requestedBy(), Written.time(refund.changedAt()),
                refund.changedAt().toString());
    }
}
