package dev.refill.gateways.stripe;

import java.time.Instant;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ArrayNode;
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
import dev.refill.gateway.RefundPending;
import dev.refill.gateway.RefundSucceeded;
import dev.refill.gateway.Translation.Events;
import dev.refill.gateway.Translation.NotUnderstood;
import dev.refill.gateway.Translation.Reason;

import static org.assertj.core.api.Assertions.assertThat;

/** What Stripe's events of refunds and disputes mean to us. */
class StripeRefundEventsTest {

    private static final ProviderReference INTENT = new ProviderReference("pi_1");
    private static final ProviderReference REFUND = new ProviderReference("re_1");
    private static final ProviderReference DISPUTE = new ProviderReference("du_1");
    private static final Money TEN_EUROS = Money.of(1_000, "EUR");

    private final StripeEvents events = new StripeEvents();

    @Test
    void refundSucceededThenObservedWithItsKey() {
        assertThat(event(TestEvents.refund("refund.created", "succeeded"))).isEqualTo(new RefundObserved(
                StripeGateway.ID, "re_1:refund:succeeded", Instant.ofEpochSecond(1772366400),
                new OperationKey("rfd_1"), null, INTENT, new RefundSucceeded(REFUND, Money.of(300, "EUR"))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"refund.created", "refund.updated"})
    void refundSucceededThenOneFactWhicheverEventSaysSo(String type) {
        assertThat(event(TestEvents.refund(type, "succeeded")).dedupeKey()).isEqualTo("re_1:refund:succeeded");
    }

    @ParameterizedTest
    @ValueSource(strings = {"pending", "requires_action", "a_word_of_tomorrow"})
    void refundInTheWorksThenPending(String status) {
        assertThat(refund(TestEvents.refund("refund.updated", status)).observation())
                .isEqualTo(new RefundPending(REFUND));
    }

    @ParameterizedTest
    @CsvSource({"lost_or_stolen_card, CARD_GONE", "expired_or_canceled_card, CARD_GONE",
            "charge_for_pending_refund_disputed, PAYMENT_DISPUTED", "insufficient_funds, OUR_BALANCE_TOO_LOW",
            "declined, REFUSED_BY_BANK", "merchant_request, CANCELLED", "unknown, OTHER",
            "a_word_of_tomorrow, OTHER"})
    void refundFailedThenItsReasonIsOursAndTheRawCodeIsKept(String rawCode, RefundFailureReason reason) {
        var event = TestEvents.refund("refund.failed", "failed").with(refund -> refund.put("failure_reason", rawCode));
        assertThat(refund(event).observation()).isEqualTo(new RefundFailed(REFUND, reason, rawCode));
    }

    @Test
    void refundFailedForAReasonThatNoColumnTakesThenItCanBeKept() {
        var event = TestEvents.refund("refund.failed", "failed")
                .with(refund -> refund.put("id", "re_\0").put("failure_reason", "lost\0"));
        assertThat(event(event)).isInstanceOfSatisfying(RefundObserved.class, observed -> {
            assertThat(observed.dedupeKey()).isEqualTo("re_\ufffd:refund:failed");
            assertThat(observed.observation()).isEqualTo(new RefundFailed(new ProviderReference("re_\ufffd"),
                    RefundFailureReason.OTHER, "lost\ufffd"));
        });
    }

    @Test
    void refundFailedWithoutReasonThenFailedAllTheSame() {
        assertThat(refund(TestEvents.refund("refund.failed", "failed")).observation())
                .isEqualTo(new RefundFailed(REFUND, RefundFailureReason.OTHER, "unspecified"));
    }

    @Test
    void refundCanceledThenFailed() {
        assertThat(refund(TestEvents.refund("refund.updated", "canceled")).observation())
                .isEqualTo(new RefundFailed(REFUND, RefundFailureReason.CANCELLED, "canceled"));
    }

    @Test
    void refundMadeByAnotherHandThenOurBusinessWithoutAKey() {
        var event = TestEvents.refund("refund.created", "succeeded")
                .with(refund -> refund.set("metadata", refund.objectNode()));
        assertThat(refund(event).operationKey()).isNull();
        assertThat(refund(event).payment()).isEqualTo(INTENT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"charge.refunded", "charge.refund.updated", "charge.dispute.updated"})
    void sayingTheSameAgainThenNoEvents(String type) {
        assertThat(events.translate(TestEvents.refund(type, "succeeded").bytes())).isEqualTo(new Events(List.of()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"needs_response", "under_review", "warning_needs_response", "warning_under_review"})
    void disputeCreatedThenOpenedAndNothingSaidOfMoney(String status) {
        assertThat(event(TestEvents.dispute("charge.dispute.created", status))).isEqualTo(new DisputeObserved(
                StripeGateway.ID, "du_1:charge.dispute.created", Instant.ofEpochSecond(1772366400), null, INTENT,
                new DisputeOpened(DISPUTE, TEN_EUROS, "fraudulent")));
    }

    @Test
    void fundsWithdrawnThenAmountAndFee() {
        assertThat(dispute(TestEvents.dispute("charge.dispute.funds_withdrawn", "needs_response")))
                .isEqualTo(new FundsWithdrawn(DISPUTE, TEN_EUROS, Money.of(1_500, "EUR")));
    }

    /** The balance is in another currency: the customer's amount is the dispute's. */
    @Test
    void fundsWithdrawnFromAnotherCurrencyThenTheCustomersAmountAndOurFee() {
        var event = TestEvents.dispute("charge.dispute.funds_withdrawn", "needs_response").with(dispute -> movement(
                dispute, 0).put("currency", "usd").put("amount", -1_100));
        assertThat(dispute(event)).isEqualTo(new FundsWithdrawn(DISPUTE, TEN_EUROS, Money.of(1_500, "USD")));
    }

    @Test
    void fundsWithdrawnWithoutMovementsThenNoFee() {
        var event = TestEvents.dispute("charge.dispute.funds_withdrawn", "needs_response")
                .with(dispute -> dispute.remove("balance_transactions"));
        assertThat(dispute(event)).isEqualTo(new FundsWithdrawn(DISPUTE, TEN_EUROS, Money.of(0, "EUR")));
    }

    @Test
    void fundsReinstatedThenWhatReallyCameBack() {
        assertThat(dispute(TestEvents.dispute("charge.dispute.funds_reinstated", "won")))
                .isEqualTo(new FundsReinstated(DISPUTE, Money.of(900, "EUR")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"won", "warning_closed", "prevented"})
    void disputeClosedWithoutLossThenWon(String status) {
        assertThat(dispute(TestEvents.dispute("charge.dispute.closed", status))).isEqualTo(new DisputeWon(DISPUTE));
    }

    @Test
    void disputeClosedAndLostThenLost() {
        assertThat(dispute(TestEvents.dispute("charge.dispute.closed", "lost"))).isEqualTo(new DisputeLost(DISPUTE));
    }

    @Test
    void disputeClosedInAWayOfTomorrowThenKeptAndNotThrown() {
        assertThat(events.translate(TestEvents.dispute("charge.dispute.closed", "split").bytes()))
                .isEqualTo(new NotUnderstood(Reason.UNREADABLE_OBJECT, "charge.dispute.closed: split"));
    }

    private static ObjectNode movement(ObjectNode dispute, int index) {
        return (ObjectNode) ((ArrayNode) dispute.path("balance_transactions")).get(index);
    }

    private RefundObserved refund(TestEvents event) {
        return (RefundObserved) event(event);
    }

    private DisputeObservation dispute(TestEvents event) {
        return ((DisputeObserved) event(event)).observation();
    }

    private GatewayEvent event(TestEvents event) {
        return ((Events) events.translate(event.bytes())).events().getFirst();
    }
}
