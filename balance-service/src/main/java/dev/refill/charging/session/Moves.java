package dev.refill.charging.session;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.refill.bucket.HeldBucket;
import dev.refill.ledger.AccountId;
import dev.refill.ledger.Amount;
import dev.refill.ledger.LedgerUnit;
import dev.refill.ledger.Posting;
import dev.refill.subscriber.SubscriberId;
import dev.refill.tariff.plan.Service;

/** The lines of an entry, gathered from what was and what is; what does not move is left out. Not for more than one thread. */
final class Moves {

    private final Map<Place, Long> lines = new LinkedHashMap<>();

    private record Place(AccountId account, LedgerUnit unit) {}

    /** What the change of a session moves: out of buckets, into the hold or to what is used. */
    static List<Posting> between(Session before, Session after, LedgerUnit unit) {
        var moves = new Moves();
        before.parts().forEach(part -> moves.part(part, after.subscriber(), unit, 1));
        after.parts().forEach(part -> moves.part(part, after.subscriber(), unit, -1));
        return moves.postings();
    }

    /** What a usage at once moves: out of buckets, to what is used. */
    static List<Posting> of(Service service, List<HeldBucket> taken) {
        var moves = new Moves();
        taken.forEach(bucket -> moves.move(bucket, used(service), -1));
        return moves.postings();
    }

    /** Credit and free units that were used, by service: the revenue is told apart by it. */
    static AccountId used(Service service) {
        return new AccountId("used-credit:" + service.word());
    }

    /** @param sign 1: back from where it went; -1: there */
    private void part(Part part, SubscriberId subscriber, LedgerUnit unit, int sign) {
        AccountId used = used(part.target().service());
        part.spent().forEach(bucket -> move(bucket, used, sign));
        part.reserved().forEach(bucket -> move(bucket, Session.hold(subscriber), sign));
        add(AccountId.receivableOf(subscriber.value()), unit, sign * part.owed());
        add(used, unit, -sign * part.owed());
    }

    private void move(HeldBucket bucket, AccountId counterpart, int sign) {
        add(bucket.terms().account(), bucket.terms().unit(), sign * bucket.left());
        add(counterpart, bucket.terms().unit(), -sign * bucket.left());
    }

    private void add(AccountId account, LedgerUnit unit, long value) {
        lines.merge(new Place(account, unit), value, Math::addExact);
    }

    private List<Posting> postings() {
        return lines.entrySet().stream()
                .filter(line -> line.getValue() != 0)
                .map(line -> new Posting(line.getKey().account(), new Amount(line.getKey().unit(), line.getValue())))
                .toList();
    }
}
