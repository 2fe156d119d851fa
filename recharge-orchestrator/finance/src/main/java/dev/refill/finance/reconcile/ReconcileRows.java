package dev.refill.finance.reconcile;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

import io.r2dbc.spi.Readable;
import org.jspecify.annotations.Nullable;

import dev.refill.finance.reconcile.ReconcileStore.Begin;
import dev.refill.finance.reconcile.ReconcileStore.Plan;
import dev.refill.finance.reconcile.rule.BreakClass;
import dev.refill.finance.reconcile.rule.Group;
import dev.refill.finance.reconcile.rule.Line;
import dev.refill.finance.reconcile.rule.LineKey;
import dev.refill.finance.reconcile.rule.Rule;

/** From rows to our records. */
final class ReconcileRows {

    private ReconcileRows() {}

    /**
     * One line and whose it is.
     *
     * @param ours whether it is of our side
     */
    record OfSide(boolean ours, Line line) {}

    static OfSide line(Readable row) {
        return new OfSide(required(row, "ours", Boolean.class),
                new Line(text(row, "reference"), new LineKey(text(row, "key")), required(row, "day", LocalDate.class),
                        Currency.getInstance(text(row, "currency")), number(row, "amount"), number(row, "fee"),
                        required(row, "occurred_at", Instant.class), row.get("payout", String.class)));
    }

    /** @param lines of one key, in order */
    static Group group(List<OfSide> lines) {
        List<Line> ours = new ArrayList<>();
        List<Line> theirs = new ArrayList<>();
        lines.forEach(line -> (line.ours() ? ours : theirs).add(line.line()));
        return new Group(lines.getFirst().line().key(), ours, theirs);
    }

    static TakenIn takenIn(Readable row, int told) {
        int taken = count(row, "taken");
        return new TakenIn(taken, told - taken, Arrays.asList(required(row, "contradicting", String[].class)));
    }

    static Begin begin(PairId pair, Readable row) {
        String outcome = text(row, "outcome");
        return switch (outcome) {
            case "begun" -> new Begin.Begun(new RunId(pair, count(row, "number")));
            case "busy" -> new Begin.Busy();
            case "done" -> new Begin.Done();
            default -> throw new IllegalStateException("begin_run: " + outcome);
        };
    }

    static Plan plan(RunId run, Readable row) {
        return new Plan(run, required(row, "compares_fees", Boolean.class), number(row, "fence"), count(row, "slices"),
                count(row, "sliced"));
    }

    static Rule rule(Readable row) {
        String currency = row.get("currency", String.class);
        return new Rule(text(row, "rule"), count(row, "priority"), BreakClass.of(text(row, "class")),
                text(row, "key_prefix"), currency == null ? null : Currency.getInstance(currency),
                number(row, "tolerance"), count(row, "days"),
                Rule.Action.valueOf(text(row, "action").toUpperCase(Locale.ROOT)), text(row, "reason"));
    }

    static Run run(RunId id, Readable row) {
        Run.Marks ours = new Run.Marks(count(row, "our_from"), count(row, "our_through"));
        Run.Marks theirs = new Run.Marks(count(row, "their_from"), count(row, "their_through"));
        return new Run(id, required(row, "day", LocalDate.class), ours, theirs, ours.lines() - number(row, "our_left"),
                number(row, "our_left"), number(row, "their_left"), events(row),
                required(row, "started_at", Instant.class), row.get("finished_at", Instant.class));
    }

    private static Map<String, Long> events(Readable row) {
        Map<String, Long> all = new TreeMap<>();
        String[] names = required(row, "events", String[].class);
        Long[] counts = required(row, "counts", Long[].class);
        for (int at = 0; at < names.length; at++) {
            all.put(names[at], counts[at]);
        }
        return all;
    }

    static String text(Readable row, String name) {
        return required(row, name, String.class);
    }

    static long number(Readable row, String name) {
        return required(row, name, Long.class);
    }

    static int count(Readable row, String name) {
        return required(row, name, Integer.class);
    }

    static <T> T required(Readable row, String name, Class<T> type) {
        @Nullable
        T value = row.get(name, type);
        return Objects.requireNonNull(value, name);
    }
}
