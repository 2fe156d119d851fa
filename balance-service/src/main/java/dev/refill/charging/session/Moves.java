package dev.refill.charging.session;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import dev.refill.bucket.HeldBucket;
import dev.refill.ledger.AccountId;
import dev.refill.ledger.Amount;
import dev.refill.ledger.LedgerUnit;
import dev.refill.ledger.Posting;
import dev.refill.subscriber.SubscriberId;

/** The lines of an entry, gathered from what was and what is; what does not move is left out. Not for more than one thread. */
final class Moves {

    /** Credit and free units that were used. */
    static final AccountId USED = new AccountId("used-credit");

    private final Map<Place, Long> lines = new LinkedHashMap<>();

    private record Place(AccountId account, LedgerUnit unit) {}

    /** What the change of a session moves: out of buckets, into the hold or to what is used. */
    static List<Posting> between(Session before, Session after, LedgerUnit unit) {
        var moves = new Moves();
        before.parts().forEach(part -> moves.spend(part.spent(), 1).hold(part, after.subscriber(), 1));
        after.parts().forEach(part -> moves.spend(part.spent(), -1).hold(part, after.subscriber(), -1));
        return moves.owe(after.subscriber(), unit, after.owed() - before.owed()).postings();
    }

    /** Lines that may name an account more than once, as an entry takes them. */
    static List<Posting> merged(Stream<Posting> lines) {
        var moves = new Moves();
        lines.forEach(line -> moves.add(line.account(), line.amount().unit(), line.amount().value()));
        return moves.postings();
    }

    /** @param sign 1: back into the buckets; -1: out of them */
    Moves spend(List<HeldBucket> taken, int sign) {
        taken.forEach(bucket -> move(bucket, USED, sign));
        return this;
    }

    private Moves hold(Part part, SubscriberId subscriber, int sign) {
        part.reserved().forEach(bucket -> move(bucket, Session.hold(subscriber), sign));
        return this;
    }

    private void move(HeldBucket bucket, AccountId counterpart, int sign) {
        add(bucket.terms().account(), bucket.terms().unit(), sign * bucket.left());
        add(counterpart, bucket.terms().unit(), -sign * bucket.left());
    }

    private Moves owe(SubscriberId subscriber, LedgerUnit unit, long more) {
        add(AccountId.receivableOf(subscriber.value()), unit, -more);
        add(USED, unit, more);
        return this;
    }

    private void add(AccountId account, LedgerUnit unit, long value) {
        lines.merge(new Place(account, unit), value, Math::addExact);
    }

    List<Posting> postings() {
        return lines.entrySet().stream()
                .filter(line -> line.getValue() != 0)
                .map(line -> new Posting(line.getKey().account(), new Amount(line.getKey().unit(), line.getValue())))
                .toList();
    }
}
