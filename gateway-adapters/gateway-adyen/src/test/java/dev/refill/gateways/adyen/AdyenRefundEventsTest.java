package dev.refill.gateways.adyen;

import java.time.Instant;
import java.util.List;
import java.util.Objects;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

import dev.refill.gateway.DisputeObservation;
import dev.refill.gateway.DisputeObservation.DisputeLost;
import dev.refill.gateway.DisputeObservation.DisputeOpened;
import dev.refill.gateway.DisputeObservation.DisputeWon;
import dev.refill.gateway.DisputeObservation.FundsReinstated;
import dev.refill.gateway.DisputeObservation.FundsWithdrawn;
import dev.refill.gateway.GatewayEvent;
import dev.refill.gateway.GatewayEvent.DisputeObserved;
import dev.refill.gateway.GatewayEvent.RefundObserved;
import dev.refill.gateway.Money;
import dev.refill.gateway.OperationKey;
import dev.refill.gateway.ProviderReference;
import dev.refill.gateway.RefundFailed;
import dev.refill.gateway.RefundFailureReason;
import dev.refill.gateway.RefundSucceeded;
import dev.refill.gateway.Translation;
import dev.refill.gateway.Translation.Events;
import dev.refill.gateway.Translation.NotUnderstood;
import dev.refill.gateway.Translation.Reason;

import static org.assertj.core.api.Assertions.assertThat;

/** What Adyen's notifications of refunds, disputes and money that never came mean to us. */
class AdyenRefundEventsTest {

    private static final ProviderReference PAYMENT = new ProviderReference("PAYMENT000000001");
    private static final ProviderReference REFUND = new ProviderReference("REFUND0000000001");
    private static final ProviderReference OTHER = new ProviderReference("OTHER00000000001");
    private static final ProviderReference NOT_CAPTURED = new ProviderReference("PAYMENT000000001:not-captured");
    private static final Money TEN_EUROS = Money.of(1_000, "EUR");
    private static final Money NOTHING = Money.of(0, "EUR");

    private final AdyenEvents events = new AdyenEvents(TestAdyen.MERCHANT_ACCOUNT);

    @Test
    void refundedThenSucceededWithItsKey() {
        assertThat(event(TestNotifications.refund("REFUND", true))).isEqualTo(new RefundObserved(AdyenGateway.ID,
                "REFUND0000000001:REFUND:true:RefundSucceeded", Instant.parse("2026-03-01T12:00:00Z"),
                new OperationKey("rfd_1"), null,
                PAYMENT, new RefundSucceeded(REFUND, TEN_EUROS)));
    }

