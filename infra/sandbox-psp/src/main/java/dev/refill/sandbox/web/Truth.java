package dev.refill.sandbox.web;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

import dev.refill.sandbox.core.Books;
import dev.refill.sandbox.core.Charge;
import dev.refill.sandbox.core.Dispute;
import dev.refill.sandbox.core.Payment;
import dev.refill.sandbox.core.PaymentStatus;
import dev.refill.sandbox.core.Refund;
import dev.refill.sandbox.stripe.json.StripeJson;

/** Where all the money is, at one moment of each provider: every captured payment with what became of it. */
record Truth(List<Known> payments, List<Refund> refunds, List<Dispute> disputes) {

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

    void write(JsonGenerator out) {
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
        out.writeStringProperty("status", StripeJson.status(payment.status()));
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
        out.writeStringProperty("status", StripeJson.status(refund.status()));
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
        out.writeStringProperty("status", StripeJson.status(dispute.status()));
        out.writeEndObject();
    }

    private static void metadata(JsonGenerator out, Map<String, String> metadata) {
        out.writeObjectPropertyStart("metadata");
        metadata.forEach(out::writeStringProperty);
        out.writeEndObject();
    }
}
