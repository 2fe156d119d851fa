package dev.refill.idempotency.web;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;

import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.ConnectionFactoryMetadata;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Publisher;
import org.springframework.http.MediaType;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;
import org.springframework.util.unit.DataSize;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import dev.refill.idempotency.InMemoryClaimStore;
import dev.refill.idempotency.TestClaims;
import dev.refill.idempotency.TestClock;
import dev.refill.idempotency.TestSettings;
import dev.refill.idempotency.lifecycle.DetachedRuns;
import dev.refill.idempotency.r2dbc.R2dbcClaimStore;

import static org.assertj.core.api.Assertions.assertThat;

class IdempotencyFilterTest {

    private static final String TYPES = "https://refill.dev/problems/";
    private static final String BODY = "{\"amount\":500,\"currency\":\"EUR\"}";

    private final InMemoryClaimStore store = new InMemoryClaimStore(new TestClock(), Duration.ofSeconds(30));
    private final TestShop shop = new TestShop(store,
            TestSettings.sized(DataSize.ofBytes(100), DataSize.ofBytes(1000)));
    private final WebTestClient client = clientOf(shop);

    private static WebTestClient clientOf(TestShop shop) {
        return WebTestClient.bindToRouterFunction(shop.routes())
                .webFilter((exchange, chain) -> chain.filter(exchange)
                        .contextWrite(context -> context.put("user", "alice")))
                .webFilter(shop.filters())
                .build();
    }

    @Test
    void requestWhenNewThenTheHandlersAnswerWithAllItsHeaders() {
        send("/orders/plain", "k", BODY).expectStatus().isAccepted()
                .expectHeader().valueEquals("Location", "/orders/1")
                .expectHeader().valueEquals("X-Unstored", "once")
                .expectHeader().doesNotExist(Answers.REPLAYED)
                .expectBody(String.class).isEqualTo("{\"order\":1,\"bytes\":" + BODY.length() + "}");
    }

    @Test
    void requestWhenRepeatedThenReplayedAndMarkedAndNotHandledAgain() {
        byte[] first = bytes(send("/orders/plain", "k", BODY));
        ResponseSpec again = send("/orders/plain", "\"k\"", " {\"currency\" : \"EUR\", \"amount\" : 500}");
        again.expectStatus().isAccepted()
                .expectHeader().valueEquals("Location", "/orders/1")
                .expectHeader().contentType(MediaType.APPLICATION_JSON)
                .expectHeader().valueEquals(Answers.REPLAYED, "true")
                .expectHeader().doesNotExist("X-Unstored");
        assertThat(bytes(again)).isEqualTo(first);
        assertThat(shop.entered).hasValue(1);
    }

    @Test
    void requestWhenAnswerIsAServerErrorThenReplayedLikeAny() {
        send("/orders/broken", "k", BODY).expectStatus().isEqualTo(500);
        send("/orders/broken", "k", BODY).expectStatus().isEqualTo(500)
                .expectHeader().valueEquals(Answers.REPLAYED, "true")
                .expectBody(String.class).isEqualTo("broken 1");
    }

    @Test
    void requestWhenAnswerIsEmptyThenReplayedEmpty() {
        send("/orders/empty", "k", BODY).expectStatus().isNoContent().expectBody().isEmpty();
        send("/orders/empty", "k", BODY).expectStatus().isNoContent()
                .expectHeader().valueEquals(Answers.REPLAYED, "true").expectBody().isEmpty();
    }

    @Test
    void requestWhenKeyIsMissingThenBadRequest() {
        problem(send("/orders/plain", null, BODY), 400, "idempotency-key-missing");
    }

    @Test
    void requestWhenKeyIsMalformedThenBadRequest() {
        problem(send("/orders/plain", "a b", BODY), 400, "idempotency-key-malformed");
        problem(send("/orders/plain", "k".repeat(256), BODY), 400, "idempotency-key-malformed");
    }

    @Test
    void requestWhenHeaderIsRepeatedThenBadRequest() {
        problem(client.post().uri("/orders/plain").header(TestShop.CLIENT, "alice").header(KeyHeader.NAME, "a", "b")
                .exchange(), 400, "idempotency-key-malformed");
    }

