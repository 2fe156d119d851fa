package dev.refill.subscriber.profile;

import java.util.List;
import java.util.Optional;

import dev.refill.subscriber.Subscriber.Status;

import static dev.refill.subscriber.Subscriber.Status.*;

/** The one table of allowed changes of a status. What is not in it does not happen. */
public final class StatusTransitions {

    /** One row of the table. */
    public record Row(Status from, ProfileEvent event, Status to) {}

    private static final List<Row> ROWS = List.of(
            new Row(ACTIVE, ProfileEvent.BARRED, BARRED),
            new Row(ACTIVE, ProfileEvent.FROZEN, FROZEN),
            new Row(ACTIVE, ProfileEvent.CLOSED, CLOSED),

            new Row(BARRED, ProfileEvent.REACTIVATED, ACTIVE),
            // Who shall recharge before anything else.
            new Row(BARRED, ProfileEvent.FROZEN, FROZEN),
            new Row(BARRED, ProfileEvent.CLOSED, CLOSED),

            new Row(FROZEN, ProfileEvent.REACTIVATED, ACTIVE),
            new Row(FROZEN, ProfileEvent.BARRED, BARRED),
            new Row(FROZEN, ProfileEvent.CLOSED, CLOSED));

    private StatusTransitions() {}

    /** The table's rows. */
    public static List<Row> rows() {
        return ROWS;
    }

    /** What leads from one status to the other. Empty: nothing does. */
    public static Optional<ProfileEvent> event(Status from, Status to) {
        return ROWS.stream().filter(row -> row.from() == from && row.to() == to).map(Row::event).findFirst();
    }
}
