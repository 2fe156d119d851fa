package dev.refill.gateways.stripe;

import java.net.URI;
import java.time.Instant;
import java.util.List;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

import dev.refill.gateway.Approved;
import dev.refill.gateway.Closed;
import dev.refill.gateway.DeclineReason;
import dev.refill.gateway.Declined;
import dev.refill.gateway.GatewayEvent.PaymentObserved;
import dev.refill.gateway.Money;
import dev.refill.gateway.OperationKey;
import dev.refill.gateway.PaymentObservation;
import dev.refill.gateway.Pending;
import dev.refill.gateway.ProviderReference;
import dev.refill.gateway.RequiresAction;
import dev.refill.gateway.Translation;
import dev.refill.gateway.Translation.Events;
import dev.refill.gateway.Translation.NotUnderstood;

import static org.assertj.core.api.Assertions.assertThat;

class StripeEventsTest {

    private static final ProviderReference INTENT = new ProviderReference("pi_1");
    private static final ProviderReference SESSION = new ProviderReference("cs_test_1");
    private static final Money TEN_EUROS = Money.of(1_000, "EUR");

    private final StripeEvents events = new StripeEvents();

    @Test
    void intentSucceededThenApproved() {
        assertThat(observed(TestEvents.paymentIntent("payment_intent.succeeded")))
                .isEqualTo(new PaymentObserved(StripeGateway.ID, "pi_1:payment_intent.succeeded",
                        Instant.ofEpochSecond(1772366400), new OperationKey("pay_1"),
                        new Approved(INTENT, TEN_EUROS)));
    }

    @Test
    void intentFailedOnHostedPageThenDeclinedAndAnotherCardMayPay() {
        assertThat(observation(failed())).isEqualTo(
                new Declined(INTENT, DeclineReason.INSUFFICIENT_FUNDS, "insufficient_funds", true));
    }

    @Test
    void intentFailedForCardOnFileThenDeclinedForGood() {
        var event = failed().with(intent -> ((ObjectNode) intent.path("metadata")).put("method", "card_on_file"));
        assertThat(observation(event)).isEqualTo(
                new Declined(INTENT, DeclineReason.INSUFFICIENT_FUNDS, "insufficient_funds", false));
    }

    @Test
    void intentCanceledThenClosed() {
        assertThat(observation(TestEvents.paymentIntent("payment_intent.canceled")
                .with(intent -> intent.put("status", "canceled")))).isEqualTo(new Closed(INTENT));
    }

    @Test
    void intentProcessingThenPending() {
        assertThat(observation(TestEvents.paymentIntent("payment_intent.processing")
                .with(intent -> intent.put("status", "processing")))).isEqualTo(new Pending(INTENT));
    }

    @Test
    void authenticationOnHostedPageThenNothingNew() {
        assertThat(translated(authentication())).isEqualTo(new Events(List.of()));
    }

    @Test
    void authenticationOfCardOnFileThenRequiresAction() {
        var event = authentication()
                .with(intent -> ((ObjectNode) intent.path("metadata")).put("method", "card_on_file"));
        assertThat(observation(event)).isEqualTo(new RequiresAction(INTENT, URI.create("https://issuer.example/3ds")));
    }

    @Test
    void sessionCompletedAndPaidThenApproved() {
        assertThat(observation(TestEvents.session("checkout.session.completed")))
                .isEqualTo(new Approved(SESSION, TEN_EUROS));
    }

    @Test
    void sessionCompletedButNotYetPaidThenPending() {
        assertThat(observation(TestEvents.session("checkout.session.completed")
                .with(session -> session.put("payment_status", "unpaid")))).isEqualTo(new Pending(SESSION));
    }

    @Test
    void sessionPaidLaterThenApproved() {
        assertThat(observation(TestEvents.session("checkout.session.async_payment_succeeded")))
                .isEqualTo(new Approved(SESSION, TEN_EUROS));
    }

    @Test
    void sessionFailedLaterThenDeclinedForGood() {
        assertThat(observation(TestEvents.session("checkout.session.async_payment_failed")
                .with(session -> session.put("payment_status", "unpaid")))).isEqualTo(
                        new Declined(SESSION, DeclineReason.REFUSED_BY_ISSUER, "async_payment_failed", false));
    }

    @Test
    void sessionExpiredThenClosed() {
        assertThat(observation(TestEvents.session("checkout.session.expired")
                .with(session -> session.put("status", "expired").put("payment_status", "unpaid"))))
                .isEqualTo(new Closed(SESSION));
    }

    @Test
    void objectWithoutOurKeyThenNotOurs() {
        assertThat(translated(TestEvents.paymentIntent("payment_intent.succeeded")
                .with(intent -> intent.putObject("metadata")))).isEqualTo(new Events(List.of()));
    }

    @Test
    void objectWithoutAmountThenUnreadable() {
        assertUnreadable(TestEvents.paymentIntent("payment_intent.succeeded")
                .with(intent -> intent.remove("amount_received")));
    }

    @Test
    void objectWithoutIdThenUnreadable() {
        assertUnreadable(TestEvents.session("checkout.session.completed").with(session -> session.remove("id")));
    }

    @Test
    void objectInNoCurrencyThenUnreadable() {
        assertUnreadable(TestEvents.paymentIntent("payment_intent.succeeded")
                .with(intent -> intent.put("currency", "zzz")));
    }

    @Test
    void sameReleaseOfAnotherDayThenUnderstood() {
        assertThat(observation(TestEvents.paymentIntent("payment_intent.succeeded")
                .withApiVersion("2026-09-30.dahlia"))).isInstanceOf(Approved.class);
    }

    @Test
    void twoEventsOfOneFactThenOneDedupeKey() {
        assertThat(observed(TestEvents.paymentIntent("payment_intent.succeeded").withId("evt_8")).dedupeKey())
                .isEqualTo(observed(TestEvents.paymentIntent("payment_intent.succeeded").withId("evt_9")).dedupeKey());
    }

    @Test
    void twoRefusalsOfOneIntentThenTwoDedupeKeys() {
        assertThat(observed(failed()).dedupeKey())
                .isNotEqualTo(observed(failed().with(intent -> intent.put("latest_charge", "ch_2"))).dedupeKey());
    }

    private static TestEvents failed() {
        return TestEvents.paymentIntent("payment_intent.payment_failed").with(intent -> intent
                .put("status", "requires_payment_method")
                .putObject("last_payment_error")
                .put("type", "card_error")
                .put("code", "card_declined")
                .put("decline_code", "insufficient_funds"));
    }

    private static TestEvents authentication() {
        return TestEvents.paymentIntent("payment_intent.requires_action").with(intent -> intent
                .put("status", "requires_action")
                .putObject("next_action")
                .put("type", "redirect_to_url")
                .putObject("redirect_to_url")
                .put("url", "https://issuer.example/3ds"));
    }

    private void assertUnreadable(TestEvents event) {
        assertThat(translated(event)).isInstanceOfSatisfying(NotUnderstood.class, translation -> assertThat(
                translation.reason()).isEqualTo(Translation.Reason.UNREADABLE_OBJECT));
    }

    private PaymentObservation observation(TestEvents event) {
        return observed(event).observation();
    }

    private PaymentObserved observed(TestEvents event) {
        return (PaymentObserved) ((Events) translated(event)).events().getFirst();
    }

    private Translation translated(TestEvents event) {
        return events.translate(event.bytes());
    }
}
