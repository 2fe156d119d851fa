package dev.refill.recharge;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import static dev.refill.recharge.RechargeState.*;

/** The one table of allowed state changes. What is not in it does not happen: a late event over a terminal state is noted and ignored. */
public final class RechargeTransitions {

    /** One row of the table. */
    public record Row(RechargeState from, RechargeEvent event, RechargeState to) {}

    /**
     * Where every order starts: the commit that accepts it is also the intent to charge it, as nothing but the risk policies
     * stands between the two.
     */
    public static final RechargeState FIRST = CHARGING;

    private static final List<Row> ROWS = List.of(
            new Row(CHARGING, RechargeEvent.RISK_REFUSED, DECLINED),
            new Row(CHARGING, RechargeEvent.NOT_SENT, CREATED),
            new Row(CHARGING, RechargeEvent.REROUTED, CHARGING),
            new Row(CHARGING, RechargeEvent.OUTCOME_UNKNOWN, UNKNOWN),
            new Row(CHARGING, RechargeEvent.ACTION_REQUIRED, REQUIRES_ACTION),
            new Row(CHARGING, RechargeEvent.PROCESSING, CHARGING),
            new Row(CHARGING, RechargeEvent.REFUSED, DECLINED),
            new Row(CHARGING, RechargeEvent.CLOSED_UNPAID, EXPIRED),
            new Row(CHARGING, RechargeEvent.GIVEN_UP, IN_REVIEW),

            new Row(CREATED, RechargeEvent.CHARGE_BEGUN, CHARGING),
            new Row(CREATED, RechargeEvent.REROUTED, CHARGING),
            new Row(CREATED, RechargeEvent.GIVEN_UP, EXPIRED),
            new Row(CREATED, RechargeEvent.CANCEL_REQUESTED, CANCELLED),

            new Row(UNKNOWN, RechargeEvent.ACTION_REQUIRED, REQUIRES_ACTION),
            new Row(UNKNOWN, RechargeEvent.PROCESSING, CHARGING),
            // Never because nothing is known: by a refusal that is found to be the payment's end.
            new Row(UNKNOWN, RechargeEvent.REROUTED, CHARGING),
            new Row(UNKNOWN, RechargeEvent.REFUSED, DECLINED),
            new Row(UNKNOWN, RechargeEvent.CLOSED_UNPAID, EXPIRED),
            new Row(UNKNOWN, RechargeEvent.NEVER_ARRIVED, EXPIRED),
            new Row(UNKNOWN, RechargeEvent.GIVEN_UP, IN_REVIEW),

            new Row(REQUIRES_ACTION, RechargeEvent.CARD_REFUSED, REQUIRES_ACTION),
            new Row(REQUIRES_ACTION, RechargeEvent.PROCESSING, REQUIRES_ACTION),
            new Row(REQUIRES_ACTION, RechargeEvent.REFUSED, DECLINED),
            new Row(REQUIRES_ACTION, RechargeEvent.CLOSED_UNPAID, EXPIRED),
            new Row(REQUIRES_ACTION, RechargeEvent.CLOSED_AFTER_REFUSAL, DECLINED),
            new Row(REQUIRES_ACTION, RechargeEvent.GIVEN_UP, IN_REVIEW),
            new Row(REQUIRES_ACTION, RechargeEvent.CANCEL_REQUESTED, CANCELLING),

            new Row(CANCELLING, RechargeEvent.CARD_REFUSED, CANCELLING),
            new Row(CANCELLING, RechargeEvent.REFUSED, DECLINED),
            new Row(CANCELLING, RechargeEvent.CLOSED_UNPAID, CANCELLED),
            new Row(CANCELLING, RechargeEvent.GIVEN_UP, IN_REVIEW),

            // Money is money whenever it is seen: these rows also hold for an order that counted as ended.
            new Row(CREATED, RechargeEvent.CAPTURED, PAID),
            new Row(CHARGING, RechargeEvent.CAPTURED, PAID),
            new Row(UNKNOWN, RechargeEvent.CAPTURED, PAID),
            new Row(REQUIRES_ACTION, RechargeEvent.CAPTURED, PAID),
            new Row(CANCELLING, RechargeEvent.CAPTURED, PAID),
            new Row(DECLINED, RechargeEvent.CAPTURED, PAID),
            new Row(EXPIRED, RechargeEvent.CAPTURED, PAID),
            new Row(CANCELLED, RechargeEvent.CAPTURED, PAID),
            new Row(DECLINED, RechargeEvent.LATE_PAYMENT, IN_REVIEW),
            new Row(EXPIRED, RechargeEvent.LATE_PAYMENT, IN_REVIEW),
            new Row(CANCELLED, RechargeEvent.LATE_PAYMENT, IN_REVIEW),
            new Row(CREATED, RechargeEvent.AMOUNT_MISMATCH, IN_REVIEW),
            new Row(CHARGING, RechargeEvent.AMOUNT_MISMATCH, IN_REVIEW),
            new Row(UNKNOWN, RechargeEvent.AMOUNT_MISMATCH, IN_REVIEW),
            new Row(REQUIRES_ACTION, RechargeEvent.AMOUNT_MISMATCH, IN_REVIEW),
            new Row(CANCELLING, RechargeEvent.AMOUNT_MISMATCH, IN_REVIEW),
            new Row(DECLINED, RechargeEvent.AMOUNT_MISMATCH, IN_REVIEW),
            new Row(EXPIRED, RechargeEvent.AMOUNT_MISMATCH, IN_REVIEW),
            new Row(CANCELLED, RechargeEvent.AMOUNT_MISMATCH, IN_REVIEW),

            new Row(PAID, RechargeEvent.CREDITED, CREDITED),
            new Row(PAID, RechargeEvent.CREDIT_REFUSED, IN_REVIEW),

            // Money that comes while nobody knew of any goes the way of all that comes late.
            new Row(IN_REVIEW, RechargeEvent.CAPTURED, PAID),
            new Row(IN_REVIEW, RechargeEvent.LATE_PAYMENT, IN_REVIEW),
            new Row(IN_REVIEW, RechargeEvent.AMOUNT_MISMATCH, IN_REVIEW),
            // Nothing else but a person leads out of review.
            new Row(IN_REVIEW, RechargeEvent.CREDIT_DECIDED, PAID),
            new Row(IN_REVIEW, RechargeEvent.CLOSE_DECIDED, EXPIRED),
            new Row(IN_REVIEW, RechargeEvent.RETURN_DECIDED, RETURNED),
            new Row(IN_REVIEW, RechargeEvent.RESUME_DECIDED, UNKNOWN));

    private static final Map<RechargeState, Map<RechargeEvent, RechargeState>> TABLE = indexed();

    private RechargeTransitions() {}

    /** The table's rows. */
    public static List<Row> rows() {
        return ROWS;
    }

    /** Where the event leads. Empty: the event does not happen in that state. */
    public static Optional<RechargeState> next(RechargeState from, RechargeEvent event) {
        return Optional.ofNullable(TABLE.getOrDefault(from, Map.of()).get(event));
    }

    private static Map<RechargeState, Map<RechargeEvent, RechargeState>> indexed() {
        Map<RechargeState, Map<RechargeEvent, RechargeState>> table = new EnumMap<>(RechargeState.class);
        for (Row row : ROWS) {
            RechargeState earlier = table.computeIfAbsent(row.from(), from -> new EnumMap<>(RechargeEvent.class))
                    .put(row.event(), row.to());
            if (earlier != null) {
                throw new IllegalStateException("row twice: " + row);
            }
        }
        return table;
    }
}
