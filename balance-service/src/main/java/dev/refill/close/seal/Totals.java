package dev.refill.close.seal;

import java.math.BigInteger;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What went to and from each account, by account and unit as {@code bucket:*<tab>airtime:USD}. Not for several threads. */
public final class Totals {

    private static final Moved NOTHING = new Moved(BigInteger.ZERO, BigInteger.ZERO);

    private final Map<String, Moved> moved = new TreeMap<>();
    private long postings;

    /** @param minus zero or less */
    public record Moved(BigInteger plus, BigInteger minus) {

        Moved and(BigInteger amount) {
            return amount.signum() > 0 ? new Moved(plus.add(amount), minus) : new Moved(plus, minus.add(amount));
        }
    }

    /**
     * Counts the postings of an entry.
     *
     * @throws NumberFormatException an amount is none
     * @throws ArrayIndexOutOfBoundsException a posting has not all its fields
     */
    public void add(EntryText entry) {
        entry.text().lines().filter(line -> line.startsWith(EntryText.POSTING)).forEach(line -> {
            String[] fields = line.split("\t", -1);
            postings++;
            moved.merge(account(fields[EntryText.POSTING_ACCOUNT]) + "\t" + fields[EntryText.POSTING_UNIT],
                    NOTHING.and(new BigInteger(fields[EntryText.POSTING_AMOUNT])),
                    (before, more) -> new Moved(before.plus().add(more.plus()), before.minus().add(more.minus())));
        });
    }

    /** What belongs to subscribers is one account for each kind of holding. */
    private static String account(String name) {
        return Stream.of("bucket", "frozen", "receivable")
                .filter(kind -> name.startsWith(kind + ":"))
                .map(kind -> kind + ":*")
                .findFirst()
                .orElse(name);
    }

    public Moved of(String accountAndUnit) {
        return Objects.requireNonNull(moved.getOrDefault(accountAndUnit, NOTHING));
    }

    /** How many were counted. */
    public long postings() {
        return postings;
    }

    public Iterable<String> accounts() {
        return moved.keySet();
    }
}
