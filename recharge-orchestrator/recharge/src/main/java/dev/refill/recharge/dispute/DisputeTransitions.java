package dev.refill.recharge.dispute;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import static dev.refill.recharge.dispute.DisputeState.*;

/**
 * The one table of allowed changes of a dispute. It only ever moves forward, so the order in which news comes does not matter:
 * what comes late finds it done, what comes early waits.
 */
public final class DisputeTransitions {

    /** One row of the table. */
    public record Row(DisputeState from, DisputeEvent event, DisputeState to) {}

    /** What news means to a dispute. */
    public sealed interface Meaning {

        /** It moves on. */
        record Moves(DisputeState to) implements Meaning {}

        /** It was known before, or follows from what is known. */
        record Old() implements Meaning {}

        /** Something that happened before it is not known yet: it is to be handed over again. */
        record TooEarly() implements Meaning {}

        /** It cannot be, after what is known. */
        record Contradicts() implements Meaning {}
    }

    private static final List<Row> ROWS = List.of(
            new Row(ASKED, DisputeEvent.FUNDS_WITHDRAWN, OPENED),
            new Row(ASKED, DisputeEvent.WON, DISMISSED),
            // The verdict came before the news of the money.
            new Row(DISMISSED, DisputeEvent.FUNDS_WITHDRAWN, AWAITING_FUNDS),
            new Row(OPENED, DisputeEvent.WON, AWAITING_FUNDS),
            new Row(OPENED, DisputeEvent.FUNDS_REINSTATED, WON),
            new Row(OPENED, DisputeEvent.LOST, LOST),
            new Row(AWAITING_FUNDS, DisputeEvent.FUNDS_REINSTATED, WON));

    private static final Map<DisputeState, Map<DisputeEvent, DisputeState>> TABLE = indexed();

    private DisputeTransitions() {}

    /** The table's rows. */
    public static List<Row> rows() {
        return ROWS;
    }

    /** @param from {@code null}: nothing is known of the dispute */
    public static Meaning meaning(@Nullable DisputeState from, DisputeEvent event) {
        DisputeState to = from == null ? first(event) : TABLE.getOrDefault(from, Map.of()).get(event);
        return to == null ? withoutRow(from, event) : new Meaning.Moves(to);
    }

    private static @Nullable DisputeState first(DisputeEvent event) {
        return switch (event) {
            case ASKED -> ASKED;
            case FUNDS_WITHDRAWN -> OPENED;
            case WON -> DISMISSED;
            case FUNDS_REINSTATED, LOST -> null;
        };
    }

    private static Meaning withoutRow(@Nullable DisputeState from, DisputeEvent event) {
        boolean noMoneyYet = from == null || from == ASKED || from == DISMISSED;
        return switch (event) {
            case ASKED, FUNDS_WITHDRAWN -> new Meaning.Old();
            case FUNDS_REINSTATED -> noMoneyYet ? new Meaning.TooEarly() : ofVerdict(from, WON);
            case LOST -> noMoneyYet ? new Meaning.TooEarly() : ofVerdict(from, LOST);
            case WON -> from == LOST ? new Meaning.Contradicts() : new Meaning.Old();
        };
    }

    private static Meaning ofVerdict(@Nullable DisputeState from, DisputeState verdict) {
        return from == verdict ? new Meaning.Old() : new Meaning.Contradicts();
    }

    private static Map<DisputeState, Map<DisputeEvent, DisputeState>> indexed() {
        Map<DisputeState, Map<DisputeEvent, DisputeState>> table = new EnumMap<>(DisputeState.class);
        for (Row row : ROWS) {
            DisputeState earlier = table.computeIfAbsent(row.from(), from -> new EnumMap<>(DisputeEvent.class))
                    .put(row.event(), row.to());
            if (earlier != null) {
                throw new IllegalStateException("row twice: " + row);
            }
        }
        return table;
    }
}
