package dev.refill.recharge.dispute;

import java.time.Instant;

import dev.refill.gateway.Money;
import dev.refill.ledger.AccountId;
import dev.refill.ledger.Entry;
import dev.refill.ledger.EntryId;
import dev.refill.ledger.LedgerUnit;
import dev.refill.offer.WhenSpent;
import dev.refill.posting.Account;
import dev.refill.posting.Leg;
import dev.refill.posting.Place;
import dev.refill.posting.PostingRule;
import dev.refill.posting.Term;
import dev.refill.posting.Terms;
import dev.refill.recharge.credit.Holdings;
import dev.refill.recharge.credit.MoveCredit;
import dev.refill.recharge.credit.PostingTerms;
import dev.refill.subscriber.SubscriberId;

/** What a dispute posts. */
final class DisputeEntries {

    private DisputeEntries() {}

    static EntryId withdrawnId(Dispute dispute) {
        return new EntryId("ent_" + dispute.id() + "_withdrawn");
    }

    private static EntryId closedId(Dispute dispute) {
        return new EntryId("ent_" + dispute.id() + "_closed");
    }

    /** The money leaves our balance; what is unspent of its credit is frozen, what is spent is owed. */
    static Entry withdrawn(Dispute dispute, Money withdrawn, Money fee, SubscriberId subscriber, AccountId bucket,
            Holdings held, Instant at) {
        LedgerUnit unit = dispute.credit().unit();
        Terms terms = PostingTerms.of(Term.AMOUNT, withdrawn)
                .in(Leg.FEES, PostingTerms.currency(fee))
                .with(Term.FEE, fee.minor())
                .at(Place.GATEWAY, dispute.gateway())
                .at(Place.BUCKET, bucket)
                .at(Place.DISPUTE, dispute.id());
        return PostingRule.DISPUTE.entry(withdrawnId(dispute), dispute.id().value(), at,
                PostingTerms.add(terms, subscriber, unit,
                        held.leaving(dispute.credit().plus(dispute.bonus()).value(), WhenSpent.OWE)));
    }

    /**
     * The end: what came back of the money brings its credit back, and as all credit that comes it settles debts first, that of
     * the dispute as far as it is still owed; of what did not come back, money and credit are gone.
     *
     * @param opened the entry of the withdrawal, which tells what was frozen and what is owed
     */
    static Entry closed(Dispute dispute, Money withdrawn, Entry opened, SubscriberId subscriber, Holdings held,
            Instant at) {
        LedgerUnit unit = dispute.credit().unit();
        AccountId frozen = AccountId.frozenOf(dispute.id().value());
        long creditBack = dispute.creditBack().value();
        long bonusBack = dispute.bonusBack().value();
        Money back = dispute.reinstated() == null ? new Money(0, withdrawn.currency()) : dispute.reinstated();
        Terms terms = PostingTerms.of(Term.BACK, back)
                .with(Term.LOST, withdrawn.minor() - back.minor())
                .at(Place.GATEWAY, dispute.gateway())
                .at(Place.DISPUTE, dispute.id())
                .with(Term.AMOUNT, MoveCredit.movedIn(opened, frozen))
                .with(Term.OWED, MoveCredit.movedIn(opened, Account.DISPUTED_CREDIT.id()))
                .with(Term.CREDIT, dispute.credit().value() - creditBack)
                .with(Term.BONUS, dispute.bonus().value() - bonusBack);
        PostingRule rule = back.minor() > 0 ? PostingRule.DISPUTE_WON : PostingRule.DISPUTE_LOST;
        return rule.entry(closedId(dispute), dispute.id().value(), at,
                PostingTerms.add(terms, subscriber, unit, held.arriving(creditBack + bonusBack)));
    }
}
