package dev.refill.books;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import reactor.core.publisher.Flux;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import dev.refill.ledger.AccountId;
import dev.refill.ledger.Amount;
import dev.refill.ledger.Entry;
import dev.refill.ledger.EntryId;
import dev.refill.ledger.LedgerUnit;
import dev.refill.ledger.Posting;

/**
 * The books that one test has left in its database.
 *
 * @param testClass its full name; empty: not known
 * @param wrong why nobody need find them right; empty: they are right
 * @param entries by position
 * @param balances what the database says of each account and unit, in smallest parts
 */
record KeptBooks(Path file, String testClass, boolean hasLedger, String wrong, List<Entry> entries,
        SortedMap<Holder, Long> balances) {

    /** What only tests of the ledger post to; no code that is shipped does. */
    private static final Set<String> OF_TESTS = Set.of("bonus", "fee");

    /** An account in one unit, by the ledger's words. Holdings are one for all of a kind, as in journals. */
    record Holder(String account, String unit) implements Comparable<Holder> {

        private static final Set<String> HOLDINGS = Set.of("bucket", "frozen", "receivable");

        static Holder of(String account, String unit) {
            String kind = account.split(":", 2)[0];
            return new Holder(HOLDINGS.contains(kind) ? kind : account, unit);
        }

        @Override
        public int compareTo(Holder other) {
            return toString().compareTo(other.toString());
        }
    }

    static KeptBooks read(Path file) throws IOException {
        try (Stream<String> lines = Files.lines(file)) {
            Iterator<JsonNode> nodes = lines.map(JsonMapper.shared()::readTree).iterator();
            JsonNode head = nodes.next();
            List<Entry> entries = new ArrayList<>();
            SortedMap<Holder, Long> balances = new TreeMap<>();
            nodes.forEachRemaining(node -> {
                if (node.has("entry")) {
                    entries.add(entry(node));
                } else {
                    balances.merge(Holder.of(account(node.path("account")), node.path("unit").stringValue()),
                            node.path("balance").longValue(), Math::addExact);
                }
            });
            return new KeptBooks(file, head.path("class").stringValue(), head.path("ledger").booleanValue(),
                    head.path("wrong").stringValue(""), entries, balances);
        }
    }

    private static Entry entry(JsonNode node) {
        List<Posting> postings = StreamSupport.stream(node.path("postings").spliterator(), false)
                .map(line -> new Posting(new AccountId(account(line.get(0))),
                        new Amount(new LedgerUnit(line.get(1).stringValue()), line.get(2).longValue())))
                .toList();
        return new Entry(new EntryId(node.path("entry").stringValue()), node.path("kind").stringValue(),
                node.path("reference").stringValue(), Instant.parse(node.path("at").stringValue()), postings);
    }

    private static String account(JsonNode node) {
        String account = node.stringValue();
        return OF_TESTS.contains(account) ? "adjustments:" + account : account;
    }

    Flux<Entry> all() {
        return Flux.fromIterable(entries);
    }

    boolean areRight() {
        return wrong.isEmpty();
    }

    /** Without the package and the class it is nested in. */
    String simpleClass() {
        String outer = testClass.split("\\$", 2)[0];
        return outer.substring(outer.lastIndexOf('.') + 1);
    }
}
