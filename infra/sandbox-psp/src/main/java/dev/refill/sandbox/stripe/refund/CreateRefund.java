package dev.refill.sandbox.stripe.refund;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import dev.refill.sandbox.core.Books;
import dev.refill.sandbox.core.Cause;
import dev.refill.sandbox.core.Charge;
import dev.refill.sandbox.core.Dispute;
import dev.refill.sandbox.core.DisputeStatus;
import dev.refill.sandbox.core.Payment;
import dev.refill.sandbox.core.Snapshot;
import dev.refill.sandbox.stripe.wire.Action;
import dev.refill.sandbox.stripe.wire.Answer;
import dev.refill.sandbox.stripe.wire.ApiError;
import dev.refill.sandbox.stripe.wire.Call;
import dev.refill.sandbox.stripe.wire.Operation;
import dev.refill.sandbox.stripe.wire.Params;
import dev.refill.sandbox.stripe.wire.Refusal;

import static java.util.Objects.requireNonNull;

/** {@code POST /v1/refunds}: never more than was captured, however many there are. */
final class CreateRefund implements Operation {

    private static final List<String> REASONS = List.of("duplicate", "fraudulent", "requested_by_customer");

    @Override
    public Action prepare(Call call) {
        Params params = call.params();
        Wish wish = new Wish(params.text("payment_intent"), params.text("charge"), amount(params),
                params.oneOf("reason", REASONS), params.metadata("metadata"));
        if (wish.paymentId == null && wish.chargeId == null) {
            throw new Refusal(ApiError.invalid("parameter_missing", null,
                    "One of the following params should be provided for this request: payment_intent or charge."));
        }
        call.expanding(RefundOperations.EXPANDABLE);
        params.accept("instructions_email", "refund_application_fee", "reverse_transfer", "currency", "customer",
                "origin").refuseRest();
        return books -> wish.granted(books, call.cause());
    }

    private static @Nullable Long amount(Params params) {
        Long amount = params.integer("amount");
        if (amount != null && amount < 1) {
            throw new Refusal(ApiError.invalid("parameter_invalid_integer", "amount",
                    "This value must be greater than or equal to 1."));
        }
        return amount;
    }

    /** @param amount absent is all that is left */
    private record Wish(@Nullable String paymentId, @Nullable String chargeId, @Nullable Long amount,
            @Nullable String reason, Map<String, String> metadata) {

        Answer granted(Books books, Cause cause) {
            Payment payment = payment(books);
            Charge charge = captured(payment);
            check(books, charge);
            long wanted = amount == null ? charge.left() : amount;
            return new Answer.Shown(200,
                    Snapshot.of(Refunding.make(books, payment, charge, wanted, reason, metadata, cause)));
        }

        private Payment payment(Books books) {
            if (paymentId != null) {
                Payment payment = books.payments().find(paymentId);
                if (payment == null) {
                    throw new Refusal(ApiError.notFound("payment_intent", paymentId, "payment_intent"));
                }
                return payment;
            }
            Charge charge = books.charges().find(requireNonNull(chargeId));
            if (charge == null) {
                throw new Refusal(ApiError.notFound("charge", chargeId, "charge"));
            }
            return requireNonNull(books.payments().find(charge.paymentId()));
        }

        private static Charge captured(Payment payment) {
            Charge charge = payment.charge();
            if (payment.captured() == 0 || charge == null) {
                throw new Refusal(ApiError.invalid(null, "payment_intent", "This PaymentIntent (" + payment.id()
                        + ") does not have a successful charge to refund."));
            }
            return charge;
        }

        private void check(Books books, Charge charge) {
            Dispute dispute = books.disputeOf(charge.paymentId());
            if (dispute != null && dispute.status() != DisputeStatus.WON) {
                throw new Refusal(ApiError.invalid("charge_disputed", null,
                        "Charge " + charge.id() + " has been charged back; cannot issue a refund."));
            }
            if (charge.left() == 0) {
                throw new Refusal(ApiError.invalid("charge_already_refunded", null,
                        "Charge " + charge.id() + " has already been refunded."));
            }
            if (amount != null && amount > charge.left()) {
                throw new Refusal(ApiError.invalid(null, "amount", "Refund amount (" + amount + " " + charge.currency()
                        + " in its smallest unit) is greater than unrefunded amount on charge (" + charge.left()
                        + ")"));
            }
        }
    }
}
