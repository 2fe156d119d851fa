package dev.refill.gateways.paypal;

import java.time.Instant;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

import dev.refill.gateway.Approved;
import dev.refill.gateway.Closed;
import dev.refill.gateway.DeclineReason;
import dev.refill.gateway.Declined;
import dev.refill.gateway.GatewayEvent.PaymentObserved;
import dev.refill.gateway.GatewayEvent.RefundObserved;
import dev.refill.gateway.Money;
import dev.refill.gateway.OperationKey;
import dev.refill.gateway.PaymentObservation;
import dev.refill.gateway.Pending;
import dev.refill.gateway.ProviderReference;
import dev.refill.gateway.RefundFailed;
import dev.refill.gateway.RefundFailureReason;
import dev.refill.gateway.RefundObservation;
import dev.refill.gateway.RefundPending;
import dev.refill.gateway.RefundSucceeded;
import dev.refill.gateway.Translation;
import dev.refill.gateway.Translation.Events;
import dev.refill.gateway.Translation.NotUnderstood;
import dev.refill.gateway.Translation.Reason;

import static org.assertj.core.api.Assertions.assertThat;

/** What PayPal's webhooks of payments and refunds mean to us. */
class PaypalEventsTest {

    private static final ProviderReference ORDER = new ProviderReference(TestEvents.ORDER);
    private static final ProviderReference CAPTURE = new ProviderReference(TestEvents.CAPTURE);
    private static final ProviderReference REFUND = new ProviderReference(TestEvents.REFUND);
    private static final Money TEN_EUROS = Money.of(1_000, "EUR");
    private static final Instant AT = Instant.parse("2026-03-01T12:00:00.940Z");

    private final PaypalEvents events = TestPaypal.events();

    @Test
    void capturedThenApprovedByTheCapturesReference() {
        assertThat(only(TestEvents.captured("PAYMENT.CAPTURE.COMPLETED", "COMPLETED"))).isEqualTo(new PaymentObserved(
                PaypalGateway.ID, TestEvents.EVENT_ID, AT, new OperationKey("pay_1"),
                new Approved(CAPTURE, TEN_EUROS)));
    }

    /** Whether it has to be captured still, a look-up finds out; nothing is known of money here. */
    @Test
    void agreedThenPending() {
        assertThat(payment(TestEvents.agreed())).isEqualTo(new Pending(ORDER));
    }

    @Test
    void agreedAfterItWasClosedByUsThenClosed() {
        assertThat(payment(TestEvents.agreed().with(order -> ((ObjectNode) order.path("purchase_units").path(0))
                .put("custom_id", "closed.pay_1")))).isEqualTo(new Closed(ORDER));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ECHECK", "PENDING_REVIEW", "UNILATERAL", "A_REASON_OF_TOMORROW"})
    void captureIsPendingThenPendingByTheOrdersReference(String reason) {
        assertThat(payment(TestEvents.captured("PAYMENT.CAPTURE.PENDING", "PENDING").with(
                capture -> capture.putObject("status_details").put("reason", reason)))).isEqualTo(new Pending(ORDER));
    }

    @Test
    void captureIsPendingAndDoesNotTellItsOrderThenByItsOwnReference() {
        assertThat(payment(TestEvents.captured("PAYMENT.CAPTURE.PENDING", "PENDING").with(
                capture -> capture.remove("supplementary_data")))).isEqualTo(new Pending(CAPTURE));
    }

    @ParameterizedTest
    @CsvSource({"PAYMENT.CAPTURE.DECLINED,DECLINED,5120,INSUFFICIENT_FUNDS",
            "PAYMENT.CAPTURE.DENIED,DECLINED,9500,SUSPECTED_FRAUD",
            "PAYMENT.CAPTURE.DENIED,FAILED,MOON,OTHER"})
    void captureCameToNothingThenDeclined(String type, String status, String code, DeclineReason reason) {
        assertThat(payment(TestEvents.captured(type, status).with(
                capture -> capture.putObject("processor_response").put("response_code", code))))
                .isEqualTo(new Declined(ORDER, reason, code, false));
    }

    /** A late one may say what became of the money since. */
    @Test
    void capturedAndGivenBackSinceThenApprovedAllTheSame() {
        assertThat(payment(TestEvents.captured("PAYMENT.CAPTURE.COMPLETED", "REFUNDED")))
                .isEqualTo(new Approved(CAPTURE, TEN_EUROS));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "order 4711", "refund.rfd_1", "payment.", "payment.a b"})
    void paymentOfSomebodyElseThenNoConcern(String customId) {
        assertThat(events.translate(TestEvents.captured("PAYMENT.CAPTURE.COMPLETED", "COMPLETED")
                .with(capture -> capture.put("custom_id", customId)).bytes())).isEqualTo(new Events(List.of()));
    }

