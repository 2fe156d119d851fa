package dev.refill.recharge.refund;

import java.time.Instant;

import dev.refill.ledger.AccountId;
import dev.refill.ledger.Entry;
import dev.refill.ledger.EntryId;
import dev.refill.ledger.Posting;
import dev.refill.posting.Account;
import dev.refill.posting.Place;
import dev.refill.posting.PostingRule;
import dev.refill.posting.Term;
import dev.refill.posting.Terms;
import dev.refill.recharge.RechargeState;
import dev.refill.recharge.credit.Holdings;
import dev.refill.recharge.credit.MoveCredit;
import dev.refill.recharge.credit.PostingTerms;
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
        PostingRule rule = order.state() == RechargeState.CREDITED ? PostingRule.REFUND : PostingRule.REFUND_OF_HELD;
        Terms terms = PostingTerms.of(Term.AMOUNT, refund.amount())
                .at(Place.GATEWAY, order.payment().gateway())
                .at(Place.BUCKET, bucket)
                .with(Term.CREDIT, refund.credit().value())
                .with(Term.BONUS, refund.bonus().value());
        return rule.entry(takenId(refund), refund.id().value(), at,
                PostingTerms.add(terms, order.recharge().subscriber(), refund.credit().unit(),
                        held.leaving(refund.takenBack().value(), refund.whenSpent())));
    }

    /** That entry in reverse, for money that did not leave or came back. As all credit that comes, it settles debts first. */
    static Entry givenBack(Refund refund, Entry taken, SubscriberId subscriber, Holdings held, Instant at) {
        PostingRule rule = MoveCredit.movedIn(taken, Account.UNALLOCATED_PAYMENTS.id()) == 0
                ? PostingRule.REFUND_FAILED
                : PostingRule.REFUND_OF_HELD_FAILED;
        Terms terms = PostingTerms.of(Term.AMOUNT, refund.amount())
                .at(Place.GATEWAY, gatewayOf(taken))
                .with(Term.CREDIT, MoveCredit.movedIn(taken, Account.ISSUED_CREDIT.id()))
                .with(Term.BONUS, MoveCredit.movedIn(taken, Account.ISSUED_BONUS.id()));
        return rule.entry(new EntryId("ent_" + refund.id() + "_given_back"), refund.id().value(), at, PostingTerms
                .add(terms, subscriber, refund.credit().unit(), held.arriving(refund.takenBack().value())));
    }

    private static String gatewayOf(Entry taken) {
        return taken.postings().stream()
                .map(Posting::account)
                .filter(account -> Account.of(account) == Account.GATEWAY_CLEARING)
                .map(account -> account.value().substring(Account.GATEWAY_CLEARING.word().length() + 1))
                .findFirst()
                .orElseThrow();
    }
}
