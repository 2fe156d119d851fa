package dev.refill.gateways.paypal;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import tools.jackson.databind.JsonNode;

import dev.refill.gateway.DisputeObservation;
import dev.refill.gateway.GatewayEvent;
import dev.refill.gateway.GatewayEvent.DisputeObserved;
import dev.refill.gateway.GatewayEvent.PaymentObserved;
import dev.refill.gateway.GatewayEvent.RefundObserved;
import dev.refill.gateway.PaymentObservation;
import dev.refill.gateway.ProviderReference;
import dev.refill.gateway.Translation;
import dev.refill.gateway.Translation.Events;
import dev.refill.gateway.Translation.NotUnderstood;
import dev.refill.gateway.Translation.Reason;
import dev.refill.gateway.json.StrictJson;

/** What PayPal's webhooks mean to us (developer.paypal.com/api/rest/webhooks/event-names). */
final class PaypalEvents {

    /** Known, and of no consequence: others say what they lead to, or they are about something that we do not use. */
    // @formatter:off
    private static final Set<String> OF_NO_CONCERN = Set.of(
            "CHECKOUT.CHECKOUT.BUYER-APPROVED", "CHECKOUT.ORDER.COMPLETED", "CHECKOUT.ORDER.PROCESSED",
            "CHECKOUT.ORDER.SAVED", "CHECKOUT.ORDER.VOIDED", "CHECKOUT.PAYMENT-APPROVAL.REVERSED",
            "PAYMENT.AUTHORIZATION.CREATED", "PAYMENT.AUTHORIZATION.VOIDED", "PAYMENT.ORDER.CANCELLED",
            "PAYMENT.ORDER.CREATED", "RISK.DISPUTE.CREATED");
    // @formatter:on

    private final PaypalOrders orders;

    PaypalEvents(PaypalOrders orders) {
        this.orders = orders;
    }

    Translation translate(byte[] body) {
        var event = PaypalEvent.read(body);
        if (event == null) {
            return new NotUnderstood(Reason.UNREADABLE_OBJECT, "not an event");
        }
        if (!event.isOfKnownVersion()) {
            return new NotUnderstood(Reason.NEWER_API_VERSION, event.type());
        }
        try {
            return translated(event);
        } catch (PaypalDisputes.UnknownVerdictException e) {
            return new NotUnderstood(Reason.UNKNOWN_TYPE, event.type() + ": " + e.verdict());
        } catch (RuntimeException e) {
            // Whatever is missing in the resource or does not fit: it is kept and a person is told.
            return new NotUnderstood(Reason.UNREADABLE_OBJECT, event.type() + ": " + e.getClass().getSimpleName());
        }
    }

    private Translation translated(PaypalEvent event) {
        return switch (event.type()) {
            case "CHECKOUT.ORDER.APPROVED" -> payment(event, Metadata.customId(event.resource()),
                    orders.observed(event.resource()));
            case "PAYMENT.CAPTURE.COMPLETED", "PAYMENT.CAPTURE.PENDING", "PAYMENT.CAPTURE.DECLINED",
                    "PAYMENT.CAPTURE.DENIED" ->
                payment(event, customId(event.resource()), PaypalPayments.ofCapture(event.resource()));
            case "PAYMENT.CAPTURE.REFUNDED", "PAYMENT.REFUND.PENDING", "PAYMENT.REFUND.FAILED" -> refund(event);
            case "CUSTOMER.DISPUTE.CREATED", "CUSTOMER.DISPUTE.UPDATED" ->
                dispute(event, PaypalDisputes.open(event.resource()));
            case "CUSTOMER.DISPUTE.RESOLVED" -> dispute(event, PaypalDisputes.resolved(event.resource()));
            default -> OF_NO_CONCERN.contains(event.type())
                    ? new Events(List.of())
                    : new NotUnderstood(Reason.UNKNOWN_TYPE, event.type());
        };
    }

    /** Every payment of ours carries our word; one that does not belongs to another use of the account. */
    private static Translation payment(PaypalEvent event, String customId, PaymentObservation observation) {
        var key = Metadata.paymentKey(customId);
        return key == null
                ? new Events(List.of())
                : new Events(List.of(
                        new PaymentObserved(PaypalGateway.ID, event.id(), event.occurredAt(), key, observation)));
    }

    /** Refunds made at PayPal carry no key of ours, and are our business all the same. */
    private static Translation refund(PaypalEvent event) {
        var refund = event.resource();
        return new Events(List.of(new RefundObserved(PaypalGateway.ID, event.id(), event.occurredAt(),
                Metadata.refundKey(customId(refund)), Metadata.paymentKey(customId(refund)),
                PaypalRefunds.capture(refund),
                PaypalRefunds.of(refund))));
    }

    /** A fact about a dispute is told by several webhooks, each with all that is known by then. */
    private static Translation dispute(PaypalEvent event, List<DisputeObservation> observations) {
        var transaction = PaypalDisputes.transaction(event.resource());
        var events = new ArrayList<GatewayEvent>();
        for (var observation : observations) {
            events.add(new DisputeObserved(PaypalGateway.ID,
                    observation.reference() + ":" + observation.getClass().getSimpleName(), event.occurredAt(),
                    Metadata.paymentKey(StrictJson.text(transaction, "custom")),
                    new ProviderReference(StrictJson.text(transaction, "seller_transaction_id")), observation));
        }
        return new Events(events);
    }

    private static String customId(JsonNode resource) {
        return StrictJson.text(resource, "custom_id");
    }
}
