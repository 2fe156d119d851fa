package dev.refill.sandbox.web;

import java.util.Map;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

import dev.refill.sandbox.core.Books;
import dev.refill.sandbox.core.Charge;
import dev.refill.sandbox.core.Dispute;
import dev.refill.sandbox.core.Payment;
import dev.refill.sandbox.core.Payout;
import dev.refill.sandbox.core.Refund;
import dev.refill.sandbox.core.RefundStatus;
import dev.refill.sandbox.core.lifecycle.Bookkeeper;
import dev.refill.sandbox.stripe.dispute.Disputing;
import dev.refill.sandbox.stripe.refund.Refunding;
import dev.refill.sandbox.stripe.settlement.PayingOut;
import dev.refill.sandbox.wire.Reply;

import static java.util.Objects.requireNonNull;

/** What customers' banks do by themselves, brought about from outside. */
final class BankControl {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private final Bookkeeper bookkeeper;

    BankControl(Bookkeeper bookkeeper) {
        this.bookkeeper = bookkeeper;
    }

    Mono<Reply> open(String body) {
        try {
            Complaint complaint = JSON.readValue(body, Complaint.class);
            return bookkeeper.run(books -> opened(books, complaint));
        } catch (JacksonException wrong) {
            return Mono.just(ControlApi.error(400, String.valueOf(wrong.getMessage())));
        }
    }

    Mono<Reply> win(String disputeId) {
        return bookkeeper.run(books -> {
            Dispute dispute = books.disputes().find(disputeId);
            return dispute == null ? noSuch("dispute", disputeId) : ended(Disputing.win(books, dispute));
        });
    }

    Mono<Reply> lose(String disputeId) {
        return bookkeeper.run(books -> {
            Dispute dispute = books.disputes().find(disputeId);
            return dispute == null ? noSuch("dispute", disputeId) : ended(Disputing.lose(books, dispute));
        });
    }

    Mono<Reply> fail(String refundId) {
        return bookkeeper.run(books -> {
            Refund refund = books.refunds().find(refundId);
            return refund == null ? noSuch("refund", refundId) : failed(books, refund);
        });
    }

    Mono<Reply> payOut() {
        return bookkeeper.run(books -> ControlApi.json(201,
                Map.of("payouts", PayingOut.payOut(books).stream().map(Payout::id).toList())));
    }

    private static Reply opened(Books books, Complaint complaint) {
        Payment payment = books.payments().find(complaint.payment());
        if (payment == null) {
            return noSuch("payment", complaint.payment());
        }
        long most = Disputing.disputable(books, payment);
        long amount = complaint.amount() == null ? most : complaint.amount();
        if (amount < 1 || amount > most) {
            return ControlApi.error(400, "amount: " + amount + " (expected: 1 to " + most
                    + ", what is captured, not refunded and not disputed)");
        }
        Charge charge = requireNonNull(payment.charge());
        String reason = complaint.reason() == null ? "fraudulent" : complaint.reason();
        return ControlApi.json(201, Map.of("dispute", Disputing.open(books, payment, charge, amount, reason).id()));
    }

    private static Reply ended(@Nullable Dispute dispute) {
        return dispute == null
                ? ControlApi.error(400, "The dispute is closed already")
                : ControlApi.json(200, Map.of("dispute", dispute.id()));
    }

    private static Reply failed(Books books, Refund refund) {
        return refund.status() == RefundStatus.FAILED
                ? ControlApi.error(400, "The refund has failed already")
                : ControlApi.json(200, Map.of("refund", Refunding.fail(books, refund).id()));
    }

    private static Reply noSuch(String what, String id) {
        return ControlApi.error(404, "No such " + what + ": " + id);
    }
}
