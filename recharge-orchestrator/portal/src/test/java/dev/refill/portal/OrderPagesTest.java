package dev.refill.portal;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.http.MediaType;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.test.web.reactive.server.WebTestClient;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

import dev.refill.gateway.DeclineReason;
import dev.refill.recharge.RechargeState;

import static org.assertj.core.api.Assertions.assertThat;

@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT, properties = "refill.portal.payment-origins=http://pay.example.test")
class OrderPagesTest {

    @LocalServerPort
    private int port;

    @Autowired
    private FakeRecharges recharges;

    private Browser browser = new Browser(0);

    @BeforeEach
    void open() {
        recharges.reset();
        browser = new Browser(port);
    }

    @ParameterizedTest
    @EnumSource(RechargeState.class)
    void orderInEveryStateHasAPageOfItsOwn(RechargeState state) {
        String token = recharges.given(state);
        Browser.Page page = browser.get("/orders/" + token);
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.body()).contains("+1 212-555-0100", "$10.00", "rch_").doesNotContain("??");
        assertThat(page.body().contains("sse-connect=\"/orders/" + token + "/events\""))
                .isNotEqualTo(state.isTerminal());
        assertThat(page.body().contains("http-equiv=\"refresh\"")).isNotEqualTo(state.isTerminal());
        assertThat(page.body().contains("Continue to payment")).isEqualTo(state == RechargeState.REQUIRES_ACTION);
    }

    @ParameterizedTest
    @EnumSource(DeclineReason.class)
    void orderWhenCardWasRefusedThenReasonInWords(DeclineReason reason) {
        Browser.Page page = browser.get("/orders/" + recharges.given(RechargeState.DECLINED, reason));
        assertThat(page.body()).contains("The last card was declined: ", "Try again").doesNotContain("??",
                reason.name());
    }

    @ParameterizedTest
    @EnumSource(RechargeState.class)
    void orderThatAPhonePaysHasAPageInEveryState(RechargeState state) {
        String token = recharges.givenByPhone(state, null);
        assertThat(browser.get("/orders/" + token).body()).contains("+1 212-555-0100", "+25•••••••001")
                .doesNotContain("770000001", "??")
                .satisfies(body -> assertThat(body.contains("Confirm the payment on the phone"))
                        .isEqualTo(state == RechargeState.CHARGING));
    }

    @ParameterizedTest
    @EnumSource(DeclineReason.class)
    void orderWhenAPhoneRefusedThenReasonInWordsWithoutACard(DeclineReason reason) {
        assertThat(browser.get("/orders/" + recharges.givenByPhone(RechargeState.DECLINED, reason)).body())
                .contains("The payment was refused: ", "Try again").doesNotContain("??", reason.name(), "another card");
    }

    @Test
    void orderWhenCreditedThenReceipt() {
        Browser.Page page = browser.get("/orders/" + recharges.given(RechargeState.CREDITED));
        assertThat(page.body()).contains("$10.00 airtime", "Amount paid", "Payment status", "2026-03-01 09:30:00 UTC",
                "rch_00000000000000000000000001", "Print receipt");
    }

    @Test
    void orderWhenRefundedThenSaysHowMuchAndNotThatTheCreditIsThere() {
        String token = recharges.given(RechargeState.CREDITED);
        recharges.refund(token, 1_000);
        assertThat(browser.get("/orders/" + token).body())
                .contains("Your payment was given back", "The whole amount", "id=\"refunded\">$10.00<", ">Refunded<")
                .doesNotContain("Done: the credit", "$11.00 airtime", ">Paid<", "??");
    }

    @Test
    void orderWhenAPartIsRefundedThenSaysWhichPart() {
        String token = recharges.given(RechargeState.CREDITED);
        recharges.refund(token, 400);
        assertThat(browser.get("/orders/" + token).body())
                .contains("A part of your payment was given back", "id=\"refunded\">$4.00<", "Partly refunded",
                        "$10.00")
                .doesNotContain("Done: the credit", "The whole amount", "??");
        recharges.refund(token, 0);
        assertThat(browser.get("/orders/" + token).body()).contains("Done: the credit").doesNotContain("Refunded");
    }

    @Test
    void orderInReviewWhenRefundedThenNobodyIsLookingAnyMore() {
        String token = recharges.given(RechargeState.IN_REVIEW);
        recharges.refund(token, 500);
        assertThat(browser.get("/orders/" + token).body())
                .contains("Your payment is given back", "No credit was added").doesNotContain("$5.00", "??");
    }

    @Test
    void orderWhenWithoutScriptsThenLooksAgainLessAndLessAndStops() {
        String token = recharges.given(RechargeState.UNKNOWN);
        assertThat(browser.get("/orders/" + token).body()).contains("content=\"3; url=/orders/" + token + "?look=1\"");
        assertThat(browser.get("/orders/" + token + "?look=19").body()).contains("content=\"30; url=");
        assertThat(browser.get("/orders/" + token + "?look=20").body()).doesNotContain("http-equiv=\"refresh\"")
                .contains("has stopped looking");
        assertThat(browser.get("/orders/" + token + "?look=%22%3E%3Cscript%3E").body()).contains("look=1\"");
    }

    @Test
    void returnAsksTheProviderAndShowsTheOrder() {
        String token = recharges.given(RechargeState.REQUIRES_ACTION);
        recharges.onRefreshMoveTo(RechargeState.CREDITED);
        Browser.Page page = browser.get("/orders/" + token + "/return");
        assertThat(page.status()).isEqualTo(303);
        assertThat(page.location()).hasPath("/orders/" + token).hasNoQuery();
        assertThat(recharges.refreshes).hasValue(1);
    }

    @Test
    void returnWhenAddressClaimsPaymentThenOnlyTheServersTruth() {
        String token = recharges.given(RechargeState.REQUIRES_ACTION);
        Browser.Page back = browser
                .get("/orders/" + token + "/return?redirect_status=succeeded&state=CREDITED&amount=99999");
        assertThat(back.location()).hasPath("/orders/" + token).hasNoQuery();
        assertThat(browser.get("/orders/" + token + "?state=CREDITED&redirect_status=succeeded").body())
                .contains("Waiting for your payment");
    }

    @Test
    void cancelledWhenStillPayableThenWayBackAndWayOut() {
        Browser.Page page = browser.get("/orders/" + recharges.given(RechargeState.REQUIRES_ACTION) + "/cancelled");
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.body()).contains("You have not paid yet", "href=\"" + FakeRecharges.CARD_PAGE + "\"",
                "Start over");
    }

    @Test
    void cancelledWhenPaidInAnotherTabThenTheOrdersPage() {
        String token = recharges.given(RechargeState.REQUIRES_ACTION);
        recharges.onRefreshMoveTo(RechargeState.CREDITED);
        assertThat(browser.get("/orders/" + token + "/cancelled").location()).hasPath("/orders/" + token);
    }

    @Test
    void cancelWhenUnpaidThenAskedAndThenDone() {
        String token = recharges.given(RechargeState.REQUIRES_ACTION);
        assertThat(browser.get("/orders/" + token).body()).contains("href=\"/orders/" + token + "/cancel\"");
        Browser.Page asked = browser.get("/orders/" + token + "/cancel");
        assertThat(asked.body()).contains("Cancel this order?", "$10.00");

        Browser.Page done = browser.post("/orders/" + token + "/cancel", Map.of());

        assertThat(done.status()).isEqualTo(303);
        assertThat(done.location()).hasPath("/orders/" + token);
        assertThat(browser.get("/orders/" + token).body()).contains("Your order is cancelled", "Try again");
    }

    @Test
    void cancelWhenNothingIsToPayThenTheOrdersPage() {
        String token = recharges.given(RechargeState.CREDITED);
        assertThat(browser.get("/orders/" + token + "/cancel").location()).hasPath("/orders/" + token);
    }

    @Test
    void orderWhenTokenIsWrongThenNotFoundPageEverywhere() {
        for (String path : new String[]{"", "/return", "/cancelled", "/cancel", "/events"}) {
            Browser.Page page = browser.get("/orders/tok_wrong" + path, Map.of("Accept", "text/html, */*"));
            assertThat(page.status()).as(path).isEqualTo(404);
        }
        assertThat(browser.get("/orders/tok_wrong").body()).contains("There is nothing here");
    }

    @Test
    void orderPagesTellBrowsersNotToKeepOrRefer() {
        var headers = browser.get("/orders/" + recharges.given(RechargeState.CREDITED)).headers();
        assertThat(headers.getFirst("Cache-Control")).isEqualTo("no-store");
        assertThat(headers.getFirst("Referrer-Policy")).isEqualTo("no-referrer");
        assertThat(headers.getFirst("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(headers.getFirst("Content-Security-Policy")).contains("default-src 'none'", "frame-ancestors 'none'",
                "require-trusted-types-for 'script'").doesNotContain("unsafe");
    }

    @Test
    void eventsFollowTheOrderToItsEnd() {
        String token = recharges.given(RechargeState.REQUIRES_ACTION);
        StepVerifier.create(events(token).filter(event -> event.event() != null))
                .assertNext(
                        event -> assertThat(data(event)).contains("Waiting for your payment", "Continue to payment"))
                .assertNext(event -> assertThat(event.event()).isEqualTo("headline"))
                .then(() -> recharges.move(token, RechargeState.PAID))
                .assertNext(event -> assertThat(data(event)).contains("Payment received"))
                .assertNext(event -> assertThat(data(event)).isEqualTo("Payment received"))
                .then(() -> recharges.move(token, RechargeState.CREDITED))
                .assertNext(event -> assertThat(data(event)).contains("Amount paid", "$10.00 airtime"))
                .assertNext(event -> assertThat(data(event)).doesNotContain("<"))
                .assertNext(event -> assertThat(event.event()).isEqualTo("end"))
                .expectComplete()
                .verify(Duration.ofSeconds(10));
    }

    @Test
    void eventsWhenNothingHappensThenSignsOfLife() {
        StepVerifier.create(events(recharges.given(RechargeState.UNKNOWN)))
                .expectNextCount(2)
                .then(recharges::showSignOfLife)
                .assertNext(event -> {
                    assertThat(event.comment()).isEmpty();
                    assertThat(event.event()).isNull();
                })
                .thenCancel()
                .verify(Duration.ofSeconds(10));
    }

    @Test
    void eventsWhenTheWatchEndsBeforeTheOrderThenBrowserIsToldToComeBack() {
        StepVerifier.create(events(recharges.given(RechargeState.UNKNOWN)))
                .assertNext(event -> assertThat(event.retry()).isEqualTo(Duration.ofSeconds(2)))
                .expectNextCount(1)
                .then(recharges::endWatches)
                .expectComplete()
                .verify(Duration.ofSeconds(10));
    }

    @Test
    void eventsWhenTheNodeTakesNoMoreThenUnavailableAndThePageStillWorks() {
        String token = recharges.given(RechargeState.UNKNOWN);
        recharges.refuseWatches();
        Browser.Page refused = browser.get("/orders/" + token + "/events", Map.of("Accept", "text/event-stream"));
        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.headers().getFirst("Retry-After")).isEqualTo("5");
        assertThat(browser.get("/orders/" + token).status()).isEqualTo(200);
    }

    private Flux<ServerSentEvent<String>> events(String token) {
        return WebTestClient.bindToServer()
                .baseUrl("http://localhost:" + port)
                .build()
                .get()
                .uri("/orders/" + token + "/events")
                .accept(MediaType.TEXT_EVENT_STREAM)
                .exchange()
                .expectStatus()
                .isOk()
                .returnResult(new ParameterizedTypeReference<ServerSentEvent<String>>() {
                })
                .getResponseBody();
    }

    private static String data(ServerSentEvent<String> event) {
        return Objects.requireNonNull(event.data());
    }
}
