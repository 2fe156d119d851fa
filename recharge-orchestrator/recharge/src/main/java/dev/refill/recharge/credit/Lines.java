package dev.refill.recharge.credit;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.refill.gateway.Money;
import dev.refill.ledger.AccountId;
import dev.refill.ledger.Amount;
import dev.refill.ledger.LedgerUnit;
import dev.refill.ledger.Posting;
import dev.refill.subscriber.SubscriberId;

/** The lines of an entry, gathered one by one; what does not move is left out. Not for more than one thread. */
public final class Lines {

    private final Map<Place, Long> lines = new LinkedHashMap<>();

    private record Place(AccountId account, LedgerUnit unit) {}

    /** What comes to one account in one unit is one line. */
    public Lines add(AccountId account, LedgerUnit unit, long value) {
        lines.merge(new Place(account, unit), value, Math::addExact);
        return this;
    }

    /** Money that goes from one account to another. */
    public Lines move(AccountId from, AccountId to, Money money) {
        LedgerUnit currency = new LedgerUnit(money.currency().getCurrencyCode());
        return add(from, currency, -money.minor()).add(to, currency, money.minor());
    }

    /** What a move does to the subscriber's holdings, with the main bucket. */
    public Lines add(SubscriberId subscriber, LedgerUnit unit, Holdings.Move move) {
        return add(subscriber, AccountId.bucketOf(subscriber.value()), unit, move);
    }

    /** What a move does to the subscriber's holdings. */
    public Lines add(SubscriberId subscriber, AccountId bucket, LedgerUnit unit, Holdings.Move move) {
        String owner = subscriber.value();
        return add(bucket, unit, move.bucket())
                .add(AccountId.frozenOf(owner), unit, move.frozen())
                .add(AccountId.receivableOf(owner), unit, move.receivable());
    }

    public List<Posting> all() {
        return lines.entrySet().stream()
                .filter(line -> line.getValue() != 0)
                .map(line -> new Posting(line.getKey().account(), new Amount(line.getKey().unit(), line.getValue())))
                .toList();
    }
}