    @Test
    void notRefundedThenFailedAndTheReasonIsKept() {
        assertThat(refund(TestNotifications.refund("REFUND", false)
                .with(item -> item.put("reason", "Insufficient balance on payment"))).observation())
                .isEqualTo(new RefundFailed(REFUND, RefundFailureReason.OTHER, "Insufficient balance on payment"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"REFUND_FAILED", "REFUNDED_REVERSED"})
    void refundSentBackThenFailed(String eventCode) {
        assertThat(refund(TestNotifications.refund(eventCode, true)).observation())
                .isEqualTo(new RefundFailed(REFUND, RefundFailureReason.REFUSED_BY_BANK, "unspecified"));
    }

    /** Whoever hears of it for the first time could not ask what it was. */
    @ParameterizedTest
    @ValueSource(strings = {"REFUND_FAILED", "REFUNDED_REVERSED"})
    void refundMadeAtAdyenAndSentBackThenHadSucceededAndFailed(String eventCode) {
        var told = ((Events) translated(TestNotifications.modification(eventCode, true))).events();
        assertThat(told).extracting(event -> ((RefundObserved) event).observation()).containsExactly(
                new RefundSucceeded(OTHER, TEN_EUROS),
                new RefundFailed(OTHER, RefundFailureReason.REFUSED_BY_BANK, "unspecified"));
        assertThat(told).extracting(GatewayEvent::dedupeKey).doesNotHaveDuplicates();
    }

    /** It repeats the reference of its payment. */
    @Test
    void refundMadeAtAdyenThenOurBusinessByItsPaymentsKey() {
        var observed = refund(TestNotifications.modification("REFUND", true));
        assertThat(observed.operationKey()).isNull();
        assertThat(observed.paymentKey()).isEqualTo(new OperationKey("pay_1"));
        assertThat(observed.payment()).isEqualTo(PAYMENT);
    }

    @Test
    void refundWithAReferenceOfSomebodysThenOurBusinessWithoutAKey() {
        var observed = refund(TestNotifications.refund("REFUND", true)
                .with(item -> item.put("merchantReference", "by hand, 4711")));
        assertThat(observed.operationKey()).isNull();
        assertThat(observed.paymentKey()).isNull();
        assertThat(observed.payment()).isEqualTo(PAYMENT);
    }

    @Test
    void reversedByARefundThenARefund() {
        assertThat(refund(reversal("refund")).observation()).isEqualTo(new RefundSucceeded(OTHER, TEN_EUROS));
    }

    @Test
    void reversedByACancelThenTheMoneyNeverCame() {
        assertThat(disputes(reversal("cancel"))).containsExactly(
                new FundsWithdrawn(NOT_CAPTURED, TEN_EUROS, NOTHING), new DisputeLost(NOT_CAPTURED));
    }

    @Test
    void reversedInAnUnknownWayThenForAPerson() {
        assertThat(translated(reversal("teleport")))
                .isEqualTo(new NotUnderstood(Reason.UNKNOWN_TYPE, "CANCEL_OR_REFUND"));
    }

    /** To the books it is as if it were taken for good, once for a payment however many notifications tell it. */
    @ParameterizedTest
    @ValueSource(strings = {"CANCELLATION", "TECHNICAL_CANCEL", "EXPIRE"})
    void moneyNeverCameThenWithdrawnAndLost(String eventCode) {
        assertThat(disputes(TestNotifications.modification(eventCode, true))).containsExactly(
                new FundsWithdrawn(NOT_CAPTURED, TEN_EUROS, NOTHING), new DisputeLost(NOT_CAPTURED));
        assertThat(disputes(TestNotifications.payment(eventCode, true)))
                .as("without a reference of its own")
                .contains(new DisputeLost(NOT_CAPTURED));
    }

    /** Adyen tries most of them again. */
    @Test
    void captureFailedThenWithdrawnAndNotYetLost() {
        assertThat(disputes(TestNotifications.modification("CAPTURE_FAILED", true)))
                .containsExactly(new FundsWithdrawn(NOT_CAPTURED, TEN_EUROS, NOTHING));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Transaction Recaptured", "Transaction Auto-recaptured", "transaction re-captured"})
    void capturedAfterItHadFailedThenReinstated(String reason) {
        assertThat(disputes(recapture(reason))).containsExactly(new FundsReinstated(NOT_CAPTURED, TEN_EUROS));
    }

    /** The inbox would take it for what it has. */
    @Test
    void capturedAfterItHadFailedThenAnotherFactThanTheFirstCapture() {
        assertThat(fact(recapture("Transaction Recaptured")))
                .isNotEqualTo(fact(TestNotifications.modification("CAPTURE", true)))
                .isEqualTo(fact(recapture("Transaction Auto-recaptured")));
    }

    private static String fact(TestNotifications notification) {
        return Objects.requireNonNull(Notification.read(notification.bytes())).items().getFirst().fact();
    }

    private static TestNotifications recapture(String reason) {
        return TestNotifications.modification("CAPTURE", true).with(item -> item.put("reason", reason));
    }

    @Test
    void capturedForAnotherReasonThenForAPerson() {
        assertThat(translated(TestNotifications.modification("CAPTURE", true)
                .with(item -> item.put("reason", "Moon Phase"))))
                .isEqualTo(new NotUnderstood(Reason.UNKNOWN_TYPE, "CAPTURE"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"CAPTURE_FAILED", "CANCELLATION", "TECHNICAL_CANCEL", "EXPIRE", "CANCEL_OR_REFUND"})
    void askedForAndNotDoneThenNothingNew(String eventCode) {
        assertThat(translated(TestNotifications.modification(eventCode, false))).isEqualTo(new Events(List.of()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"NOTIFICATION_OF_CHARGEBACK", "REQUEST_FOR_INFORMATION"})
    void bankAsksThenOpenedAndNothingSaidOfMoney(String eventCode) {
        assertThat(event(TestNotifications.modification(eventCode, true)
                .with(item -> item.put("reason", "Fraud")))).isEqualTo(new DisputeObserved(AdyenGateway.ID,
                        "OTHER00000000001:" + eventCode + ":true:DisputeOpened", Instant.parse("2026-03-01T12:00:00Z"),
                        new OperationKey("pay_1"), PAYMENT, new DisputeOpened(OTHER, TEN_EUROS, "Fraud")));
    }

    @Test
    void chargedBackThenWithdrawn() {
        assertThat(disputes(TestNotifications.modification("CHARGEBACK", true)))
                .containsExactly(new FundsWithdrawn(OTHER, TEN_EUROS, NOTHING));
    }

    @Test
    void chargebackReversedThenReinstated() {
        assertThat(disputes(TestNotifications.modification("CHARGEBACK_REVERSED", true)))
                .containsExactly(new FundsReinstated(OTHER, TEN_EUROS));
    }

    @Test
    void chargedBackAgainThenADisputeOfItsOwnThatIsLost() {
        var second = new ProviderReference("OTHER00000000001:second");
        assertThat(disputes(TestNotifications.modification("SECOND_CHARGEBACK", true)))
                .containsExactly(new FundsWithdrawn(second, TEN_EUROS, NOTHING), new DisputeLost(second));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ISSUER_RESPONSE_TIMEFRAME_EXPIRED", "PREARBITRATION_WON",
            "PREARBITRATION_ISSUER_WITHDRAWN", "SCHEME_ARBITRATION_WON"})
    void bankGaveUpThenWon(String eventCode) {
        assertThat(disputes(TestNotifications.modification(eventCode, true))).containsExactly(new DisputeWon(OTHER));
    }

    @Test
    void notDefendedInTimeThenLost() {
        assertThat(disputes(TestNotifications.modification("DISPUTE_DEFENSE_PERIOD_ENDED", true)))
                .containsExactly(new DisputeLost(OTHER));
    }

    /** What is not signed decides no verdict. */
    @Test
    void disputeStatusInTheAdditionalDataThenNoVerdict() {
        assertThat(disputes(TestNotifications.modification("CHARGEBACK", true).with(
                item -> ((ObjectNode) item.path("additionalData")).put("disputeStatus", "Won"))))
                .containsExactly(new FundsWithdrawn(OTHER, TEN_EUROS, NOTHING));
    }

    @Test
    void twoEventsOfOneItemThenTwoDedupeKeys() {
        assertThat(((Events) translated(TestNotifications.modification("SECOND_CHARGEBACK", true))).events())
                .extracting(GatewayEvent::dedupeKey)
                .doesNotHaveDuplicates()
                .hasSize(2);
    }

    private static TestNotifications reversal(String action) {
        return TestNotifications.modification("CANCEL_OR_REFUND", true)
                .with(item -> ((ObjectNode) item.path("additionalData")).put("modification.action", action));
    }

    private RefundObserved refund(TestNotifications notification) {
        return (RefundObserved) event(notification);
    }

    private List<DisputeObservation> disputes(TestNotifications notification) {
        return ((Events) translated(notification)).events().stream()
                .map(event -> ((DisputeObserved) event).observation())
                .toList();
    }

    private GatewayEvent event(TestNotifications notification) {
        return ((Events) translated(notification)).events().getFirst();
    }

    private Translation translated(TestNotifications notification) {
        return events.translate(notification.bytes());
    }
}
