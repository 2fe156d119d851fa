package dev.refill.recharge.dispute;

import java.time.Instant;

import dev.refill.gateway.Money;
import dev.refill.ledger.AccountId;
import dev.refill.ledger.Entry;
import dev.refill.ledger.EntryId;
import dev.refill.ledger.LedgerUnit;
import dev.refill.offer.WhenSpent;
import dev.refill.recharge.credit.Accounts;
import dev.refill.recharge.credit.Holdings;
import dev.refill.recharge.credit.Lines;
import dev.refill.recharge.credit.MoveCredit;
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
        AccountId clearing = Accounts.clearing(dispute.gateway());
        LedgerUnit unit = dispute.credit().unit();
        Holdings.Move move = held.leaving(dispute.credit().plus(dispute.bonus()).value(), WhenSpent.OWE);
        return new Entry(withdrawnId(dispute), "dispute", dispute.id().value(), at, new Lines()
                .move(clearing, Accounts.DISPUTED_FUNDS, withdrawn)
                .move(clearing, Accounts.DISPUTE_FEES, fee)
                .add(subscriber, bucket, unit, move)
                .add(AccountId.frozenOf(dispute.id().value()), unit, -move.bucket())
                .add(Accounts.DISPUTED_CREDIT, unit, -move.receivable())
                .all());
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
        long wasFrozen = MoveCredit.movedIn(opened, frozen);
        long wasOwed = MoveCredit.movedIn(opened, Accounts.DISPUTED_CREDIT);
        long creditBack = dispute.creditBack().value();
        long bonusBack = dispute.bonusBack().value();
        Money back = dispute.reinstated() == null ? new Money(0, withdrawn.currency()) : dispute.reinstated();
        Money lost = new Money(withdrawn.minor() - back.minor(), withdrawn.currency());
        String kind = back.minor() > 0 ? "dispute-won" : "dispute-lost";
        return new Entry(closedId(dispute), kind, dispute.id().value(), at, new Lines()
                .move(Accounts.DISPUTED_FUNDS, Accounts.clearing(dispute.gateway()), back)
                .move(Accounts.DISPUTED_FUNDS, Accounts.DISPUTE_LOSSES, lost)
                .add(frozen, unit, -wasFrozen)
                .add(Accounts.DISPUTED_CREDIT, unit, -wasOwed)
                .add(subscriber, unit, held.arriving(creditBack + bonusBack))
                .add(Accounts.ISSUED_CREDIT, unit, dispute.credit().value() - creditBack)
                .add(Accounts.ISSUED_BONUS, unit, dispute.bonus().value() - bonusBack)
                .all());
    }
}
