package dev.refill.gateways.adyen;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import dev.refill.gateway.Approved;
import dev.refill.gateway.Declined;
import dev.refill.gateway.DisputeObservation;
import dev.refill.gateway.GatewayEvent;
import dev.refill.gateway.GatewayEvent.DisputeObserved;
import dev.refill.gateway.GatewayEvent.PaymentObserved;
import dev.refill.gateway.GatewayEvent.RefundObserved;
import dev.refill.gateway.PaymentObservation;
import dev.refill.gateway.ProviderReference;
import dev.refill.gateway.RefundObservation;
import dev.refill.gateway.Translation;
import dev.refill.gateway.Translation.Events;
import dev.refill.gateway.Translation.NotUnderstood;
import dev.refill.gateway.Translation.Reason;

/**
 * What Adyen's notifications mean to us (docs.adyen.com/api-explorer/Webhooks). Of a body with several items either all are
 * understood or none is handed on.
 */
final class AdyenEvents {

    /** Known, and of no consequence: others say what they lead to, or they are about something that we do not use. */
    // @formatter:off
    private static final Set<String> OF_NO_CONCERN = Set.of(
            "AUTHENTICATION", "AUTHORISATION_ADJUSTMENT", "AUTORESCUE", "CANCEL_AUTORESCUE",
            "INFORMATION_SUPPLIED", "ISSUER_COMMENTS", "MANUAL_REVIEW_ACCEPT", "MANUAL_REVIEW_REJECT",
            "NOTIFICATION_OF_FRAUD", "OFFER_CLOSED", "ORDER_CLOSED", "ORDER_OPENED", "PAIDOUT_REVERSED",
            "PAYOUT_DECLINE", "PAYOUT_EXPIRE", "PAYOUT_THIRDPARTY", "POSTPONED_REFUND", "PREARBITRATION_DECLINED",
            "PREARBITRATION_OPEN", "RECURRING_CONTRACT", "REFUND_WITH_DATA", "REPORT_AVAILABLE", "SCHEME_ARBITRATION",
            "VOID_PENDING_REFUND");
    // @formatter:on

    private final String merchantAccount;

    /** @param merchantAccount the one whose items are ours */
    AdyenEvents(String merchantAccount) {
        this.merchantAccount = merchantAccount;
    }

    Translation translate(byte[] body) {
        var notification = Notification.read(body);
        if (notification == null) {
            return new NotUnderstood(Reason.UNREADABLE_OBJECT, "not a notification");
        }
        var events = new ArrayList<GatewayEvent>();
        for (var item : notification.items()) {
            switch (item.isOf(merchantAccount) ? understood(item) : nothing()) {
                case Events understood -> events.addAll(understood.events());
                case NotUnderstood notUnderstood -> {
                    return notUnderstood;
                }
            }
        }
        return new Events(events);
    }

    /** Whatever is missing in an item or does not fit ends here: it is kept and a person is told. */
    private static Translation understood(NotificationItem item) {
        try {
            return translated(item);
        } catch (RuntimeException e) {
            return new NotUnderstood(Reason.UNREADABLE_OBJECT, item.eventCode() + ": " + e.getClass().getSimpleName());
        }
    }

    private static Translation translated(NotificationItem item) {
        return switch (item.eventCode()) {
            case "AUTHORISATION" -> payment(item, authorisation(item));
            case "REFUND" ->
                refund(item, item.success() ? AdyenRefunds.succeeded(item) : AdyenRefunds.notCarriedOut(item));
            case "REFUND_FAILED", "REFUNDED_REVERSED" -> sentBack(item);
            case "NOTIFICATION_OF_CHARGEBACK", "REQUEST_FOR_INFORMATION" -> dispute(item, AdyenDisputes.opened(item));
            case "CHARGEBACK" -> dispute(item, AdyenDisputes.withdrawn(item));
            case "CHARGEBACK_REVERSED" -> dispute(item, AdyenDisputes.reinstated(item));
            case "SECOND_CHARGEBACK" -> dispute(item, AdyenDisputes.withdrawnAgain(item));
            case "ISSUER_RESPONSE_TIMEFRAME_EXPIRED", "PREARBITRATION_WON", "PREARBITRATION_ISSUER_WITHDRAWN",
                    "SCHEME_ARBITRATION_WON" ->
                dispute(item, AdyenDisputes.won(item));
            case "DISPUTE_DEFENSE_PERIOD_ENDED" -> dispute(item, AdyenDisputes.lost(item));
            case "CAPTURE_FAILED" -> ifDone(item, dispute(item, AdyenDisputes.notCaptured(item)));
            case "CANCELLATION", "TECHNICAL_CANCEL", "EXPIRE" ->
                ifDone(item, dispute(item, AdyenDisputes.neverCame(item)));
            case "CAPTURE" -> item.success() ? capture(item) : forAPerson(item);
            case "CANCEL_OR_REFUND" -> ifDone(item, reversal(item));
            default -> OF_NO_CONCERN.contains(item.eventCode()) ? nothing() : forAPerson(item);
        };
    }

