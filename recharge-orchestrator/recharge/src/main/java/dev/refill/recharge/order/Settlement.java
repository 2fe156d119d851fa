package dev.refill.recharge.order;

import java.time.Instant;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import dev.refill.gateway.Approved;
import dev.refill.gateway.Closed;
import dev.refill.gateway.Declined;
import dev.refill.gateway.LookupOutcome;
import dev.refill.gateway.PaymentObservation;
import dev.refill.gateway.Pending;
import dev.refill.gateway.ProviderReference;
import dev.refill.gateway.RequiresAction;
import dev.refill.recharge.RechargeEvent;
import dev.refill.recharge.RechargeState;
import dev.refill.recharge.RechargeTransitions;

/**
 * Decides what an observation of a payment means for its order. Pure: the same order and observation always give the same
 * change, whoever brought the news and however often.
 */
public final class Settlement {

    private final AttemptSchedule schedule;
    private final LatePayments latePayments;

    public Settlement(AttemptSchedule schedule, LatePayments latePayments) {
        this.schedule = schedule;
        this.latePayments = latePayments;
    }

    /** The change to commit. Empty: the news is old, or the state does not allow it. */
    Optional<OrderChange> decide(Order order, PaymentObservation seen, Cause cause, Instant now) {
        if (isKnownAlready(order, seen)) {
            return Optional.empty();
        }
        return change(order, eventOf(order, seen, cause), cause, now)
                .map(change -> withDetails(order, withPayment(order, change, seen), seen));
    }

    /** The first that is told; and then, of money, the payment that brought it: a page cannot be refunded everywhere. */
    private static @Nullable ProviderReference told(Order order, PaymentObservation seen) {
        return order.payment().reference() == null || seen instanceof Approved ? seen.reference() : null;
    }

    /** The change that an event makes of itself. Empty: the state does not allow it. */
    public Optional<OrderChange> change(Order order, RechargeEvent event, Cause cause, Instant now) {
        return RechargeTransitions.next(order.state(), event)
                .map(to -> OrderChange.of(event, to, cause, now, schedule.first(to, now)));
    }

    /**
     * The change that a person's decision makes, with what the provider said at that moment of the payment. Empty: the state does
     * not allow it.
     */
    public Optional<OrderChange> decided(Order order, RechargeEvent event, LookupOutcome found, Cause cause,
            Instant now) {
        return change(order, event, cause, now).map(change -> found instanceof PaymentObservation seen
                ? withPayment(order, change, seen)
                : change);
    }

    private static OrderChange withPayment(Order order, OrderChange change, PaymentObservation seen) {
        OrderChange told = change.withReference(told(order, seen));
        return seen instanceof Approved approved ? told.withCaptured(approved.captured()) : told;
    }

    private static boolean isKnownAlready(Order order, PaymentObservation seen) {
        return switch (seen) {
            case RequiresAction action -> order.state() == RechargeState.REQUIRES_ACTION;
            case Pending pending -> order.payment().reference() != null && order.state() != RechargeState.UNKNOWN;
            case Approved approved -> order.state() == RechargeState.IN_REVIEW && (order.payment().isCaptured()
                    || approved.captured().equals(order.payment().captured()));
            case Declined declined -> false;
            case Closed closed -> false;
        };
    }

    private RechargeEvent eventOf(Order order, PaymentObservation seen, Cause cause) {
        return switch (seen) {
            case Approved approved when !approved.captured().equals(order.recharge().quote().price()) ->
                RechargeEvent.AMOUNT_MISMATCH;
            case Approved approved -> order.state().isTerminal() ? late(order, cause) : RechargeEvent.CAPTURED;
            // On a hosted page another card may follow: only the closing of the page ends the order.
            case Declined declined ->
                order.payment().takesAnotherTry(declined) ? RechargeEvent.CARD_REFUSED : RechargeEvent.REFUSED;
            case RequiresAction action -> RechargeEvent.ACTION_REQUIRED;
            case Pending pending -> RechargeEvent.PROCESSING;
            case Closed closed ->
                order.state() == RechargeState.REQUIRES_ACTION && order.recharge().lastDecline() != null
                        ? RechargeEvent.CLOSED_AFTER_REFUSAL
                        : RechargeEvent.CLOSED_UNPAID;
        };
    }

    /** What people find in review, they decide on: they look because they know something of it. */
    private RechargeEvent late(Order order, Cause cause) {
        return order.state() == RechargeState.IN_REVIEW && cause.source() == Cause.Source.OPERATOR
                ? RechargeEvent.LATE_PAYMENT
                : latePayments.event();
    }

    private static OrderChange withDetails(Order order, OrderChange change, PaymentObservation seen) {
        return switch (seen) {
            case Approved approved -> change;
            case Declined declined -> change
                    .withDecline(declined.reason())
                    .withPaymentPage(
                            change.to() == RechargeState.REQUIRES_ACTION ? order.recharge().paymentPage() : null);
            case RequiresAction action -> change.withPaymentPage(action.redirect());
            case Pending pending -> change.withPaymentPage(
                    change.to() == RechargeState.REQUIRES_ACTION ? order.recharge().paymentPage() : null);
            case Closed closed -> change;
        };
    }
}
