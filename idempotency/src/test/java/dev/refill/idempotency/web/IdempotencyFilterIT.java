package dev.refill.idempotency.web;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import io.netty.buffer.ByteBufAllocator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.http.server.reactive.ReactorHttpHandlerAdapter;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.adapter.WebHttpHandlerBuilder;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.ByteBufMono;
import reactor.netty.DisposableServer;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.server.HttpServer;
import reactor.netty.resources.ConnectionProvider;
import reactor.util.retry.Retry;

import dev.refill.idempotency.TestClock;
import dev.refill.idempotency.TestSettings;
import dev.refill.idempotency.r2dbc.R2dbcClaimStore;
import dev.refill.testsupport.TestDatabase;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

/** The filter on a real server, over real connections, with claims in real PostgreSQL. */
class IdempotencyFilterIT {

    private static final Duration LEASE = Duration.ofSeconds(30);
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(3);

    @SuppressWarnings("NullAway.Init")
    private static TestDatabase database;

    private final TestClock clock = new TestClock();
    private final TestShop shop = new TestShop(new R2dbcClaimStore(database.client(), clock, TestSettings.defaults()),
            TestSettings.defaults());
    private final CountDownLatch serverSawHangUp = new CountDownLatch(1);

    private final ConnectionProvider connections = ConnectionProvider.builder("test")
            .maxConnections(300)
            .pendingAcquireMaxCount(1000)
            .build();

    @SuppressWarnings("NullAway.Init")
    private DisposableServer server;

    private record Reply(int status, String location, boolean replayed, String body) {}

    @BeforeAll
    static void openDatabase() {
        database = TestDatabase.with("idempotency");
    }

    @AfterAll
    static void closeDatabase() {
        database.close();
    }

    @BeforeEach
    void startServer() {
        WebFilter hangUps = (exchange, chain) -> chain.filter(exchange).doOnCancel(serverSawHangUp::countDown);
        var handler = WebHttpHandlerBuilder.webHandler(RouterFunctions.toWebHandler(shop.routes()))
                .filter(hangUps)
                .filter(shop.filters())
                .build();
        server = HttpServer.create().host("localhost").port(0).handle(new ReactorHttpHandlerAdapter(handler)).bindNow();
    }

    @AfterEach
    void stopServer() {
        server.disposeNow();
        connections.disposeLater().block(LONGEST_WAIT);
        database.client().sql("TRUNCATE idempotency.claim").then().block(LONGEST_WAIT);
    }

    @Test
    void requestWhenHundredKeysByThirtyTwoCallersThenHandledHundredTimesAndReplaysAreEqual() {
        Map<String, List<Reply>> replies = await(Flux.range(0, 3200)
                .flatMap(caller -> answered("/orders/plain", "key-" + caller / 32, "alice")
                        .map(reply -> Map.entry("key-" + caller / 32, reply)), 256)
                .collectList())
                .stream()
                .collect(Collectors.groupingBy(Map.Entry::getKey,
                        Collectors.mapping(Map.Entry::getValue, Collectors.toList())));

        assertThat(shop.entered).hasValue(100);
        assertThat(replies).hasSize(100);
        assertThat(replies.values()).allSatisfy(ofOneKey -> {
            assertThat(ofOneKey).hasSize(32);
            assertThat(ofOneKey).filteredOn(reply -> !reply.replayed()).hasSize(1);
            assertThat(ofOneKey).extracting(Reply::body).containsOnly(ofOneKey.getFirst().body());
            assertThat(ofOneKey).extracting(Reply::location).containsOnly(ofOneKey.getFirst().location());
            assertThat(ofOneKey).extracting(Reply::status).containsOnly(202);
        });
        assertThat(replies.values()).extracting(ofOneKey -> ofOneKey.getFirst().body()).doesNotHaveDuplicates();
        assertThat(counted("new")).isEqualTo(100);
        assertThat(counted("replayed")).isEqualTo(3100);
    }

    @Test
    void requestWhenClientHangsUpInMidFlightThenTheAnswerIsStoredAllTheSame() throws InterruptedException {
        Disposable client = call("/orders/slow", "hang-up", "alice").subscribe();
        await(shop.slowBegan.asMono());
        client.dispose();
        assertThat(serverSawHangUp.await(20, TimeUnit.SECONDS)).isTrue();
        shop.goOn.tryEmitValue("go on");

        Reply found = await(answered("/orders/slow", "hang-up", "alice"));
        assertThat(found.status()).isEqualTo(202);
        assertThat(found.replayed()).isTrue();
        assertThat(shop.entered).hasValue(1);
    }