    @Test
    void requestWhenPayloadDiffersThenUnprocessable() {
        send("/orders/plain", "k", BODY);
        problem(send("/orders/plain", "k", "{\"amount\":501,\"currency\":\"EUR\"}"), 422, "idempotency-key-reused");
        problem(send("/orders/plain?x=1", "k", BODY), 422, "idempotency-key-reused");
        problem(send("/orders/broken", "k", BODY), 422, "idempotency-key-reused");
        assertThat(shop.entered).hasValue(1);
    }

    @Test
    void requestWhenFirstIsRunningThenConflictAndRetryAfter() {
        CompletableFuture<ResponseSpec> first = CompletableFuture.supplyAsync(() -> send("/orders/slow", "k", null));
        shop.slowBegan.asMono().block(Duration.ofSeconds(20));
        problem(send("/orders/slow", "k", null), 409, "idempotency-key-in-progress")
                .expectHeader().valueEquals("Retry-After", "1");
        shop.goOn.tryEmitValue("go on");
        first.join().expectStatus().isAccepted();
    }

    @Test
    void requestWhenClientOrEndpointDiffersThenAnotherKey() {
        send("/orders/plain", "k", BODY);
        send("/refunds", "k", BODY).expectHeader().doesNotExist(Answers.REPLAYED);
        client.post().uri("/orders/plain").header(TestShop.CLIENT, "bob").header(KeyHeader.NAME, "k")
                .contentType(MediaType.APPLICATION_JSON).bodyValue(BODY).exchange()
                .expectHeader().doesNotExist(Answers.REPLAYED);
        assertThat(shop.entered).hasValue(3);
    }

    @Test
    void requestWhenNobodyIsKnownThenUnauthorized() {
        client.post().uri("/orders/plain").header(KeyHeader.NAME, "k").exchange().expectStatus().isUnauthorized();
        assertThat(shop.entered).hasValue(0);
    }

    @Test
    void requestWhenNothingBeganThenTheKeyIsFreeForACorrectedPayload() {
        send("/orders/invalid", "k", BODY).expectStatus().isEqualTo(422).expectBody(String.class)
                .isEqualTo("not valid");
        send("/orders/plain", "k", BODY).expectStatus().isAccepted().expectHeader().doesNotExist(Answers.REPLAYED);
    }

    @Test
    void requestWhenNothingBeganAndTheErrorEscapesThenTheKeyIsFree() {
        send("/orders/refusing", "k", BODY).expectStatus().isBadRequest();
        send("/orders/plain", "k", BODY).expectStatus().isAccepted().expectHeader().doesNotExist(Answers.REPLAYED);
    }

    @Test
    void requestWhenErrorEscapesThenTheNextEntersUnderTheSameClaim() {
        send("/orders/flaky", "k", BODY).expectStatus().isEqualTo(500);
        send("/orders/flaky", "k", BODY).expectStatus().isAccepted().expectHeader().doesNotExist(Answers.REPLAYED);
        send("/orders/flaky", "k", BODY).expectHeader().valueEquals(Answers.REPLAYED, "true");
        assertThat(shop.claims).hasSize(2).containsOnly(shop.claims.getFirst());
        assertThat(counted("taken_over")).isEqualTo(1);
    }

    @Test
    void requestWhenAnEarlierAttemptMayHaveWorkedThenNothingBeganDoesNotFreeTheKey() {
        send("/orders/worn", "k", BODY).expectStatus().isEqualTo(500);
        send("/orders/worn", "k", BODY).expectStatus().isEqualTo(422);
        send("/orders/worn", "k", BODY).expectStatus().isAccepted();
        assertThat(shop.claims).hasSize(3).containsOnly(shop.claims.getFirst());
    }

    @Test
    void requestWhenErrorEscapesThenAnotherPayloadIsStillAnother() {
        send("/orders/escaping", "k", BODY).expectStatus().isEqualTo(500);
        problem(send("/orders/escaping", "k", "{}"), 422, "idempotency-key-reused");
    }

    @Test
    void requestWhenBodyIsTooLongThenContentTooLargeAndNothingBegan() {
        send("/orders/plain", "k", "x".repeat(100)).expectStatus().isAccepted();
        problem(send("/orders/plain", "l", "x".repeat(101)), 413, "request-body-too-large");
        assertThat(shop.entered).hasValue(1);
        send("/orders/plain", "l", BODY).expectStatus().isAccepted();
    }

    @Test
    void requestWhenAnswerIsTooLongThenAnErrorAndNotStored() {
        send("/orders/huge", "k", BODY).expectStatus().isEqualTo(500);
        send("/orders/huge", "k", BODY).expectStatus().isEqualTo(500);
        assertThat(counted("taken_over")).isEqualTo(1);
    }

