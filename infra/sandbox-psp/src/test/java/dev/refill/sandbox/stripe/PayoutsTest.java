package dev.refill.sandbox.stripe;

import java.util.List;

import com.stripe.exception.InvalidRequestException;
import com.stripe.exception.StripeException;
import com.stripe.model.BalanceTransaction;
import com.stripe.model.Charge;
import com.stripe.model.Dispute;
import com.stripe.model.PaymentIntent;
import com.stripe.model.Payout;
import com.stripe.param.BalanceTransactionListParams;
import com.stripe.param.RefundCreateParams;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import dev.refill.sandbox.Sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/** Payouts and what they are made of, through Stripe's own client. */
class PayoutsTest {

    private final Sandbox sandbox = Sandbox.start();

    @AfterEach
    void stop() {
        sandbox.close();
    }

    @Test
    void payOutWhenPaidRefundedAndDisputedThenAllOfItOnceAndNothingTogether() throws StripeException {
        pay("pm_card_visa");
        pay("pm_card_visa");
        pay("pm_card_visa");
        PaymentIntent refunded = pay("pm_card_visa");
        refund(refunded, 300);
        pay("pm_card_createDispute");
        payOut();

        Payout payout = payouts().getFirst();
        assertThat(payout.getStatus()).isEqualTo("in_transit");
        assertThat(payout.getAmount()).as("five times 941, less 300, and 1000 with a fee of 1500").isEqualTo(1_905);
        assertThat(payout.getArrivalDate() % 86_400).isZero();
        assertThat(sandbox.stripe().v1().payouts().retrieve(payout.getId())).isEqualTo(payout);
        List<BalanceTransaction> lines = lines(payout);
        assertThat(lines).extracting(BalanceTransaction::getReportingCategory)
                .containsExactly("payout", "dispute", "refund", "charge", "charge", "charge", "charge", "charge");
        assertThat(lines).allSatisfy(
                line -> assertThat(line.getNet()).isEqualTo(line.getAmount() - line.getFee()));
        assertThat(lines.stream().mapToLong(BalanceTransaction::getNet).sum()).isZero();
        assertThat(lines.get(1).getSourceObject()).isInstanceOfSatisfying(Dispute.class,
                dispute -> assertThat(dispute.getBalanceTransactions()).singleElement().satisfies(
                        withdrawal -> assertThat(withdrawal.getId()).isEqualTo(lines.get(1).getId())));
        assertThat(lines.get(3).getSourceObject()).isInstanceOf(Charge.class);
        assertThat(lines.getFirst().getSourceObject()).isEqualTo(payout);
        assertThat(lines.getFirst().getId()).isEqualTo(payout.getBalanceTransaction());
    }

    @Test
    void payOutWhenAgainThenOnlyWhatCameSince() throws StripeException {
        PaymentIntent payment = pay("pm_card_visa");
        payOut();
        assertThat(sandbox.control("POST", "payouts", null).body()).isEqualTo("{\"payouts\":[]}");
        refund(payment, 400);
        assertThat(sandbox.control("POST", "payouts", null).body()).as("nothing to pay out")
                .isEqualTo("{\"payouts\":[]}");
        pay("pm_card_visa");
        payOut();
        assertThat(payouts()).extracting(Payout::getAmount).containsExactly(541L, 941L);
        assertThat(lines(payouts().getFirst())).extracting(BalanceTransaction::getReportingCategory)
                .containsExactly("payout", "refund", "charge");
    }

    @Test
    void payOutWhenARefundComesBackThenItIsPaidOutAgain() throws StripeException {
        PaymentIntent payment = pay("pm_card_visa");
        String refund = refund(payment, 400);
        payOut();
        sandbox.control("POST", "refunds/" + refund + "/fail", null);
        payOut();
        assertThat(payouts()).extracting(Payout::getAmount).containsExactly(400L, 541L);
        assertThat(lines(payouts().getFirst())).extracting(BalanceTransaction::getReportingCategory)
                .containsExactly("payout", "refund_failure");
    }

    @Test
    void retrieveAndListWhenThereIsNoSuchPayoutThenSaysSo() throws StripeException {
        assertThat(catchThrowableOfType(InvalidRequestException.class,
                () -> sandbox.stripe().v1().payouts().retrieve("po_nobody")).getStatusCode()).isEqualTo(404);
        assertThat(sandbox.stripe().v1().balanceTransactions()
                .list(BalanceTransactionListParams.builder().setPayout("po_nobody").build())
                .getData()).isEmpty();
    }

    private PaymentIntent pay(String card) throws StripeException {
        return sandbox.stripe().v1().paymentIntents().create(Sandbox.tenDollarsOn(card).build());
    }

    private String refund(PaymentIntent payment, long amount) throws StripeException {
        return sandbox.stripe().v1().refunds().create(RefundCreateParams.builder()
                .setPaymentIntent(payment.getId()).setAmount(amount).build()).getId();
    }

    private void payOut() {
        assertThat(sandbox.control("POST", "payouts", null).statusCode()).isEqualTo(201);
    }

    private List<Payout> payouts() throws StripeException {
        return sandbox.stripe().v1().payouts().list().getData();
    }

    private List<BalanceTransaction> lines(Payout payout) throws StripeException {
        return sandbox.stripe().v1().balanceTransactions().list(BalanceTransactionListParams.builder()
                .setPayout(payout.getId()).addExpand("data.source").setLimit(100L).build()).getData();
    }
}
