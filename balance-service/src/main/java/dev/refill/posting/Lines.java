package dev.refill.posting;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.refill.ledger.AccountId;
import dev.refill.ledger.Amount;
import dev.refill.ledger.LedgerUnit;
import dev.refill.ledger.Posting;

/** The lines of an entry, gathered rule by rule; what does not move is left out. Not for more than one thread. */
public final class Lines {

    private final Map<Where, Long> lines = new LinkedHashMap<>();

    private record Where(AccountId account, LedgerUnit unit) {}

    /** What comes to one account in one unit is one line, where the first of it is. */
    void add(AccountId account, LedgerUnit unit, long value) {
        lines.merge(new Where(account, unit), value, Math::addExact);
    }

    /** In the order in which they came. */
    public List<Posting> all() {
        return lines.entrySet().stream()
                .filter(line -> line.getValue() != 0)
                .map(line -> new Posting(line.getKey().account(), new Amount(line.getKey().unit(), line.getValue())))
                .toList();
    }
}
