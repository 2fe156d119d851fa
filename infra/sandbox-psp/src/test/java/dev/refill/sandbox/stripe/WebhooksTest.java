package dev.refill.sandbox.stripe;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import com.stripe.exception.StripeException;
import com.stripe.model.Event;
import com.stripe.model.PaymentIntent;
import com.stripe.model.WebhookEndpoint;
import com.stripe.param.EventListParams;
import com.stripe.param.PaymentIntentCreateParams;
import com.stripe.param.WebhookEndpointCreateParams;
import com.stripe.param.WebhookEndpointCreateParams.EnabledEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.refill.sandbox.Receiver;
import dev.refill.sandbox.Sandbox;
import dev.refill.sandbox.SandboxSettings;
import dev.refill.sandbox.delivery.lifecycle.DeliverySettings;

import static org.assertj.core.api.Assertions.assertThat;

/** Events, endpoints and deliveries, with signatures verified by Stripe's own client. */
class WebhooksTest {

    private static final DeliverySettings IMPATIENT = new DeliverySettings(8, Duration.ofSeconds(5),
            Duration.ofMillis(20), Duration.ofMillis(100), 50);
    private static final String SECRET = SandboxSettings.DEFAULT_WEBHOOK_SECRET;

    private Receiver shop;
    private Sandbox sandbox;

    @BeforeEach
    void start() {
        shop = new Receiver();
        sandbox = Sandbox.start(Sandbox.settings()
                .withDeliveries(IMPATIENT)
                .withWebhook(new SandboxSettings.Webhook(shop.url(), SECRET, List.of("payment_intent.succeeded",
                        "payment_intent.payment_failed", "payment_intent.canceled"))));
    }

    @AfterEach
    void stop() {
        sandbox.close();
        shop.close();
    }

    @Test
    void payWhenCapturedThenSignedEventTellsThePayment() throws StripeException {
        PaymentIntent paid = sandbox.stripe().v1().paymentIntents().create(
                Sandbox.tenDollarsOn("pm_card_visa").putMetadata("operation_key", "op").build(), Sandbox.key("k-1"));
        Event event = shop.next().verified(SECRET);
        assertThat(event.getType()).isEqualTo("payment_intent.succeeded");
        assertThat(event.getApiVersion()).isEqualTo("2026-07-29.dahlia");
        assertThat(event.getLivemode()).isFalse();
        assertThat(event.getRequest().getIdempotencyKey()).isEqualTo("k-1");
        assertThat(event.getRequest().getId()).isEqualTo(paid.getLastResponse().requestId());
        PaymentIntent told = (PaymentIntent) event.getDataObjectDeserializer().getObject().orElseThrow();
        assertThat(told.getId()).isEqualTo(paid.getId());
        assertThat(told.getMetadata()).containsEntry("operation_key", "op");
    }

    @Test
    void deliverWhenRefusedThenRepeatedWithFreshSignatureUntilAccepted() throws StripeException {
        shop.answers(500);
        pay();
        Receiver.Received first = shop.next();
        Receiver.Received second = shop.next();
        shop.answers(204);
        assertThat(second.body()).isEqualTo(first.body());
        String id = second.verified(SECRET).getId();
        awaitDelivered(id);
    }

    @Test
    void deliverWhenShopIsDownThenRepeatedUntilItIsBack() throws StripeException {
        WebhookEndpoint nowhere = sandbox.stripe().v1().webhookEndpoints().create(WebhookEndpointCreateParams.builder()
                .setUrl("http://127.0.0.1:1/hooks").addEnabledEvent(EnabledEvent.PAYMENT_INTENT__SUCCEEDED).build());
        pay();
        Event event = shop.next().verified(SECRET);
        assertThat(sandbox.stripe().v1().events().retrieve(event.getId()).getPendingWebhooks()).isPositive();
        sandbox.stripe().v1().webhookEndpoints().delete(nowhere.getId());
        assertThat(sandbox.stripe().v1().webhookEndpoints().list().getData()).extracting(WebhookEndpoint::getId)
                .doesNotContain(nowhere.getId());
    }

    @Test
    void createEndpointWhenDoneThenSecretIsShownOnceAndUsed() throws StripeException {
        try (Receiver second = new Receiver()) {
            WebhookEndpoint made = sandbox.stripe().v1().webhookEndpoints().create(WebhookEndpointCreateParams.builder()
                    .setUrl(second.url()).addEnabledEvent(EnabledEvent.ALL).build());
            assertThat(made.getSecret()).startsWith("whsec_");
            assertThat(sandbox.stripe().v1().webhookEndpoints().retrieve(made.getId()).getSecret()).isNull();
            pay();
            Set<String> types = new HashSet<>();
            second.next(3).forEach(one -> types.add(one.verified(made.getSecret()).getType()));
            assertThat(types).containsExactlyInAnyOrder("payment_intent.created", "charge.succeeded",
                    "payment_intent.succeeded");
        }
    }

    @Test
    void listEventsWhenFilteredAndPagedThenExactlyThose() throws StripeException {
        for (int count = 0; count < 5; count++) {
            pay();
        }
        assertThat(events(EventListParams.builder().setType("payment_intent.succeeded").setLimit(2L))).hasSize(5);
        assertThat(events(EventListParams.builder().setType("payment_intent.*"))).hasSize(10);
        assertThat(events(EventListParams.builder().addType("charge.succeeded").addType("charge.failed").setLimit(3L)))
                .hasSize(5).extracting(Event::getType).containsOnly("charge.succeeded");
        assertThat(events(EventListParams.builder().setCreated(
                EventListParams.Created.builder().setGte(4_000_000_000L).build()))).isEmpty();
        List<Event> all = events(EventListParams.builder().setLimit(4L));
        assertThat(all).hasSize(15).extracting(Event::getId).doesNotHaveDuplicates();
        List<Event> newer = sandbox.stripe().v1().events().list(EventListParams.builder()
                .setEndingBefore(all.get(5).getId()).setLimit(2L).build()).getData();
        assertThat(newer).extracting(Event::getId).containsExactly(all.get(3).getId(), all.get(4).getId());
    }

