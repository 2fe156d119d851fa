package dev.refill.gateway.http;

import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.netty.Connection;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

import dev.refill.gateway.NotSent;
import dev.refill.gateway.NotSent.Reason;
import dev.refill.gateway.Unknown;
import dev.refill.gateway.Unresolved;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class WireTest {

    private static final Duration LONGEST = Duration.ofSeconds(20);
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private volatile BiFunction<HttpServerRequest, HttpServerResponse, Publisher<Void>> provider = says(200, "{}");
    private final DisposableServer server = HttpServer.create()
            .bindAddress(() -> new InetSocketAddress("localhost", 0))
            .handle((request, response) -> provider.apply(request, response))
            .bindNow();

    @AfterEach
    void stop() {
        server.disposeNow();
    }

    @Test
    void callThenTheAnswerWhateverItsStatus() {
        provider = says(422, "{\"code\":\"no\"}");
        var answer = answered(wire(4));
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.isSuccess()).isFalse();
        assertThat(answer.isClientError()).isTrue();
        assertThat(answer.json()).hasToString("{\"code\":\"no\"}");
        assertThat(answer.toString()).contains("422").doesNotContain("code");
    }

    @ParameterizedTest
    @CsvSource({"199,false,false", "200,true,false", "299,true,false", "300,false,false", "399,false,false",
            "400,false,true", "499,false,true", "500,false,false"})
    void statusThenItsClass(int status, boolean success, boolean clientError) {
        var answer = new JsonAnswer(status, null, null);
        assertThat(answer.isSuccess()).isEqualTo(success);
        assertThat(answer.isClientError()).isEqualTo(clientError);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "<html>", "{\"a\":1,\"a\":2}"})
    void callWhenTheBodyIsNoObjectThenNone(String body) {
        provider = says(200, body);
        assertThat(answered(wire(4)).json()).isNull();
    }

    @ParameterizedTest
    @CsvSource({"7,PT7S", "'Wed, 21 Oct 2026 07:28:00 GMT',", "-1,", "9999999,"})
    void callWhenAskedToWaitThenForSeconds(String header, String wait) {
        provider = (_request, response) -> response.status(429).header("Retry-After", header).send();
        assertThat(answered(wire(4)).retryAfter()).isEqualTo(wait == null ? null : Duration.parse(wait));
    }

    @Test
    void callWhenRedirectedThenNotFollowed() {
        provider = (request, response) -> request.uri().equals("/")
                ? response.sendRedirect("/elsewhere")
                : says(200, "{}").apply(request, response);
        assertThat(answered(wire(4)).status()).isEqualTo(302);
    }

    @Test
    void callWhenNobodyListensThenNotSent() {
        var wire = wire(4);
        server.disposeNow();
        assertThat(unanswered(wire)).isEqualTo(new NotSent(Reason.CONNECTION_REFUSED, null));
    }

    @Test
    void callWhenTheConnectionIsLostThenUnknownAndNothingIsSentAgain() {
        var calls = new AtomicInteger();
        provider = (request, _response) -> {
            calls.incrementAndGet();
            request.withConnection(Connection::dispose);
            return Mono.never();
        };
        assertThat(unanswered(wire(4))).isInstanceOf(Unknown.class);
        assertThat(calls).hasValue(1);
    }

    @Test
    void callWhenNoAnswerComesThenUnknown() {
        provider = (_request, _response) -> Mono.never();
        assertThat(unanswered(wire(4))).isInstanceOf(Unknown.class);
    }

    @Test
    void callWhenTheAnswerTricklesThenUnknownInTime() {
        provider = (_request, response) -> response.sendString(
                Flux.interval(Duration.ofMillis(200)).onBackpressureDrop().map(_tick -> " "));
        assertThat(unanswered(wire(4))).isEqualTo(new Unknown("no answer in time"));
    }

    @Test
    void callWhenTheAnswerIsTooLongThenUnknown() {
        provider = says(200, "{\"a\":\"" + "x".repeat(1 << 20) + "\"}");
        assertThat(unanswered(wire(4))).isEqualTo(new Unknown("answer too long"));
    }

    @Test
    void callBeyondTheLimitThenNotSentAndPlacesComeBackWithTheAnswer() {
        provider = (_request, _response) -> Mono.never();
        var wire = wire(1);
        var first = wire.call(web -> web.get().uri("/")).subscribe();
        assertThat(unanswered(wire)).isEqualTo(new NotSent(Reason.BULKHEAD_FULL, null));
        first.dispose();
        provider = says(200, "{}");
        assertThat(answered(wire).status()).isEqualTo(200);
        assertThat(answered(wire).status()).isEqualTo(200);
    }

    @Test
    void callWhenTheRequestCannotBeMadeThenNothingIsSentAndThePlaceComesBack() {
        var wire = wire(1);
        assertThatThrownBy(() -> wire.call(_web -> {
            throw new IllegalStateException("no request");
        }).block(LONGEST)).hasMessage("no request");
        assertThat(answered(wire).status()).isEqualTo(200);
    }

    /** BlockHound lets nothing block there. */
    @Test
    void callFromAThreadThatMustNotBlockThenAnswered() {
        assertThat(wire(4).call(web -> web.get().uri("/")).subscribeOn(Schedulers.parallel()).block(LONGEST))
                .isNotNull();
    }

    @ParameterizedTest
    @CsvSource({"no-address,1,1,1", "http://localhost,0,1,1", "http://localhost,1,-1,1", "http://localhost,1,1,0"})
    void limitsWhenNoneThenRefused(URI base, int connect, int read, int maxInFlight) {
        assertThatThrownBy(() -> new WireLimits("trial", base, Duration.ofSeconds(connect), Duration.ofSeconds(read),
                maxInFlight)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("(expected: ");
    }

    private Wire wire(int maxInFlight) {
        return new Wire(new WireLimits("trial", URI.create("http://localhost:" + server.port()),
                Duration.ofMillis(500), PATIENCE, maxInFlight));
    }

    private static JsonAnswer answered(Wire wire) {
        return wire.call(web -> web.get().uri("/")).blockOptional(LONGEST).orElseThrow();
    }

    private static Unresolved unanswered(Wire wire) {
        return wire.call(web -> web.get().uri("/"))
                .<Unresolved>map(answer -> new Unknown("an answer came: " + answer))
                .onErrorResume(NoAnswerException.class, none -> Mono.just(none.outcome()))
                .blockOptional(LONGEST).orElseThrow();
    }

    private static BiFunction<HttpServerRequest, HttpServerResponse, Publisher<Void>> says(int status, String body) {
        return (_request, response) -> response.status(status).sendString(Mono.just(body));
    }
}
