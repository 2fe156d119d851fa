package dev.refill.posting;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.BiConsumer;

import dev.refill.ledger.AccountId;
import dev.refill.ledger.Amount;
import dev.refill.ledger.LedgerUnit;
import dev.refill.ledger.Posting;

/** A row of {@code rows.txt}: what happened and what is to be posted. */
record Row(PostingRule rule, String what, Terms terms, List<Posting> postings) {

    static List<Row> all() {
        try (var text = Objects.requireNonNull(Row.class.getResourceAsStream("rows.txt"))) {
            return Arrays.stream(new String(text.readAllBytes(), StandardCharsets.UTF_8).split("\n\n", -1))
                    .filter(paragraph -> !paragraph.startsWith("#"))
                    .map(Row::parse)
                    .toList();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    static Row of(PostingRule rule) {
        return all().stream().filter(row -> row.rule == rule).findFirst().orElseThrow();
    }

    private static Row parse(String paragraph) {
        String[] lines = paragraph.strip().split("\n", -1);
        String[] head = lines[0].split(": ", 2);
        Terms terms = new Terms();
        each(lines[1], "in ", (leg, unit) -> terms.in(Leg.valueOf(upper(leg)), new LedgerUnit(unit)));
        each(lines[2], "at ", (place, what) -> terms.at(Place.valueOf(upper(place)), what));
        each(lines[3], "with ", (term, value) -> terms.with(Term.valueOf(upper(term)), Long.parseLong(value)));
        return new Row(PostingRule.valueOf(head[0]), head[1], terms,
                Arrays.stream(lines).skip(4).map(line -> posting(line.strip().split(" +", 3))).toList());
    }

    private static void each(String line, String word, BiConsumer<String, String> take) {
        if (!line.startsWith(word)) {
            throw new IllegalArgumentException(line + " (expected: " + word + ")");
        }
        for (String pair : line.substring(word.length()).split(", ", -1)) {
            String[] both = pair.split(" ", 2);
            take.accept(both[0], both[1]);
        }
    }

    private static String upper(String word) {
        return word.toUpperCase(Locale.ROOT);
    }

    private static Posting posting(String[] cells) {
        return new Posting(new AccountId(cells[0]), new Amount(new LedgerUnit(cells[1]), Long.parseLong(cells[2])));
    }

    @Override
    public String toString() {
        return rule + ": " + what;
    }
}