    @Test
    void listEventsWhenPaymentFailsThenFailureIsAnEvent() throws StripeException {
        sandbox.post("/v1/payment_intents",
                "amount=1000&currency=usd&confirm=true&payment_method_types[]=card&payment_method=pm_card_chargeDeclined");
        assertThat(events(EventListParams.builder())).extracting(Event::getType).containsExactly(
                "payment_intent.payment_failed", "charge.failed", "payment_intent.created");
        assertThat(shop.next().verified(SECRET).getType()).isEqualTo("payment_intent.payment_failed");
    }

    @Test
    void duplicateWhenOrderedThenTheSameEventComesAgain() throws StripeException {
        sandbox.fault("{\"kind\":\"webhook_duplicate\",\"count\":4,\"times\":1}");
        pay();
        assertThat(shop.next(5)).extracting(one -> one.verified(SECRET).getId()).hasSize(5)
                .containsOnly(events(EventListParams.builder().setType("payment_intent.succeeded")).getFirst().getId());
    }

    @Test
    void withholdWhenOrderedThenNothingComesUntilReleased() throws StripeException {
        sandbox.fault("{\"kind\":\"webhook_withhold\",\"times\":1}");
        PaymentIntent withheld = pay();
        PaymentIntent next = pay();
        assertThat(told(shop.next())).isEqualTo(next.getId());
        assertThat(shop.waiting()).isZero();
        assertThat(sandbox.control("POST", "webhooks/release", "{}").body()).isEqualTo("{\"released\":1}");
        assertThat(told(shop.next())).isEqualTo(withheld.getId());
    }

    @Test
    void reorderWhenOrderedThenSameSeedSameOrder() throws StripeException {
        sandbox.fault("{\"kind\":\"webhook_reorder\",\"count\":5,\"seed\":7,\"times\":5,\"millis\":60000}");
        List<String> paid = new java.util.ArrayList<>();
        for (int count = 0; count < 5; count++) {
            paid.add(pay().getId());
        }
        List<String> told = shop.next(5).stream().map(WebhooksTest::told).toList();
        assertThat(told).containsExactlyInAnyOrderElementsOf(paid).isNotEqualTo(paid);
    }

    @Test
    void delayWhenOrderedThenAnswerComesFirst() throws StripeException {
        sandbox.fault("{\"kind\":\"webhook_delay\",\"millis\":300,\"times\":1}");
        PaymentIntent paid = pay();
        assertThat(shop.waiting()).isZero();
        assertThat(told(shop.next())).isEqualTo(paid.getId());
    }

    @Test
    void pretendWhenOrderedThenVersionAndTypeAreAsTold() throws StripeException {
        sandbox.fault("{\"kind\":\"webhook_api_version\",\"value\":\"2027-01-01.elm\",\"times\":1}");
        sandbox.fault("{\"kind\":\"webhook_type\",\"value\":\"payment_intent.enchanted\",\"times\":1}");
        pay();
        Event event = shop.next().verified(SECRET);
        assertThat(event.getApiVersion()).isEqualTo("2027-01-01.elm");
        assertThat(event.getType()).isEqualTo("payment_intent.enchanted");
    }

    @Test
    void resendWhenAskedThenTheEventComesOnceMore() throws StripeException {
        pay();
        String id = shop.next().verified(SECRET).getId();
        assertThat(sandbox.control("POST", "events/" + id + "/resend", "{}").statusCode()).isEqualTo(202);
        assertThat(shop.next().verified(SECRET).getId()).isEqualTo(id);
        assertThat(sandbox.control("POST", "events/evt_nobody/resend", "{}").statusCode()).isEqualTo(404);
    }

    @Test
    void cancelWhenDoneThenEventTellsIt() throws StripeException {
        PaymentIntent intent = sandbox.stripe().v1().paymentIntents().create(
                PaymentIntentCreateParams.builder().setAmount(500L).setCurrency("usd").build());
        sandbox.stripe().v1().paymentIntents().cancel(intent.getId());
        assertThat(shop.next().verified(SECRET).getType()).isEqualTo("payment_intent.canceled");
    }

    private void awaitDelivered(String id) throws StripeException {
        long giveUp = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (sandbox.stripe().v1().events().retrieve(id).getPendingWebhooks() > 0) {
            assertThat(System.nanoTime()).isLessThan(giveUp);
        }
    }

    private List<Event> events(EventListParams.Builder params) throws StripeException {
        List<Event> all = new java.util.ArrayList<>();
        sandbox.stripe().v1().events().list(params.build()).autoPagingIterable().forEach(all::add);
        return all;
    }

    private PaymentIntent pay() throws StripeException {
        return sandbox.stripe().v1().paymentIntents().create(Sandbox.tenDollarsOn("pm_card_visa").build());
    }

    private static String told(Receiver.Received received) {
        return ((PaymentIntent) received.verified(SECRET).getDataObjectDeserializer().getObject().orElseThrow())
                .getId();
    }
}