    @Test
    void capturedThoughClosedByUsThenApproved() {
        assertThat(payment(TestEvents.captured("PAYMENT.CAPTURE.COMPLETED", "COMPLETED")
                .with(capture -> capture.put("custom_id", "closed.pay_1")))).isInstanceOf(Approved.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"id", "status", "amount"})
    void captureWithoutWhatItNeedsThenUnreadable(String field) {
        assertThat(events.translate(TestEvents.captured("PAYMENT.CAPTURE.COMPLETED", "COMPLETED")
                .with(capture -> capture.remove(field)).bytes())).isInstanceOfSatisfying(NotUnderstood.class,
                        translation -> assertThat(translation.reason()).isEqualTo(Reason.UNREADABLE_OBJECT));
    }

    @Test
    void refundedThenSucceededWithItsKeyAndItsCapture() {
        assertThat(only(TestEvents.refunded("PAYMENT.CAPTURE.REFUNDED", "COMPLETED"))).isEqualTo(new RefundObserved(
                PaypalGateway.ID, TestEvents.EVENT_ID, AT, new OperationKey("rfd_1"), null, CAPTURE,
                new RefundSucceeded(REFUND, TEN_EUROS)));
    }

    @Test
    void refundIsPendingThenPending() {
        assertThat(refund(TestEvents.refunded("PAYMENT.REFUND.PENDING", "PENDING")))
                .isEqualTo(new RefundPending(REFUND));
    }

    @Test
    void refundFailedThenFailedAndTheReasonIsKept() {
        assertThat(refund(TestEvents.refunded("PAYMENT.REFUND.FAILED", "FAILED").with(
                refund -> refund.putObject("status_details").put("reason", "ECHECK"))))
                .isEqualTo(new RefundFailed(REFUND, RefundFailureReason.OTHER, "ECHECK"));
    }

    @Test
    void refundWasCancelledThenFailedForThat() {
        assertThat(refund(TestEvents.refunded("PAYMENT.REFUND.FAILED", "CANCELLED")))
                .isEqualTo(new RefundFailed(REFUND, RefundFailureReason.CANCELLED, "CANCELLED"));
    }

    /** Somebody made it at PayPal: it is found by its capture. */
    @Test
    void refundWithoutAKeyThenOurBusinessByItsCapture() {
        var observed = (RefundObserved) only(TestEvents.refunded("PAYMENT.CAPTURE.REFUNDED", "COMPLETED")
                .with(refund -> refund.remove("custom_id")));
        assertThat(observed.operationKey()).isNull();
        assertThat(observed.paymentKey()).isNull();
        assertThat(observed.payment()).isEqualTo(CAPTURE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://api.sandbox.paypal.com/v2/payments/captures/", "https://evil.example/3C67",
            "https://api.sandbox.paypal.com/v2/payments/captures/..%2f"})
    void refundOfNoCaptureThenUnreadable(String address) {
        assertThat(events.translate(TestEvents.refunded("PAYMENT.CAPTURE.REFUNDED", "COMPLETED").with(
                refund -> ((ObjectNode) refund.path("links").path(1)).put("href", address)).bytes()))
                .isInstanceOf(NotUnderstood.class);
    }

    /** PayPal took it back by itself, with or without a dispute that tells the same: a person has to look. */
    @Test
    void reversedThenForAPerson() {
        assertThat(events.translate(TestEvents.refunded("PAYMENT.CAPTURE.REVERSED", "COMPLETED").bytes()))
                .isEqualTo(new NotUnderstood(Reason.UNKNOWN_TYPE, "PAYMENT.CAPTURE.REVERSED"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"CHECKOUT.ORDER.COMPLETED", "CHECKOUT.ORDER.SAVED", "CHECKOUT.ORDER.VOIDED",
            "CHECKOUT.PAYMENT-APPROVAL.REVERSED", "PAYMENT.AUTHORIZATION.CREATED"})
    void ofNoConsequenceThenNoEvents(String type) {
        assertThat(events.translate(TestEvents.captured(type, "COMPLETED").bytes())).isEqualTo(new Events(List.of()));
    }

    @ParameterizedTest
    @CsvSource({"1.0,true", "2.0,true", "2.1,true", "2,true", "3.0,false", "20.0,false", "next,false"})
    void versionThenWhetherItIsKnown(String version, boolean known) {
        Translation translation = events.translate(
                TestEvents.captured("PAYMENT.CAPTURE.COMPLETED", "COMPLETED").ofVersion(version).bytes());
        assertThat(translation instanceof Events).isEqualTo(known);
    }

    private PaymentObservation payment(TestEvents event) {
        return ((PaymentObserved) only(event)).observation();
    }

    private RefundObservation refund(TestEvents event) {
        return ((RefundObserved) only(event)).observation();
    }

    private Object only(TestEvents event) {
        var translation = events.translate(event.bytes());
        assertThat(translation).isInstanceOf(Events.class);
        assertThat(((Events) translation).events()).hasSize(1);
        return ((Events) translation).events().getFirst();
    }
}
