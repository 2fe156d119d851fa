package dev.refill.recharge.credit;

import dev.refill.gateway.Money;
import dev.refill.ledger.LedgerUnit;
import dev.refill.posting.Leg;
import dev.refill.posting.Place;
import dev.refill.posting.Term;
import dev.refill.posting.Terms;
import dev.refill.subscriber.SubscriberId;

/** What happens to money and to what a subscriber holds, in the words of the posting rules. */
public final class PostingTerms {

    private PostingTerms() {}

    /** So much of the money, and its currency. */
    public static Terms of(Term term, Money money) {
        return new Terms().in(Leg.MONEY, currency(money)).with(term, money.minor());
    }

    public static LedgerUnit currency(Money money) {
        return new LedgerUnit(money.currency().getCurrencyCode());
    }

    /** What a move does to the subscriber's holdings. */
    public static Terms add(Terms terms, SubscriberId subscriber, LedgerUnit unit, Holdings.Move move) {
        return terms.at(Place.SUBSCRIBER, subscriber)
                .in(Leg.CREDIT, unit)
                .with(Term.BUCKET, move.bucket())
                .with(Term.FROZEN, move.frozen())
                .with(Term.RECEIVABLE, move.receivable());
    }
}