    /** We have money captured at once, so what is authorised is paid. */
    private static PaymentObservation authorisation(NotificationItem item) {
        var reference = new ProviderReference(item.pspReference());
        return item.success()
                ? new Approved(reference, item.money())
                : new Declined(reference, AdyenDeclines.reason("", item.reason()),
                        AdyenDeclines.rawCode("", item.reason()), Metadata.isHostedPage(item));
    }

    /** Captures are no news, but for one that was done after it had failed: it gives back what was booked as not captured. */
    private static Translation capture(NotificationItem item) {
        if (item.isRecapture()) {
            return dispute(item, AdyenDisputes.captured(item));
        }
        return item.reason().isBlank() ? nothing() : forAPerson(item);
    }

    /**
     * What comes back had been carried out. A refund that we did not ask for may not be known here yet, and nobody can be asked about
     * it later; so it is told, too.
     */
    private static Translation sentBack(NotificationItem item) {
        return Metadata.refundKey(item.merchantReference()) == null
                ? refund(item, AdyenRefunds.succeeded(item), AdyenRefunds.sentBack(item))
                : refund(item, AdyenRefunds.sentBack(item));
    }

    /** Whether it was a refund or a void is not signed; either way the money is not ours any more. */
    private static Translation reversal(NotificationItem item) {
        return switch (item.additional("modification.action")) {
            case "refund" -> refund(item, AdyenRefunds.succeeded(item));
            case "cancel" -> dispute(item, AdyenDisputes.neverCame(item));
            default -> forAPerson(item);
        };
    }

    /** Every payment of ours carries our word; one that does not belongs to another use of the account. */
    private static Translation payment(NotificationItem item, PaymentObservation observation) {
        var key = Metadata.paymentKey(item.merchantReference());
        return key == null
                ? nothing()
                : new Events(List.of(
                        new PaymentObserved(AdyenGateway.ID, item.fact(), item.occurredAt(), key, observation)));
    }

    /** Refunds made at Adyen carry no key of ours, or their payment's, and are our business all the same. */
    private static Translation refund(NotificationItem item, RefundObservation... observations) {
        var events = new ArrayList<GatewayEvent>();
        for (var observation : observations) {
            events.add(new RefundObserved(AdyenGateway.ID, item.fact() + ":" + observation.getClass().getSimpleName(),
                    item.occurredAt(), Metadata.refundKey(item.merchantReference()),
                    Metadata.paymentKey(item.merchantReference()), item.payment(), observation));
        }
        return new Events(events);
    }

    private static Translation dispute(NotificationItem item, List<DisputeObservation> observations) {
        var events = new ArrayList<GatewayEvent>();
        for (var observation : observations) {
            events.add(new DisputeObserved(AdyenGateway.ID,
                    item.fact() + ":" + observation.getClass().getSimpleName(), item.occurredAt(),
                    Metadata.paymentKey(item.merchantReference()), item.payment(), observation));
        }
        return new Events(events);
    }

    /** What was asked for and not done changes nothing. */
    private static Translation ifDone(NotificationItem item, Translation translation) {
        return item.success() ? translation : nothing();
    }

    private static Translation nothing() {
        return new Events(List.of());
    }

    /** A kind that Adyen added later, or one of which Adyen does not say what it does to the money. */
    private static Translation forAPerson(NotificationItem item) {
        return new NotUnderstood(Reason.UNKNOWN_TYPE, item.eventCode());
    }
}
