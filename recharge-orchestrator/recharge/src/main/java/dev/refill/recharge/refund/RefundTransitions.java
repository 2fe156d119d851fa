package dev.refill.recharge.refund;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import static dev.refill.recharge.refund.RefundState.*;

/** The one table of allowed changes of a refund. What is not in it does not happen: late news over a terminal state is ignored. */
public final class RefundTransitions {

    /** One row of the table. */
    public record Row(RefundState from, RefundEvent event, RefundState to) {}

    private static final List<Row> ROWS = List.of(
            new Row(AWAITING_APPROVAL, RefundEvent.APPROVED, SENDING),
            new Row(AWAITING_APPROVAL, RefundEvent.REJECTED, REJECTED),
            new Row(AWAITING_APPROVAL, RefundEvent.GAVE_WAY, REJECTED),

            new Row(SENDING, RefundEvent.OUTCOME_UNKNOWN, UNKNOWN),
            new Row(SENDING, RefundEvent.PROCESSING, PENDING),
            new Row(SENDING, RefundEvent.SUCCEEDED, SUCCEEDED),
            new Row(SENDING, RefundEvent.REFUSED, FAILED),
            new Row(SENDING, RefundEvent.FAILED, FAILED),

            new Row(UNKNOWN, RefundEvent.PROCESSING, PENDING),
            new Row(UNKNOWN, RefundEvent.SUCCEEDED, SUCCEEDED),
            new Row(UNKNOWN, RefundEvent.REFUSED, FAILED),
            new Row(UNKNOWN, RefundEvent.FAILED, FAILED),

            new Row(PENDING, RefundEvent.SUCCEEDED, SUCCEEDED),
            new Row(PENDING, RefundEvent.FAILED, FAILED),

            // A card that is gone sends the money back, days later.
            new Row(SUCCEEDED, RefundEvent.FAILED, FAILED));

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
