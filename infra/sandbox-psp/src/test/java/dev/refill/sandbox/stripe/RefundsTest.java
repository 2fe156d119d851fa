package dev.refill.sandbox.stripe;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

import com.stripe.exception.InvalidRequestException;
import com.stripe.exception.StripeException;
import com.stripe.model.Charge;
import com.stripe.model.Event;
import com.stripe.model.PaymentIntent;
import com.stripe.model.Refund;
import com.stripe.param.ChargeListParams;
import com.stripe.param.EventListParams;
import com.stripe.param.RefundCreateParams;
import com.stripe.param.RefundListParams;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import dev.refill.sandbox.Sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/** Refunds through Stripe's own client. */
class RefundsTest {

    private static volatile Instant now = Instant.parse("2026-03-01T12:00:00Z");
    private static Sandbox sandbox;

    @BeforeAll
    static void start() {
        InstantSource source = () -> now;
        sandbox = Sandbox.start(Sandbox.settings().withClock(source.withZone(ZoneOffset.UTC)));
    }

    @AfterAll
    static void stop() {
        sandbox.close();
    }

    @AfterEach
    void behave() {
        sandbox.control("DELETE", "faults", null);
    }

    @Test
    void createWhenWholeThenSucceededAndChargeIsRefunded() throws StripeException {
        PaymentIntent payment = pay("pm_card_visa");
        Refund refund = sandbox.stripe().v1().refunds().create(RefundCreateParams.builder()
                .setPaymentIntent(payment.getId())
                .setReason(RefundCreateParams.Reason.REQUESTED_BY_CUSTOMER)
                .putMetadata("operation_key", "rfd-whole")
                .build());
        assertThat(refund.getStatus()).isEqualTo("succeeded");
        assertThat(refund.getAmount()).isEqualTo(1000);
        assertThat(refund.getCharge()).isEqualTo(payment.getLatestCharge());
        assertThat(refund.getMetadata()).containsEntry("operation_key", "rfd-whole");
        assertThat(charge(payment).getRefunded()).isTrue();
        assertThat(charge(payment).getAmountRefunded()).isEqualTo(1000);
        assertThat(sandbox.stripe().v1().refunds().retrieve(refund.getId())).isEqualTo(refund);
        assertThat(types(payment)).containsExactly("charge.refunded", "refund.created");
        assertThat(truth()).contains("\"refunded\":1000", "rfd-whole");
    }

    @Test
    void createWhenInPartsThenNeverMoreThanWasCaptured() throws StripeException {
        PaymentIntent payment = pay("pm_card_visa");
        refund(payment, 600);
        InvalidRequestException tooMuch = refused(payment, 401);
        assertThat(tooMuch.getCode()).isNull();
        assertThat(tooMuch.getStripeError().getParam()).isEqualTo("amount");
        assertThat(charge(payment).getRefunded()).isFalse();
        refund(payment, 400);
        assertThat(charge(payment).getRefunded()).isTrue();
        assertThat(refused(payment, 1).getCode()).isEqualTo("charge_already_refunded");
        assertThat(sandbox.stripe().v1().refunds()
                .list(RefundListParams.builder().setPaymentIntent(payment.getId()).build())
                .getData()).extracting(Refund::getAmount).containsExactly(400L, 600L);
    }

    @Test
    void createWhenNothingWasCapturedThenRefused() throws StripeException {
        PaymentIntent payment = sandbox.stripe().v1().paymentIntents().create(
                Sandbox.tenDollarsOn("pm_card_threeDSecure2Required").setReturnUrl("https://shop.example/").build());
        assertThat(refused(payment, 1).getStripeError().getParam()).isEqualTo("payment_intent");
        assertThat(catchThrowableOfType(InvalidRequestException.class, () -> sandbox.stripe().v1().refunds()
                .create(RefundCreateParams.builder().setPaymentIntent("pi_nobody").build())).getCode())
                .isEqualTo("resource_missing");
        assertThat(sandbox.post("/v1/refunds", "amount=1").body()).contains("payment_intent or charge");
        assertThat(sandbox.post("/v1/refunds", "payment_intent=" + payment.getId() + "&amount=0").body())
                .contains("parameter_invalid_integer");
    }

    @Test
    void createWhenKeyIsTheSameThenTheAnswerIsReplayedAndMoneyGoesBackOnce() throws StripeException {
        PaymentIntent payment = pay("pm_card_visa");
        String form = "payment_intent=" + payment.getId() + "&amount=300";
        HttpResponse<String> first = sandbox.post("/v1/refunds", form, "Idempotency-Key", "rfd-once");
        HttpResponse<String> again = sandbox.post("/v1/refunds", form, "Idempotency-Key", "rfd-once");
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(again.headers().firstValue("Idempotent-Replayed")).hasValue("true");
        assertThat(charge(payment).getAmountRefunded()).isEqualTo(300);
    }

