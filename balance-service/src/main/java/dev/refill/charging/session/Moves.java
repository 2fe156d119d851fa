package dev.refill.charging.session;

import java.util.List;

import dev.refill.bucket.HeldBucket;
import dev.refill.ledger.AccountId;
import dev.refill.ledger.LedgerUnit;
import dev.refill.ledger.Posting;
import dev.refill.posting.Account;
import dev.refill.posting.Leg;
import dev.refill.posting.Lines;
import dev.refill.posting.Place;
import dev.refill.posting.PostingRule;
import dev.refill.posting.Term;
import dev.refill.posting.Terms;
import dev.refill.subscriber.SubscriberId;
import dev.refill.tariff.plan.Service;

/** The lines of an entry, gathered from what was and what is. */
final class Moves {

    private Moves() {}

    /** What the change of a session moves: out of buckets, into the hold or to what is used. */
    static List<Posting> between(Session before, Session after, LedgerUnit unit) {
        var lines = new Lines();
        before.parts().forEach(part -> add(lines, part, after.subscriber(), unit, -1));
        after.parts().forEach(part -> add(lines, part, after.subscriber(), unit, 1));
        return lines.all();
    }

    /** What a usage at once moves: out of buckets, to what is used. */
    static List<Posting> of(Service service, List<HeldBucket> taken) {
        var lines = new Lines();
        taken.forEach(bucket -> PostingRule.USAGE.add(lines, out(bucket, 1).at(Place.SERVICE, service.word())));
        return lines.all();
    }

    /** Credit and free units that were used, by service: the revenue is told apart by it. */
    static AccountId used(Service service) {
        return Account.USED_CREDIT.of(service.word());
    }

    /** @param sign 1: there; -1: back from where it went */
    private static void add(Lines lines, Part part, SubscriberId subscriber, LedgerUnit unit, int sign) {
        String service = part.target().service().word();
        part.spent().forEach(bucket -> PostingRule.SESSION_USED.add(lines, out(bucket, sign)
                .at(Place.SERVICE, service)));
        part.reserved().forEach(bucket -> PostingRule.SESSION_HELD.add(lines, out(bucket, sign)
                .at(Place.SUBSCRIBER, subscriber)));
        PostingRule.SESSION_OWED.add(lines, new Terms().in(Leg.CREDIT, unit)
                .with(Term.AMOUNT, sign * part.owed())
                .at(Place.SERVICE, service)
                .at(Place.SUBSCRIBER, subscriber));
    }

    private static Terms out(HeldBucket bucket, int sign) {
        return new Terms().in(Leg.CREDIT, bucket.terms().unit())
                .with(Term.AMOUNT, sign * bucket.left())
                .at(Place.BUCKET, bucket.terms().account());
    }
}
