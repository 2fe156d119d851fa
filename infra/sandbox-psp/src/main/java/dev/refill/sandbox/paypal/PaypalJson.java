package dev.refill.sandbox.paypal;

import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

import dev.refill.sandbox.core.Books;
import dev.refill.sandbox.core.Charge;
import dev.refill.sandbox.core.Checkout;
import dev.refill.sandbox.core.Decline;
import dev.refill.sandbox.core.Dispute;
import dev.refill.sandbox.core.Endpoint;
import dev.refill.sandbox.core.Payment;
import dev.refill.sandbox.core.Refund;
import dev.refill.sandbox.core.RefundStatus;
import dev.refill.sandbox.core.Subject;
import dev.refill.sandbox.paypal.order.Orders;
import dev.refill.sandbox.paypal.wire.Amount;
import dev.refill.sandbox.wire.Json;

import static java.util.Objects.requireNonNull;

/** What PayPal's API says. */
public final class PaypalJson {

    /** Under which all of it is. */
    static final String PREFIX = "/paypal";

    private final Supplier<String> baseUrl;

    /** @param baseUrl where browsers and shops find the sandbox, without a slash at its end */
    public PaypalJson(Supplier<String> baseUrl) {
        this.baseUrl = baseUrl;
    }

    /** How a subject stands now, whatever has happened to it since. */
    ObjectNode now(Books books, Subject subject) {
        return switch (subject) {
            case Checkout order -> order(books, requireNonNull(books.checkouts().find(order.id())));
            case Payment capture -> capture(requireNonNull(books.payments().find(capture.id())));
            case Refund refund -> refund(requireNonNull(books.refunds().find(refund.id())));
            case Charge other -> throw unknown(other);
            case Dispute other -> throw unknown(other);
            case Endpoint other -> throw unknown(other);
        };
    }

    /** As it stood then, and in the case of an order, before it was captured. */
    ObjectNode then(Subject subject) {
        return switch (subject) {
            case Checkout order -> order(order, null, List.of());
            case Payment capture -> capture(capture);
            case Refund refund -> refund(refund);
            case Charge other -> throw unknown(other);
            case Dispute other -> throw unknown(other);
            case Endpoint other -> throw unknown(other);
        };
    }

    private ObjectNode order(Books books, Checkout order) {
        Payment capture = books.paymentOf(order);
        return order(order, capture, capture == null
                ? List.of()
                : books.refunds().all(refund -> refund.paymentId().equals(capture.id())));
    }

    private ObjectNode order(Checkout order, @Nullable Payment capture, List<Refund> refunds) {
        ObjectNode json = Json.object()
                .put("id", order.id())
                .put("intent", "CAPTURE")
                .put("status", status(order))
                .put("create_time", moment(order.created()))
                .put("update_time", moment(Orders.updated(order)));
        json.putObject("payment_source").putObject("paypal");
        ObjectNode unit = json.putArray("purchase_units").addObject().put("reference_id", "default");
        unit.set("amount", new Amount(order.amount(), order.currency()).json());
        unit.putObject("payee").put("merchant_id", PaypalAccount.MERCHANT);
        if (order.paymentDescription() != null) {
            unit.put("description", order.paymentDescription());
        }
        marks(unit, order.metadata().get(Orders.CUSTOM_ID), order.metadata().get(Orders.INVOICE_ID));
        if (capture != null) {
            ObjectNode payments = unit.putObject("payments");
            payments.putArray("captures").add(capture(capture));
            refunds.forEach(refund -> payments.withArray("refunds").add(refund(refund)));
        }
        link(json, "/v2/checkout/orders/" + order.id(), "self");
        if (status(order).equals("PAYER_ACTION_REQUIRED")) {
            link(json, "/checkoutnow?token=" + order.id(), "payer-action");
        }
        return json;
    }

    private static String status(Checkout order) {
        return switch (order.status()) {
            case OPEN -> Orders.fundingOf(order) == null ? "PAYER_ACTION_REQUIRED" : "APPROVED";
            case COMPLETE -> "COMPLETED";
            case EXPIRED -> "VOIDED";
        };
    }

    private ObjectNode capture(Payment capture) {
        Charge charge = requireNonNull(capture.charge());
        ObjectNode json = Json.object()
                .put("id", capture.id())
                .put("status", status(capture, charge))
                .put("final_capture", true)
                .put("create_time", moment(capture.created()))
                .put("update_time", moment(capture.created()));
        json.set("amount", new Amount(capture.amount(), capture.currency()).json());
        marks(json, capture.metadata().get(Orders.CUSTOM_ID), capture.metadata().get(Orders.INVOICE_ID));
        Decline decline = capture.decline();
        if (decline != null) {
            json.putObject("processor_response").put("response_code", decline.code());
        }
        String order = requireNonNull(capture.metadata().get(Orders.ORDER));
        json.putObject("supplementary_data").putObject("related_ids").put("order_id", order);
        link(json, "/v2/payments/captures/" + capture.id(), "self");
        link(json, "/v2/checkout/orders/" + order, "up");
        return json;
    }

    private static String status(Payment capture, Charge charge) {
        if (capture.decline() != null) {
            return "DECLINED";
        }
        if (charge.refunded() == 0) {
            return "COMPLETED";
        }
        return charge.left() == 0 ? "REFUNDED" : "PARTIALLY_REFUNDED";
    }

    private ObjectNode refund(Refund refund) {
        ObjectNode json = Json.object()
                .put("id", refund.id())
                .put("status", status(refund.status()))
                .put("create_time", moment(refund.created()));
        json.set("amount", new Amount(refund.amount(), refund.currency()).json());
        marks(json, refund.metadata().get(Orders.CUSTOM_ID), null);
        link(json, "/v2/payments/refunds/" + refund.id(), "self");
        link(json, "/v2/payments/captures/" + refund.paymentId(), "up");
        return json;
    }

    private static String status(RefundStatus status) {
        return switch (status) {
            case PENDING -> "PENDING";
            case SUCCEEDED -> "COMPLETED";
            case FAILED -> "FAILED";
        };
    }

    private static void marks(ObjectNode json, @Nullable String customId, @Nullable String invoiceId) {
        if (customId != null) {
            json.put("custom_id", customId);
        }
        if (invoiceId != null) {
            json.put("invoice_id", invoiceId);
        }
    }

    private void link(ObjectNode json, String path, String rel) {
        json.withArray("links").addObject()
                .put("href", address(path))
                .put("rel", rel)
                .put("method", "GET");
    }

    String address(String path) {
        return baseUrl.get() + PREFIX + path;
    }

    static String moment(long seconds) {
        return Instant.ofEpochSecond(seconds).toString();
    }

    private static IllegalArgumentException unknown(Subject subject) {
        return new IllegalArgumentException(
                "subject: " + subject.id() + " (expected: an order, a capture or a refund)");
    }
}