    @Test
    void requestWhenHolderOutlivesItsLeaseThenTheNextEntersUnderTheSameClaimAndTheLateAnswerIsLost() {
        Mono<Reply> late = call("/orders/slow", "late", "alice").cache();
        Disposable waiting = late.subscribe();
        await(shop.slowBegan.asMono());
        clock.advance(LEASE);

        Mono<Reply> holder = call("/orders/slow", "late", "alice").cache();
        Disposable alsoWaiting = holder.subscribe();
        await(Flux.interval(Duration.ofMillis(5)).takeUntil(tick -> shop.entered.get() == 2)
                .then(Mono.just("entered")));
        shop.goOn.tryEmitValue("go on");

        List<Reply> both = List.of(await(late), await(holder));
        Reply found = await(answered("/orders/slow", "late", "alice"));
        assertThat(found.replayed()).isTrue();
        assertThat(both).extracting(Reply::status).contains(409);
        assertThat(both).filteredOn(reply -> reply.status() == 202).extracting(Reply::body).containsOnly(found.body());
        assertThat(shop.claims).hasSize(2).containsOnly(shop.claims.getFirst());
        waiting.dispose();
        alsoWaiting.dispose();
    }

    @Test
    void requestWhenStillRunningThenConflictWithRetryAfter() {
        Mono<Reply> first = call("/orders/slow", "running", "alice").cache();
        Disposable waiting = first.subscribe();
        await(shop.slowBegan.asMono());

        assertThat(await(call("/orders/slow", "running", "alice")).status()).isEqualTo(409);
        shop.goOn.tryEmitValue("go on");
        assertThat(await(first).status()).isEqualTo(202);
        waiting.dispose();
    }

    @Test
    void requestWhenKeyIsOfAnotherClientThenAnotherKey() {
        Reply alice = await(answered("/orders/plain", "shared", "alice"));
        Reply bob = await(answered("/orders/plain", "shared", "bob"));
        assertThat(bob.replayed()).isFalse();
        assertThat(bob.body()).isNotEqualTo(alice.body());
    }

    @Test
    void requestWhenStoredThenOnlyItsFingerprintIsKept() {
        await(post("/orders/plain", "secret-keeping", "alice", "{\"card\":\"tok_s3cret\",\"pin\":\"4711-0815\"}"));
        String row = await(database.client()
                .sql("SELECT to_jsonb(c)::text || convert_from(body, 'UTF8') AS kept FROM idempotency.claim AS c")
                .map(kept -> requireNonNull(kept.get("kept", String.class)))
                .one());
        assertThat(row).contains("secret-keeping").doesNotContain("s3cret", "4711-0815", "\"card");
    }

    private double counted(String result) {
        return shop.meters.get("refill.idempotency.requests").tag("result", result).counter().count();
    }

    /** Calls again as long as the first call is at it. */
    private Mono<Reply> answered(String path, String key, String client) {
        return call(path, key, client)
                .filter(reply -> reply.status() != 409)
                .switchIfEmpty(Mono.error(IllegalStateException::new))
                .retryWhen(
                        Retry.fixedDelay(1000, Duration.ofMillis(100)).filter(IllegalStateException.class::isInstance));
    }

    private Mono<Reply> call(String path, String key, String client) {
        return post(path, key, client, "{\"amount\":500}");
    }

    private Mono<Reply> post(String path, String key, String client, String body) {
        return HttpClient.create(connections)
                .host("localhost")
                .port(server.port())
                .headers(headers -> headers.set(TestShop.CLIENT, client)
                        .set("Idempotency-Key", key)
                        .set("Content-Type", "application/json"))
                .post()
                .uri(path)
                .send(ByteBufMono.fromString(Mono.just(body), StandardCharsets.UTF_8, ByteBufAllocator.DEFAULT))
                .responseSingle((response, bytes) -> bytes.asString()
                        .defaultIfEmpty("")
                        .map(text -> new Reply(response.status().code(),
                                requireNonNull(response.responseHeaders().get("Location", "")),
                                "true".equals(response.responseHeaders().get(Answers.REPLAYED)), text)));
    }

    private static <T> T await(Mono<T> answer) {
        return requireNonNull(answer.block(LONGEST_WAIT));
    }
}
