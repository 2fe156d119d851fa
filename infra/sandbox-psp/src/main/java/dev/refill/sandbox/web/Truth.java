package dev.refill.sandbox.web;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.ByteArrayBuilder;

import dev.refill.sandbox.core.Books;
import dev.refill.sandbox.core.Charge;
import dev.refill.sandbox.core.Dispute;
import dev.refill.sandbox.core.DisputeStatus;
import dev.refill.sandbox.core.Payment;
import dev.refill.sandbox.core.PaymentStatus;
import dev.refill.sandbox.core.Refund;
import dev.refill.sandbox.core.RefundStatus;

/** Where all the money is, at one moment of each provider: every captured payment with what became of it. */
record Truth(List<Known> payments, List<Refund> refunds, List<Dispute> disputes) {

    private static final JsonFactory JSON = new JsonFactory();
    /** Others are not told of. */
    private static final String CAPTURED = "succeeded";

    private record Known(String provider, Payment payment, @Nullable Dispute dispute) {}

    static Truth of(String provider, Books books) {
        return new Truth(books.payments()
                .all(payment -> payment.status() == PaymentStatus.CAPTURED)
                .stream()
                .map(payment -> new Known(provider, payment, books.disputeOf(payment.id())))
                .toList(), books.refunds().all(any -> true), books.disputes().all(any -> true));
    }

    Truth and(Truth other) {
        return new Truth(joined(payments, other.payments), joined(refunds, other.refunds),
                joined(disputes, other.disputes));
    }

    private static <T> List<T> joined(List<T> some, List<T> others) {
        return Stream.concat(some.stream(), others.stream()).toList();
    }

    byte[] json() {
        ByteArrayBuilder bytes = new ByteArrayBuilder(2048);
        try (JsonGenerator out = JSON.createGenerator(ObjectWriteContext.empty(), bytes)) {
            write(out);
        }
        return bytes.toByteArray();
    }

    private void write(JsonGenerator out) {
        out.writeStartObject();
        out.writeArrayPropertyStart("payments");
        payments.forEach(known -> write(out, known.provider, known.payment, known.dispute));
        out.writeEndArray();
        out.writeArrayPropertyStart("refunds");
        refunds.forEach(refund -> write(out, refund));
        out.writeEndArray();
        out.writeArrayPropertyStart("disputes");
        disputes.forEach(dispute -> write(out, dispute));
        out.writeEndArray();
        out.writeEndObject();
    }

    private static void write(JsonGenerator out, String provider, Payment payment, @Nullable Dispute dispute) {
        Charge charge = payment.charge();
        out.writeStartObject();
        out.writeStringProperty("id", payment.id());
        out.writeStringProperty("provider", provider);
        out.writeNumberProperty("amount", payment.captured());
        out.writeStringProperty("currency", payment.currency());
        metadata(out, payment.metadata());
        out.writeStringProperty("status", CAPTURED);
        out.writeNumberProperty("refunded", charge == null ? 0 : charge.refunded());
        out.writeNumberProperty("disputed", dispute == null ? 0 : dispute.withheld());
        out.writeNumberProperty("dispute_fee", dispute == null ? 0 : dispute.withdrawal().fee());
        out.writeNumberProperty("created", payment.created());
        out.writeEndObject();
    }

    private static void write(JsonGenerator out, Refund refund) {
        out.writeStartObject();
        out.writeStringProperty("id", refund.id());
        out.writeStringProperty("payment", refund.paymentId());
        out.writeNumberProperty("amount", refund.amount());
        out.writeStringProperty("currency", refund.currency());
        metadata(out, refund.metadata());
        out.writeStringProperty("status", word(refund.status()));
        out.writeEndObject();
    }

    private static void write(JsonGenerator out, Dispute dispute) {
        out.writeStartObject();
        out.writeStringProperty("id", dispute.id());
        out.writeStringProperty("payment", dispute.paymentId());
        out.writeNumberProperty("amount", dispute.amount());
        out.writeStringProperty("currency", dispute.currency());
        out.writeNumberProperty("withdrawn", dispute.withdrawal().amount());
        out.writeNumberProperty("fee", dispute.withdrawal().fee());
        out.writeNumberProperty("reinstated", dispute.withdrawal().amount() - dispute.withheld());
        out.writeStringProperty("status", word(dispute.status()));
        out.writeEndObject();
    }

    private static String word(RefundStatus status) {
        return switch (status) {
            case PENDING -> "pending";
            case SUCCEEDED -> "succeeded";
            case FAILED -> "failed";
        };
    }

    private static String word(DisputeStatus status) {
        return switch (status) {
            case OPEN -> "needs_response";
            case WON -> "won";
            case LOST -> "lost";
        };
    }

    private static void metadata(JsonGenerator out, Map<String, String> metadata) {
        out.writeObjectPropertyStart("metadata");
        metadata.forEach(out::writeStringProperty);
        out.writeEndObject();
    }
}
