package dev.refill.sandbox.stripe;

import java.util.List;

import com.stripe.exception.InvalidRequestException;
import com.stripe.exception.StripeException;
import com.stripe.model.BalanceTransaction;
import com.stripe.model.Dispute;
import com.stripe.model.Event;
import com.stripe.model.PaymentIntent;
import com.stripe.param.DisputeListParams;
import com.stripe.param.EventListParams;
import com.stripe.param.RefundCreateParams;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.refill.sandbox.Sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/** Disputes through Stripe's own client, and banks as the control API plays them. */
class DisputesTest {

    private final Sandbox sandbox = Sandbox.start();
    private PaymentIntent payment;

    @BeforeEach
    void pay() throws StripeException {
        payment = pay("pm_card_visa");
    }

    @AfterEach
    void stop() {
        sandbox.close();
    }

    @Test
    void createWhenCardDisputesThenFundsAreWithdrawnAtOnce() throws StripeException {
        payment = pay("pm_card_createDispute");
        Dispute dispute = dispute();
        assertThat(dispute.getReason()).isEqualTo("fraudulent");
        assertThat(dispute.getStatus()).isEqualTo("needs_response");
        assertThat(dispute.getAmount()).isEqualTo(1000);
        assertThat(dispute.getCharge()).isEqualTo(payment.getLatestCharge());
        assertThat(dispute.getBalanceTransactions()).singleElement().satisfies(withdrawal -> {
            assertThat(withdrawal.getAmount()).isEqualTo(-1000);
            assertThat(withdrawal.getFee()).isEqualTo(1500);
            assertThat(withdrawal.getNet()).isEqualTo(-2500);
            assertThat(withdrawal.getReportingCategory()).isEqualTo("dispute");
        });
        assertThat(sandbox.stripe().v1().charges().retrieve(payment.getLatestCharge()).getDisputed()).isTrue();
        assertThat(sandbox.stripe().v1().disputes().retrieve(dispute.getId())).isEqualTo(dispute);
        assertThat(types()).containsExactly("charge.dispute.funds_withdrawn", "charge.dispute.created");
        assertThat(truth()).contains("\"disputed\":1000,\"dispute_fee\":1500");
    }

    @Test
    void winWhenOpenThenFundsAreReinstatedExactlyAndRefundsArePossibleAgain() throws StripeException {
        String id = opened("{\"payment\":\"" + payment.getId() + "\",\"reason\":\"product_not_received\"}");
        assertThat(refused().getCode()).isEqualTo("charge_disputed");
        assertThat(sandbox.control("POST", "disputes/" + id + "/win", null).statusCode()).isEqualTo(200);
        assertThat(dispute().getStatus()).isEqualTo("won");
        assertThat(dispute().getBalanceTransactions()).extracting(BalanceTransaction::getAmount)
                .containsExactly(-1000L, 1000L);
        assertThat(types()).startsWith("charge.dispute.funds_reinstated", "charge.dispute.closed");
        assertThat(truth()).contains("\"disputed\":0,\"dispute_fee\":1500");
        assertThat(sandbox.stripe().v1().refunds()
                .create(RefundCreateParams.builder().setPaymentIntent(payment.getId()).build())
                .getStatus()).isEqualTo("succeeded");
    }

    @Test
    void loseWhenOpenThenFundsStayWithdrawn() throws StripeException {
        String id = opened("{\"payment\":\"" + payment.getId() + "\"}");
        assertThat(sandbox.control("POST", "disputes/" + id + "/lose", null).statusCode()).isEqualTo(200);
        assertThat(dispute().getStatus()).isEqualTo("lost");
        assertThat(types()).startsWith("charge.dispute.closed", "charge.dispute.funds_withdrawn");
        assertThat(truth()).contains("\"disputed\":1000");
        assertThat(refused().getCode()).isEqualTo("charge_disputed");
        assertThat(sandbox.control("POST", "disputes/" + id + "/win", null).statusCode()).isEqualTo(400);
    }

    @Test
    void closeWhenShopGivesInThenLost() throws StripeException {
        String id = opened("{\"payment\":\"" + payment.getId() + "\"}");
        assertThat(sandbox.stripe().v1().disputes().close(id).getStatus()).isEqualTo("lost");
        assertThat(catchThrowableOfType(InvalidRequestException.class,
                () -> sandbox.stripe().v1().disputes().close(id)).getStatusCode()).isEqualTo(400);
    }

    @Test
    void openWhenPartIsRefundedThenTheRestOnly() throws StripeException {
        sandbox.stripe().v1().refunds().create(
                RefundCreateParams.builder().setPaymentIntent(payment.getId()).setAmount(300L).build());
        assertThat(open("{\"payment\":\"" + payment.getId() + "\",\"amount\":701}")).startsWith("400");
        opened("{\"payment\":\"" + payment.getId() + "\"}");
        assertThat(dispute().getAmount()).isEqualTo(700);
        assertThat(open("{\"payment\":\"" + payment.getId() + "\"}")).startsWith("400");
    }

    @Test
    void openWhenMalformedThenSaysWhatIsExpected() {
        assertThat(open("{}")).startsWith("400").contains("pi_");
        assertThat(open("{\"payment\":\"pi_nobody\"}")).startsWith("404");
        assertThat(open("no json")).startsWith("400");
        assertThat(open("{\"payment\":\"pi_nobody\",\"colour\":1}")).startsWith("400");
        assertThat(sandbox.control("POST", "disputes/du_nobody/win", null).statusCode()).isEqualTo(404);
        assertThat(sandbox.control("POST", "disputes/du_nobody/dance", null).statusCode()).isEqualTo(404);
    }

    private PaymentIntent pay(String card) throws StripeException {
        return sandbox.stripe().v1().paymentIntents().create(Sandbox.tenDollarsOn(card).build());
    }

    private Dispute dispute() throws StripeException {
        return sandbox.stripe().v1().disputes()
                .list(DisputeListParams.builder().setPaymentIntent(payment.getId()).build())
                .getData()
                .getFirst();
    }

    private InvalidRequestException refused() {
        return catchThrowableOfType(InvalidRequestException.class, () -> sandbox.stripe().v1().refunds()
                .create(RefundCreateParams.builder().setPaymentIntent(payment.getId()).build()));
    }

    private String opened(String json) {
        return open(json).replaceFirst("^201.*\"(du_[A-Za-z0-9]+)\".*$", "$1");
    }

    private String open(String json) {
        var answer = sandbox.control("POST", "disputes", json);
        return answer.statusCode() + answer.body();
    }

    /** Newest first. */
    private List<String> types() throws StripeException {
        return sandbox.stripe().v1().events()
                .list(EventListParams.builder().setType("charge.dispute.*").build())
                .getData().stream().map(Event::getType).toList();
    }

    private String truth() {
        return sandbox.control("GET", "truth", null).body();
    }
}
