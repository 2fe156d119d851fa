package dev.refill.sandbox.stripe;

import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;

import com.stripe.exception.StripeException;
import com.stripe.model.Event;
import com.stripe.model.PaymentIntent;
import com.stripe.model.checkout.Session;
import com.stripe.param.EventListParams;
import com.stripe.param.PaymentIntentCreateParams;
import com.stripe.param.checkout.SessionListParams;
import com.stripe.param.checkout.SessionRetrieveParams;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.refill.sandbox.Sandbox;

import static org.assertj.core.api.Assertions.assertThat;

/** The hosted page as a browser without scripts uses it. */
class HostedPageTest {

    private static Sandbox sandbox;

    @BeforeAll
    static void start() {
        sandbox = Sandbox.start();
    }

    @AfterAll
    static void stop() {
        sandbox.close();
    }

    @Test
    void pageWhenOpenThenShowsAmountLabelsAndTestCards() throws StripeException {
        HttpResponse<String> page = sandbox.send(sandbox.request(session().getUrl()));
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).contains("<html lang=\"en\"", "SANDBOX – no real money", "Pay USD 12.50",
                "<label for=\"cardNumber\">", "<label for=\"cardExpiry\">", "<label for=\"cardCvc\">",
                "<label for=\"billingName\">", "4242 4242 4242 4242", "href=\"https://shop.example/cancel\"",
                "2 × Airtime")
                .doesNotContain("<script", "style=\"", "th:");
        assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
                .contains("default-src 'none'", "form-action 'self' https://shop.example")
                .doesNotContain("unsafe");
    }

    @Test
    void payWhenCardIsGoodThenBackAtTheShopAndSessionComplete() throws StripeException {
        Session session = session();
        HttpResponse<String> paid = pay(session, "4242 4242 4242 4242");
        assertThat(paid.statusCode()).isEqualTo(303);
        assertThat(paid.headers().firstValue("Location"))
                .hasValue("https://shop.example/back?session=" + session.getId());
        Session after = sandbox.stripe().v1().checkout().sessions().retrieve(session.getId(),
                SessionRetrieveParams.builder()
                        .addExpand("payment_intent.latest_charge")
                        .addExpand("line_items")
                        .build());
        assertThat(after.getStatus()).isEqualTo("complete");
        assertThat(after.getPaymentStatus()).isEqualTo("paid");
        assertThat(after.getUrl()).isNull();
        assertThat(after.getLineItems().getData()).hasSize(1);
        PaymentIntent intent = after.getPaymentIntentObject();
        assertThat(intent.getStatus()).isEqualTo("succeeded");
        assertThat(intent.getMetadata()).containsEntry("operation_key", "op-page");
        assertThat(intent.getLatestChargeObject().getAmount()).isEqualTo(1250);
        assertThat(sandbox.stripe()
                .v1()
                .checkout()
                .sessions()
                .list(SessionListParams.builder().setPaymentIntent(intent.getId()).build())
                .getData()).extracting(Session::getId).containsExactly(session.getId());
    }

    @Test
    void payWhenSentTwiceThenPaidOnce() throws StripeException {
        Session session = session();
        List<Integer> answers = IntStream.range(0, 8)
                .parallel()
                .mapToObj(again -> pay(session, "4242424242424242").statusCode())
                .toList();
        assertThat(answers).containsOnly(303);
        List<Event> events = sandbox.stripe().v1().events().list(
                EventListParams.builder().setType("checkout.session.completed").setLimit(100L).build()).getData();
        assertThat(events).filteredOn(event -> event.toJson().contains(session.getId())).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"4000000000000002, Your card was declined., cardNumber",
            "4000000000009995, Your card has insufficient funds., cardNumber",
            "4000000000009987, Your card was declined., cardNumber",
            "4000000000009979, Your card was declined., cardNumber",
            "4000000000000069, Your card has expired., cardExpiry",
            "4000000000000127, security code is incorrect., cardCvc",
            "4000000000000119, An error occurred while processing your card., cardNumber",
            "4242424242424241, Your card number is incorrect., cardNumber"})
    void payWhenDeclinedThenSaysWhyAndAnotherCardMayPay(String number, String message, String field)
            throws StripeException {
        Session session = session();
        HttpResponse<String> declined = pay(session, number);
        assertThat(declined.statusCode()).isEqualTo(402);
        assertThat(declined.body())
                .contains(message, "role=\"alert\"", "href=\"#" + field + "\"", "aria-invalid=\"true\"")
                .doesNotContain("value=\"" + number);
        assertThat(pay(session, "5555 5555 5555 4444").statusCode()).isEqualTo(303);
        assertThat(sandbox.stripe().v1().checkout().sessions().retrieve(session.getId()).getStatus())
                .isEqualTo("complete");
    }

    @Test
    void payWhenFieldsAreWrongThenEachIsNamedAndNothingIsTried() throws StripeException {
        Session session = session();
        HttpResponse<String> page = submit(session, "4111111111111111", "13/20", "1", "");
        assertThat(page.statusCode()).isEqualTo(422);
        assertThat(page.body()).contains("id=\"cardNumber-error\"", "id=\"cardExpiry-error\"",
                "id=\"cardCvc-error\"", "id=\"billingName-error\"").doesNotContain("4111111111111111");
        assertThat(sandbox.stripe().v1().checkout().sessions().retrieve(session.getId()).getPaymentIntent()).isNull();
    }

    @Test
    void payWhenExpiryIsPastThenSaysSo() throws StripeException {
        assertThat(submit(session(), "4242424242424242", "01/20", "123", "Ann").body()).contains("is in the past");
    }

    @Test
    void payWhenCardAsksThenAuthenticationDecides() throws StripeException {
        Session session = session();
        HttpResponse<String> asked = pay(session, "4000002500003155");
        assertThat(asked.statusCode()).isEqualTo(303);
        String bank = sandbox.url() + asked.headers().firstValue("Location").orElseThrow();
        assertThat(sandbox.send(sandbox.request(bank)).body())
                .contains("Complete authentication", "Fail authentication");
        HttpResponse<String> failed = sandbox.post(bank, "outcome=fail");
        assertThat(failed.headers().firstValue("Location")).hasValue("/c/pay/" + session.getId());
        assertThat(sandbox.send(sandbox.request(session.getUrl())).body()).contains("has failed authentication");
        String again = sandbox.url() + pay(session, "4000002760003184").headers().firstValue("Location").orElseThrow();
        assertThat(sandbox.post(again, "outcome=complete").headers().firstValue("Location"))
                .hasValue("https://shop.example/back?session=" + session.getId());
    }

    @Test
    void authenticateWhenPaymentCameByApiThenReturnsToReturnUrl() throws StripeException {
        PaymentIntent intent = sandbox.stripe().v1().paymentIntents().create(PaymentIntentCreateParams.builder()
                .setAmount(900L)
                .setCurrency("usd")
                .setConfirm(true)
                .setPaymentMethod("pm_card_authenticationRequired")
                .setReturnUrl("https://shop.example/return?x=1")
                .build());
        assertThat(intent.getStatus()).isEqualTo("requires_action");
        String bank = intent.getNextAction().getRedirectToUrl().getUrl();
        assertThat(sandbox.post(bank, "outcome=complete").headers().firstValue("Location").orElseThrow())
                .startsWith("https://shop.example/return?x=1&payment_intent=" + intent.getId())
                .endsWith("redirect_status=succeeded");
        assertThat(sandbox.stripe().v1().paymentIntents().retrieve(intent.getId()).getStatus())
                .isEqualTo("succeeded");
    }

    @Test
    void pageWhenExpiredByApiThenGoneAndTakesNoCard() throws StripeException {
        Session session = session();
        assertThat(pay(session, "4000000000000002").statusCode()).isEqualTo(402);
        Session expired = sandbox.stripe().v1().checkout().sessions().expire(session.getId());
        assertThat(expired.getStatus()).isEqualTo("expired");
        assertThat(pay(session, "4242424242424242").statusCode()).isEqualTo(410);
        assertThat(sandbox.stripe().v1().paymentIntents().retrieve(expired.getPaymentIntent()).getStatus())
                .isEqualTo("canceled");
    }

    @Test
    void pageWhenUnknownThenNotFound() {
        assertThat(sandbox.get("/c/pay/cs_test_nobody").statusCode()).isEqualTo(404);
        assertThat(sandbox.get("/assets/sandbox.css").headers().firstValue("Content-Type"))
                .hasValue("text/css; charset=utf-8");
    }

    private static Session session() throws StripeException {
        return sandbox.stripe().v1().checkout().sessions().create(TestSessions.twoTimesAirtime().build());
    }

    private static HttpResponse<String> pay(Session session, String number) {
        return submit(session, number, "12 / 34", "123", "Ann Example");
    }

    private static HttpResponse<String> submit(Session session, String number, String expiry, String cvc,
            String name) {
        return sandbox.post(session.getUrl(), "cardNumber=" + encoded(number) + "&cardExpiry=" + encoded(expiry)
                + "&cardCvc=" + cvc + "&billingName=" + encoded(name));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
