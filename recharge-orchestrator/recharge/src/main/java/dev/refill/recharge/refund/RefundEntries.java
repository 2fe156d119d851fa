package dev.refill.recharge.refund;

import java.time.Instant;

import dev.refill.ledger.AccountId;
import dev.refill.ledger.Entry;
import dev.refill.ledger.EntryId;
import dev.refill.ledger.LedgerUnit;
import dev.refill.ledger.Posting;
import dev.refill.recharge.RechargeState;
import dev.refill.recharge.credit.Accounts;
import dev.refill.recharge.credit.Holdings;
import dev.refill.recharge.credit.Lines;
import dev.refill.recharge.order.Order;
import dev.refill.subscriber.SubscriberId;

/** What a refund posts. */
final class RefundEntries {

    private RefundEntries() {}

    static EntryId takenId(Refund refund) {
        return new EntryId("ent_" + refund.id() + "_taken");
    }

    /** The credit entry in reverse, for the part that goes back; what is not in the bucket any more comes from the policy. */
    static Entry taken(Refund refund, Order order, AccountId bucket, Holdings held, Instant at) {
        LedgerUnit unit = refund.credit().unit();
        return new Entry(takenId(refund), "refund", refund.id().value(), at, new Lines()
                .move(Accounts.clearing(order.payment().gateway()), owedTo(order), refund.amount())
                .add(order.recharge().subscriber(), bucket, unit,
                        held.leaving(refund.takenBack().value(), refund.whenSpent()))
                .add(Accounts.ISSUED_CREDIT, unit, refund.credit().value())
                .add(Accounts.ISSUED_BONUS, unit, refund.bonus().value())
                .all());
    }

    /** That entry in reverse, for money that did not leave or came back. As all credit that comes, it settles debts first. */
    static Entry givenBack(Refund refund, Entry taken, SubscriberId subscriber, Holdings held, Instant at) {
        LedgerUnit unit = refund.credit().unit();
        Lines lines = new Lines();
        taken.postings().stream()
                .filter(posting -> !posting.account().isHolding())
                .forEach(posting -> reverse(lines, posting));
        return new Entry(new EntryId("ent_" + refund.id() + "_given_back"), "refund-failed", refund.id().value(),
                at, lines
                        .add(subscriber, unit, held.arriving(refund.takenBack().value()))
                        .all());
    }

    private static void reverse(Lines lines, Posting posting) {
        lines.add(posting.account(), posting.amount().unit(), -posting.amount().value());
    }

    private static AccountId owedTo(Order order) {
        return order.state() == RechargeState.CREDITED
                ? Accounts.DEFERRED_REVENUE
                : Accounts.UNALLOCATED_PAYMENTS;
    }
}