    @Test
    void requestWhenKeyIsOptionalAndMissingThenHandledEachTimeWithoutAClaim() {
        send("/wishes", null, BODY).expectBody(String.class).isEqualTo("false 1");
        send("/wishes", null, BODY).expectBody(String.class).isEqualTo("false 2");
    }

    @Test
    void requestWhenKeyIsOptionalAndSentThenReplayed() {
        send("/wishes", "k", BODY).expectBody(String.class).isEqualTo("true 1");
        send("/wishes", "k", BODY).expectBody(String.class).isEqualTo("true 1");
    }

    @Test
    void requestWhenEndpointIsNotListedThenTheKeyMeansNothing() {
        client.get().uri("/orders/plain").header(KeyHeader.NAME, "a b").exchange().expectBody(String.class)
                .isEqualTo("list 1");
        client.get().uri("/orders/plain").header(KeyHeader.NAME, "a b").exchange().expectBody(String.class)
                .isEqualTo("list 2");
    }

    @Test
    void requestWhenHandledThenTheSubscribersContextIsThere() {
        send("/orders/context", "k", BODY).expectBody(String.class).isEqualTo("alice");
    }

    @Test
    void requestWhenTooManyAreInWorkThenUnavailableAndNothingBegan() {
        var full = new TestShop(store, TestSettings.defaults(), new DetachedRuns(0));
        problem(clientOf(full).post().uri("/orders/plain").header(TestShop.CLIENT, "alice").header(KeyHeader.NAME, "k")
                .exchange(), 503, "overloaded").expectHeader().valueEquals("Retry-After", "1");
        assertThat(full.entered).hasValue(0);
    }

    @Test
    void requestWhenTooManyWaitToBeClaimedThenUnavailableAndNothingBegan() {
        var stuck = new R2dbcClaimStore(DatabaseClient.create(new StuckDatabase()), new TestClock(),
                TestSettings.crowded());
        Disposable waiting = Flux.range(0, 2)
                .flatMap(caller -> stuck.claim(TestClaims.aKey(), TestClaims.aFingerprint()), 2)
                .subscribe();
        var full = new TestShop(stuck, TestSettings.crowded());

        problem(clientOf(full).post().uri("/orders/plain").header(TestShop.CLIENT, "alice").header(KeyHeader.NAME, "k")
                .exchange(), 503, "overloaded").expectHeader().valueEquals("Retry-After", "1");
        assertThat(full.entered).hasValue(0);
        waiting.dispose();
        stuck.close();
    }

    @Test
    void requestWhenDecidedThenCountedByResult() {
        send("/orders/plain", "k", BODY);
        send("/orders/plain", "k", BODY);
        send("/orders/plain", "k", "{}");
        assertThat(Arrays.asList(counted("new"), counted("replayed"), counted("mismatch"))).containsOnly(1.0);
    }

    private double counted(String result) {
        return shop.meters.get("refill.idempotency.requests").tag("result", result).counter().count();
    }

    private ResponseSpec send(String path, @Nullable String key, @Nullable String body) {
        var request = client.post().uri(path).header(TestShop.CLIENT, "alice");
        if (key != null) {
            request.header(KeyHeader.NAME, key);
        }
        return body == null
                ? request.exchange()
                : request.contentType(MediaType.APPLICATION_JSON).bodyValue(body).exchange();
    }

    private static ResponseSpec problem(ResponseSpec response, int status, String type) {
        response.expectStatus().isEqualTo(status)
                .expectHeader().contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .expectHeader().doesNotExist(Answers.REPLAYED)
                .expectBody()
                .jsonPath("$.type").isEqualTo(TYPES + type)
                .jsonPath("$.status").isEqualTo(status)
                .jsonPath("$.title").isNotEmpty()
                .jsonPath("$.detail")
                .value(String.class, detail -> assertThat(detail).contains("https://refill.dev/docs/"));
        return response;
    }

    private static byte[] bytes(ResponseSpec response) {
        byte[] body = response.expectBody().returnResult().getResponseBody();
        return body == null ? new byte[0] : body;
    }

    /** Gives nobody a connection. */
    private static final class StuckDatabase implements ConnectionFactory {

        @Override
        public Publisher<? extends Connection> create() {
            return Mono.never();
        }

        @Override
        public ConnectionFactoryMetadata getMetadata() {
            return () -> "PostgreSQL";
        }
    }
}
