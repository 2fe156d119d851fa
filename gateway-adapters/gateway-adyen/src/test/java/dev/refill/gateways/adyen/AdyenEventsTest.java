package dev.refill.gateways.adyen;

import java.time.Instant;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

import dev.refill.gateway.Approved;
import dev.refill.gateway.DeclineReason;
import dev.refill.gateway.Declined;
import dev.refill.gateway.GatewayEvent.PaymentObserved;
import dev.refill.gateway.Money;
import dev.refill.gateway.OperationKey;
import dev.refill.gateway.PaymentObservation;
import dev.refill.gateway.ProviderReference;
import dev.refill.gateway.Translation;
import dev.refill.gateway.Translation.Events;
import dev.refill.gateway.Translation.NotUnderstood;
import dev.refill.gateway.Translation.Reason;
import dev.refill.testkit.gateway.Documented;

import static org.assertj.core.api.Assertions.assertThat;

/** What Adyen's notifications of payments mean to us. */
class AdyenEventsTest {

    private static final ProviderReference PAYMENT = new ProviderReference("PAYMENT000000001");

    /** Adyen does not say what they do to the money. */
    private static final Set<String> FOR_A_PERSON = Set.of("CANCEL_OR_REFUND", "HANDLED_EXTERNALLY",
            "PREARBITRATION_ACCEPTED", "PREARBITRATION_LOST", "SCHEME_ARBITRATION_LOST");

    private final AdyenEvents events = new AdyenEvents(TestAdyen.MERCHANT_ACCOUNT);

    @Test
    void authorisedThenApprovedUnderThePaymentsReference() {
        assertThat(observed(TestNotifications.payment("AUTHORISATION", true))).isEqualTo(new PaymentObserved(
                AdyenGateway.ID, "PAYMENT000000001:AUTHORISATION:true", Instant.parse("2026-03-01T12:00:00Z"),
                new OperationKey("pay_1"), new Approved(PAYMENT, Money.of(1_000, "EUR"))));
    }

    @Test
    void authorisedInACurrencyOfOtherDecimalsThenOurMinorUnits() {
        assertThat(observation(TestNotifications.payment("AUTHORISATION", true)
                .with(item -> ((ObjectNode) item.path("amount")).put("currency", "ISK"))))
                .isEqualTo(new Approved(PAYMENT, Money.of(10, "ISK")));
    }

    @Test
    void refusedOnHostedPageThenDeclinedAndAnotherCardMayPay() {
        assertThat(observation(TestNotifications.payment("AUTHORISATION", false)
                .with(item -> item.put("reason", "Not enough balance")))).isEqualTo(
                        new Declined(PAYMENT, DeclineReason.INSUFFICIENT_FUNDS, "Not enough balance", true));
    }

    @Test
    void refusedForCardOnFileThenDeclinedForGood() {
        assertThat(observation(TestNotifications.payment("AUTHORISATION", false)
                .with(item -> item.put("reason", "Moon Phase").putObject("additionalData")))).isEqualTo(
                        new Declined(PAYMENT, DeclineReason.OTHER, "Moon Phase", false));
    }

    @Test
    void refusedWithoutReasonThenDeclinedAllTheSame() {
        assertThat(observation(TestNotifications.payment("AUTHORISATION", false)))
                .isEqualTo(new Declined(PAYMENT, DeclineReason.OTHER, "unspecified", true));
    }

    @Test
    void refusedAndThenAuthorisedThenTwoDedupeKeys() {
        assertThat(observed(TestNotifications.payment("AUTHORISATION", false)).dedupeKey())
                .isNotEqualTo(observed(TestNotifications.payment("AUTHORISATION", true)).dedupeKey());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "order 4711", "pay_1", "payment.", "payment.with space", "refund.rfd_1"})
    void paymentWithoutOurReferenceThenNotOurs(String reference) {
        assertThat(translated(TestNotifications.payment("AUTHORISATION", true)
                .with(item -> item.put("merchantReference", reference)))).isEqualTo(new Events(List.of()));
    }

    /** An attempt on the page was abandoned; how the page ends, a look-up tells. */
    @Test
    void offerClosedThenNothingNew() {
        assertThat(translated(TestNotifications.payment("OFFER_CLOSED", true))).isEqualTo(new Events(List.of()));
    }

    @Test
    void capturedThenNothingNewAndNotCapturedThenForAPerson() {
        assertThat(translated(TestNotifications.modification("CAPTURE", true))).isEqualTo(new Events(List.of()));
        assertThat(translated(TestNotifications.modification("CAPTURE", false)))
                .isEqualTo(new NotUnderstood(Reason.UNKNOWN_TYPE, "CAPTURE"));
    }

    @ParameterizedTest
    @CsvSource({"currency,ZZZ", "currency,eur", "currency,''"})
    void amountThatIsNoMoneyThenUnreadable(String field, String value) {
        assertUnreadable(TestNotifications.payment("AUTHORISATION", true)
                .with(item -> ((ObjectNode) item.path("amount")).put(field, value)));
    }

    @Test
    void amountBelowZeroOrNoneThenUnreadable() {
        assertUnreadable(TestNotifications.payment("AUTHORISATION", true)
                .with(item -> ((ObjectNode) item.path("amount")).put("value", -1)));
        assertUnreadable(TestNotifications.payment("AUTHORISATION", true).with(item -> item.remove("amount")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "yesterday", "2026-03-01"})
    void dateThatIsNoneThenUnreadable(String date) {
        assertUnreadable(TestNotifications.payment("AUTHORISATION", true).with(item -> item.put("eventDate", date)));
    }

    @Test
    void oneItemOfABatchNotUnderstoodThenNoneIsHandedOn() {
        assertThat(translated(TestNotifications.payment("AUTHORISATION", true)
                .and(TestNotifications.payment("TELEPORTATION", true))))
                .isEqualTo(new NotUnderstood(Reason.UNKNOWN_TYPE, "TELEPORTATION"));
    }

    @ParameterizedTest
    @MethodSource("documentedEvents")
    void documentedEventThenUnderstoodOrAPersonsByDecision(String eventCode) {
        var translation = translated(TestNotifications.modification(eventCode, true));
        assertThat(translation instanceof NotUnderstood).isEqualTo(FOR_A_PERSON.contains(eventCode));
    }

    private static List<String> documentedEvents() {
        return Documented.lines(AdyenEventsTest.class, "documented-events.txt");
    }

    private void assertUnreadable(TestNotifications notification) {
        assertThat(translated(notification)).isInstanceOfSatisfying(NotUnderstood.class,
                translation -> assertThat(translation.reason()).isEqualTo(Reason.UNREADABLE_OBJECT));
    }

    private PaymentObservation observation(TestNotifications notification) {
        return observed(notification).observation();
    }

    private PaymentObserved observed(TestNotifications notification) {
        return (PaymentObserved) ((Events) translated(notification)).events().getFirst();
    }

    private Translation translated(TestNotifications notification) {
        return events.translate(notification.bytes());
    }
}