    @Test
    void createWhenErrorAfterThenMoneyGoesBackAndThe500IsReplayed() throws StripeException {
        PaymentIntent payment = pay("pm_card_visa");
        sandbox.fault("{\"kind\":\"error_after\",\"target\":\"refunds.create\",\"times\":1}");
        String form = "payment_intent=" + payment.getId() + "&amount=300";
        assertThat(sandbox.post("/v1/refunds", form, "Idempotency-Key", "rfd-500").statusCode()).isEqualTo(500);
        assertThat(sandbox.post("/v1/refunds", form, "Idempotency-Key", "rfd-500").statusCode()).isEqualTo(500);
        assertThat(charge(payment).getAmountRefunded()).isEqualTo(300);
    }

    @Test
    void createWhenCardIsSlowThenPendingAndLaterSucceeded() throws StripeException {
        PaymentIntent payment = pay("pm_card_pendingRefund");
        Refund refund = refund(payment, 1000);
        assertThat(refund.getStatus()).isEqualTo("pending");
        assertThat(charge(payment).getAmountRefunded()).isEqualTo(1000);
        now = now.plus(Duration.ofMinutes(1));
        assertThat(sandbox.stripe().v1().refunds().retrieve(refund.getId()).getStatus()).isEqualTo("succeeded");
        assertThat(types(payment)).containsExactly("charge.refund.updated", "refund.updated", "charge.refunded",
                "refund.created");
    }

    @Test
    void createWhenCardIsGoneThenFailedAfterItSucceededAndAllIsLeftAgain() throws StripeException {
        PaymentIntent payment = pay("pm_card_refundFail");
        Refund refund = refund(payment, 1000);
        assertThat(refund.getStatus()).isEqualTo("succeeded");
        now = now.plus(Duration.ofMinutes(1));
        Refund failed = sandbox.stripe().v1().refunds().retrieve(refund.getId());
        assertThat(failed.getStatus()).isEqualTo("failed");
        assertThat(failed.getFailureReason()).isEqualTo("expired_or_canceled_card");
        assertThat(charge(payment).getAmountRefunded()).isZero();
        assertThat(types(payment)).startsWith("refund.failed", "charge.refund.updated", "refund.updated");
        assertThat(refund(payment, 1000).getStatus()).isEqualTo("succeeded");
    }

    @Test
    void failWhenToldSoThenAnyRefundComesBack() throws StripeException {
        PaymentIntent payment = pay("pm_card_visa");
        Refund refund = refund(payment, 700);
        assertThat(sandbox.control("POST", "refunds/" + refund.getId() + "/fail", null).statusCode()).isEqualTo(200);
        assertThat(sandbox.control("POST", "refunds/" + refund.getId() + "/fail", null).statusCode()).isEqualTo(400);
        assertThat(sandbox.control("POST", "refunds/re_nobody/fail", null).statusCode()).isEqualTo(404);
        assertThat(charge(payment).getAmountRefunded()).isZero();
    }

    @Test
    void listChargesThenThoseOfThePayment() throws StripeException {
        PaymentIntent payment = pay("pm_card_visa");
        pay("pm_card_visa");
        assertThat(sandbox.stripe().v1().charges()
                .list(ChargeListParams.builder().setPaymentIntent(payment.getId()).build())
                .getData()).extracting(Charge::getId).containsExactly(payment.getLatestCharge());
    }

    private static PaymentIntent pay(String card) throws StripeException {
        return sandbox.stripe().v1().paymentIntents().create(Sandbox.tenDollarsOn(card).build());
    }

    private static Refund refund(PaymentIntent payment, long amount) throws StripeException {
        return sandbox.stripe().v1().refunds().create(
                RefundCreateParams.builder().setPaymentIntent(payment.getId()).setAmount(amount).build());
    }

    private static InvalidRequestException refused(PaymentIntent payment, long amount) {
        return catchThrowableOfType(InvalidRequestException.class, () -> refund(payment, amount));
    }

    private static Charge charge(PaymentIntent payment) throws StripeException {
        return sandbox.stripe().v1().charges().retrieve(payment.getLatestCharge());
    }

    /** What happened after the payment, newest first. */
    private static List<String> types(PaymentIntent payment) throws StripeException {
        List<String> types = new ArrayList<>();
        for (Event event : sandbox.stripe().v1().events()
                .list(EventListParams.builder().setLimit(100L).build())
                .getData()) {
            if (event.getDataObjectDeserializer().getRawJson().contains(payment.getLatestCharge())
                    && event.getType().contains("refund")) {
                types.add(event.getType());
            }
        }
        return types;
    }

    private static String truth() {
        return sandbox.control("GET", "truth", null).body();
    }
}
