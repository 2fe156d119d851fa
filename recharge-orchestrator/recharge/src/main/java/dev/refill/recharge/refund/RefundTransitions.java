package dev.refill.recharge.refund;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import static dev.refill.recharge.refund.RefundState.*;

/** The one table of allowed changes of a refund. What is not in it does not happen. */
public final class RefundTransitions {

    /** One row of the table. */
    public record Row(RefundState from, RefundEvent event, RefundState to) {}

    /** What news means to a refund. */
    public sealed interface Meaning {

        /** It moves on. */
        record Moves(RefundState to) implements Meaning {}

        /** It was known before, or is older than what is known. */
        record Old() implements Meaning {}

        /** The money goes, it says, of a refund whose credit was never taken or is given back. */
        record Contradicts() implements Meaning {}
    }

    private static final List<Row> ROWS = List.of(
            new Row(AWAITING_APPROVAL, RefundEvent.APPROVED, SENDING),
            new Row(AWAITING_APPROVAL, RefundEvent.REJECTED, REJECTED),
            new Row(AWAITING_APPROVAL, RefundEvent.GAVE_WAY, REJECTED),

            new Row(SENDING, RefundEvent.OUTCOME_UNKNOWN, UNKNOWN),
            new Row(SENDING, RefundEvent.PROCESSING, PENDING),
            new Row(SENDING, RefundEvent.SUCCEEDED, SUCCEEDED),
            new Row(SENDING, RefundEvent.REFUSED, GIVING_BACK),
            new Row(SENDING, RefundEvent.NEVER_ARRIVED, GIVING_BACK),
            new Row(SENDING, RefundEvent.FAILED, GIVING_BACK),

            new Row(UNKNOWN, RefundEvent.PROCESSING, PENDING),
            new Row(UNKNOWN, RefundEvent.SUCCEEDED, SUCCEEDED),
            new Row(UNKNOWN, RefundEvent.REFUSED, GIVING_BACK),
            new Row(UNKNOWN, RefundEvent.NEVER_ARRIVED, GIVING_BACK),
            new Row(UNKNOWN, RefundEvent.FAILED, GIVING_BACK),

            new Row(PENDING, RefundEvent.SUCCEEDED, SUCCEEDED),
            new Row(PENDING, RefundEvent.FAILED, GIVING_BACK),

            new Row(SENDING, RefundEvent.GIVEN_UP, IN_REVIEW),
            new Row(UNKNOWN, RefundEvent.GIVEN_UP, IN_REVIEW),
            new Row(PENDING, RefundEvent.GIVEN_UP, IN_REVIEW),
            new Row(IN_REVIEW, RefundEvent.SUCCESS_DECIDED, SUCCEEDED),
            new Row(IN_REVIEW, RefundEvent.FAILURE_DECIDED, GIVING_BACK),
            // What the provider says in the end still counts.
            new Row(IN_REVIEW, RefundEvent.PROCESSING, PENDING),
            new Row(IN_REVIEW, RefundEvent.SUCCEEDED, SUCCEEDED),
            new Row(IN_REVIEW, RefundEvent.NEVER_ARRIVED, GIVING_BACK),
            new Row(IN_REVIEW, RefundEvent.FAILED, GIVING_BACK),

            // A card that is gone sends the money back, days later.
            new Row(SUCCEEDED, RefundEvent.FAILED, GIVING_BACK),

            new Row(GIVING_BACK, RefundEvent.CREDIT_BACK, FAILED));

    private static final Map<RefundState, Map<RefundEvent, RefundState>> TABLE = indexed();

    private RefundTransitions() {}

    /** The table's rows. */
    public static List<Row> rows() {
        return ROWS;
    }

    /** Where a refund starts: one that was asked for, or one that somebody made at the provider. */
    public static RefundState first(RefundEvent event, boolean needsApproval) {
        return event == RefundEvent.FOUND_AT_PROVIDER ? PENDING : needsApproval ? AWAITING_APPROVAL : SENDING;
    }

    /** Where the event leads. Empty: the event does not happen in that state. */
    public static Optional<RefundState> next(RefundState from, RefundEvent event) {
        return Optional.ofNullable(TABLE.getOrDefault(from, Map.of()).get(event));
    }

    /** What the event means to a refund in that state. */
    public static Meaning meaning(RefundState from, RefundEvent event) {
        return next(from, event).<Meaning>map(Meaning.Moves::new).orElseGet(() -> withoutRow(from, event));
    }

    private static Meaning withoutRow(RefundState from, RefundEvent event) {
        boolean saysThatMoneyGoes = event == RefundEvent.PROCESSING || event == RefundEvent.SUCCEEDED;
        return switch (from) {
            case AWAITING_APPROVAL, REJECTED, GIVING_BACK, FAILED ->
                saysThatMoneyGoes ? new Meaning.Contradicts() : new Meaning.Old();
            case SENDING, UNKNOWN, PENDING, IN_REVIEW, SUCCEEDED -> new Meaning.Old();
        };
    }

    private static Map<RefundState, Map<RefundEvent, RefundState>> indexed() {
        Map<RefundState, Map<RefundEvent, RefundState>> table = new EnumMap<>(RefundState.class);
        for (Row row : ROWS) {
            RefundState earlier = table.computeIfAbsent(row.from(), from -> new EnumMap<>(RefundEvent.class))
                    .put(row.event(), row.to());
            if (earlier != null) {
                throw new IllegalStateException("row twice: " + row);
            }
        }
        return table;
    }
}
