package dev.refill.gateways.paypal;

import java.time.Instant;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
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
import dev.refill.gateway.Money;
import dev.refill.gateway.OperationKey;
import dev.refill.gateway.ProviderReference;
import dev.refill.gateway.Translation.Events;
import dev.refill.gateway.Translation.NotUnderstood;
import dev.refill.gateway.Translation.Reason;

import static org.assertj.core.api.Assertions.assertThat;

/** What PayPal's webhooks of disputes mean to us. */
class PaypalDisputeEventsTest {

    private static final ProviderReference DISPUTE = new ProviderReference(TestEvents.DISPUTE);
    private static final Money TEN_EUROS = Money.of(1_000, "EUR");
    private static final Money NOTHING = Money.of(0, "EUR");
    private static final DisputeOpened OPENED = new DisputeOpened(DISPUTE, TEN_EUROS,
            "MERCHANDISE_OR_SERVICE_NOT_RECEIVED");

    private final PaypalEvents events = TestPaypal.events();

    @Test
    void createdThenOpenedForTheDisputedCapture() {
        assertThat(events(TestEvents.disputed("CUSTOMER.DISPUTE.CREATED"))).containsExactly(new DisputeObserved(
                PaypalGateway.ID, "PP-000-042-663-135:DisputeOpened", Instant.parse("2026-03-01T12:00:00.940Z"),
                new OperationKey("pay_1"), new ProviderReference(TestEvents.CAPTURE), OPENED));
    }

    @Test
    void updatedThenTheSameFactIsTheSameEvent() {
        assertThat(events(TestEvents.disputed("CUSTOMER.DISPUTE.UPDATED")))
                .isEqualTo(events(TestEvents.disputed("CUSTOMER.DISPUTE.CREATED")));
    }

    @Test
    void updatedWhenMoneyWasTakenThenWithdrawnWithItsFees() {
        assertThat(observed(TestEvents.disputed("CUSTOMER.DISPUTE.UPDATED")
                .moved("SELLER", "DEBIT", "DISPUTE_SETTLEMENT", "10.00")
                .moved("SELLER", "DEBIT", "DISPUTE_FEE", "14.00")
                .moved("SELLER", "DEBIT", "CHARGEBACK_FEE", "1.50")
                .moved("BUYER", "CREDIT", "DISPUTE_SETTLEMENT", "10.00")))
                .containsExactly(OPENED, new FundsWithdrawn(DISPUTE, TEN_EUROS, Money.of(1_550, "EUR")));
    }

    @Test
    void updatedWhenOnlyTheBuyerWasPaidThenNothingWasTakenFromUs() {
        assertThat(observed(TestEvents.disputed("CUSTOMER.DISPUTE.UPDATED")
                .moved("BUYER", "CREDIT", "DISPUTE_SETTLEMENT", "10.00")
                .moved("PAYMENT_PROCESSOR", "DEBIT", "DISPUTE_SETTLEMENT", "10.00"))).containsExactly(OPENED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"RESOLVED_SELLER_FAVOUR", "RESOLVED_WITH_PAYOUT", "CANCELED_BY_BUYER"})
    void resolvedForUsThenWon(String outcome) {
        assertThat(observed(TestEvents.resolved(outcome))).containsExactly(new DisputeWon(DISPUTE));
    }

    @Test
    void resolvedForUsAfterMoneyWasTakenThenWithdrawnReinstatedAndWon() {
        assertThat(observed(TestEvents.resolved("RESOLVED_SELLER_FAVOUR")
                .moved("SELLER", "DEBIT", "DISPUTE_SETTLEMENT", "10.00")
                .moved("SELLER", "CREDIT", "DISPUTE_SETTLEMENT", "10.00")))
                .containsExactly(new FundsWithdrawn(DISPUTE, TEN_EUROS, NOTHING),
                        new FundsReinstated(DISPUTE, TEN_EUROS), new DisputeWon(DISPUTE));
    }

    @Test
    void resolvedForThePayerThenWhatWasGivenBackIsWithdrawnAndLost() {
        assertThat(observed(TestEvents.resolved("RESOLVED_BUYER_FAVOUR"))).containsExactly(
                new FundsWithdrawn(DISPUTE, Money.of(400, "EUR"), NOTHING), new DisputeLost(DISPUTE));
    }

    @Test
    void resolvedForThePayerWhenMovementsAreListedThenThoseTell() {
        assertThat(observed(TestEvents.resolved("RESOLVED_BUYER_FAVOUR")
                .moved("SELLER", "DEBIT", "DISPUTE_SETTLEMENT", "10.00"))).containsExactly(
                        new FundsWithdrawn(DISPUTE, TEN_EUROS, NOTHING), new DisputeLost(DISPUTE));
    }

    /** It is not documented for certain what these do to the money. */
    @ParameterizedTest
    @ValueSource(strings = {"ACCEPTED", "DENIED", "NONE", "", "SETTLED_ON_THE_MOON"})
    void resolvedOtherwiseThenForAPerson(String outcome) {
        assertThat(events.translate(TestEvents.resolved(outcome).bytes())).isEqualTo(
                new NotUnderstood(Reason.UNKNOWN_TYPE, "CUSTOMER.DISPUTE.RESOLVED: " + outcome));
    }

    @Test
    void movedTwiceTheSameWayThenForAPerson() {
        unreadable(TestEvents.disputed("CUSTOMER.DISPUTE.UPDATED")
                .moved("SELLER", "DEBIT", "DISPUTE_SETTLEMENT", "5.00")
                .moved("SELLER", "DEBIT", "DISPUTE_SETTLEMENT", "5.00"));
    }

    @Test
    void disputeOfSeveralPaymentsThenForAPerson() {
        unreadable(TestEvents.disputed("CUSTOMER.DISPUTE.CREATED").with(
                dispute -> ((ArrayNode) dispute.path("disputed_transactions")).addObject()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"dispute_id", "dispute_amount", "disputed_transactions"})
    void disputeWithoutWhatItNeedsThenForAPerson(String field) {
        unreadable(TestEvents.disputed("CUSTOMER.DISPUTE.CREATED").with(dispute -> dispute.remove(field)));
    }

    @Test
    void disputeThatDoesNotTellOurKeyThenByItsCapture() {
        var event = (DisputeObserved) events(TestEvents.disputed("CUSTOMER.DISPUTE.CREATED").with(
                dispute -> ((ObjectNode) dispute.path("disputed_transactions").path(0)).remove("custom"))).getFirst();
        assertThat(event.paymentKey()).isNull();
        assertThat(event.payment()).isEqualTo(new ProviderReference(TestEvents.CAPTURE));
    }

    private void unreadable(TestEvents event) {
        assertThat(events.translate(event.bytes())).isInstanceOfSatisfying(NotUnderstood.class,
                translation -> assertThat(translation.reason()).isEqualTo(Reason.UNREADABLE_OBJECT));
    }

    private List<DisputeObservation> observed(TestEvents event) {
        return events(event).stream().map(one -> ((DisputeObserved) one).observation()).toList();
    }

    private List<GatewayEvent> events(TestEvents event) {
        var translation = events.translate(event.bytes());
        assertThat(translation).isInstanceOf(Events.class);
        return ((Events) translation).events();
    }
}
