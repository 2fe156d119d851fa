package dev.refill.gateways.momo;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import dev.refill.gateway.NotSent;
import dev.refill.gateway.NotSent.Reason;
import dev.refill.gateway.token.AccessToken;
import dev.refill.gateway.token.AccessTokens;
import dev.refill.gateway.token.NoTokenException;
import dev.refill.testkit.gateway.CapturedLogs;
import dev.refill.testkit.gateway.TestClock;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;

class MomoTokensTest {

    private static final String PATH = "/collection/token/";
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final Duration LONGEST = Duration.ofSeconds(20);

    private final WireMockServer server = new WireMockServer(wireMockConfig().dynamicPort().containerThreads(40));
    private volatile Instant now = NOW;
    private @Nullable AccessTokens tokens;

    @BeforeAll
    static void warmUp() {
        TestMomo.warmUp();
    }

    @BeforeEach
    void start() {
        server.start();
        var calls = new MomoCalls(URI.create(server.baseUrl()), Duration.ofMillis(500), TestMomo.PATIENCE, 64);
        tokens = MomoTokens.of(calls, PATH, TestMomo.COLLECTION, new TestClock(() -> now));
    }

    @AfterEach
    void stop() {
        server.stop();
    }

    @Test
    void currentWhenManyNeedOneAtOnceThenItIsAskedForOnce() {
        gives(okJson(token("first", 3600)).withFixedDelay(200));
        assertThat(Flux.range(0, 50).flatMap(_each -> current(), 50).distinct().collectList().block(LONGEST))
                .extracting(AccessToken::value).containsExactly("first");
        assertThat(asked()).isOne();
    }

    @Test
    void currentWhenNotSubscribedThenNothingIsAsked() {
        gives(okJson(token("first", 3600)));
        current();
        assertThat(asked()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"3600,3539,3540", "100,89,90", "99999999,86339,86340"})
    void currentThenKeptUntilALittleBeforeItRunsOut(long life, long kept, long renewed) {
        gives(okJson(token("first", life)));
        assertThat(value()).isEqualTo("first");
        gives(okJson(token("second", life)));
        now = NOW.plusSeconds(kept);
        assertThat(value()).isEqualTo("first");
        now = NOW.plusSeconds(renewed);
        assertThat(value()).isEqualTo("second");
        assertThat(asked()).isEqualTo(2);
    }

    /** However many find out at the same time, and however late some of them say so. */
    @Test
    void refuseWhenManyDoThenOneOtherIsAskedFor() {
        gives(okJson(token("first", 3600)));
        var first = Objects.requireNonNull(current().block(LONGEST));
        gives(okJson(token("second", 3600)).withFixedDelay(200));
        var renewed = Flux.range(0, 50).flatMap(_each -> Mono.defer(() -> {
            tokens().refuse(first);
            return current();
        }), 50);
        assertThat(renewed.distinct().collectList().block(LONGEST)).extracting(AccessToken::value)
                .containsExactly("second");
        tokens().refuse(first);
        assertThat(value()).isEqualTo("second");
        assertThat(asked()).isEqualTo(2);
    }

    @Test
    void currentWhenOneOfManyGivesUpThenTheOthersGetIt() {
        gives(okJson(token("first", 3600)).withFixedDelay(300));
        StepVerifier.create(Mono.zip(current(), current().timeout(Duration.ofMillis(50))
                .onErrorReturn(new AccessToken("gave-up", NOW))))
                .assertNext(both -> {
                    assertThat(both.getT1().value()).isEqualTo("first");
                    assertThat(both.getT2().value()).isEqualTo("gave-up");
                })
                .expectComplete()
                .verify(LONGEST);
        assertThat(asked()).isOne();
    }

    /** The payment that it was for was not sent, whatever became of the question. */
    @ParameterizedTest
    @CsvSource({"400,REFUSED", "401,REFUSED", "403,REFUSED", "404,REFUSED", "500,CONNECTION_REFUSED",
            "503,CONNECTION_REFUSED", "302,CONNECTION_REFUSED", "204,CONNECTION_REFUSED"})
    void currentWhenThereIsNoneThenNotSent(int status, Reason reason) {
        gives(aResponse().withStatus(status));
        assertThat(failure()).isEqualTo(new NotSent(reason, null));
    }

    @Test
    void currentWhenRateIsLimitedThenNotSentWithTheWaitAskedFor() {
        gives(aResponse().withStatus(429).withHeader("Retry-After", "7"));
        assertThat(failure()).isEqualTo(new NotSent(Reason.RATE_LIMITED, Duration.ofSeconds(7)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "[]", "{}", "{\"access_token\":\"a\"}",
            "{\"access_token\":\"\",\"expires_in\":3600}", "{\"access_token\":7,\"expires_in\":3600}",
            "{\"access_token\":\"a\\r\\nX-Evil: 1\",\"expires_in\":3600}", "{\"access_token\":\"a\",\"expires_in\":0}",
            "{\"access_token\":\"a\",\"expires_in\":-1}", "{\"access_token\":\"a\",\"expires_in\":\"soon\"}"})
    void currentWhenTheAnswerHoldsNoneThenNotSent(String body) {
        gives(okJson(body));
        assertThat(failure()).isEqualTo(new NotSent(Reason.CONNECTION_REFUSED, null));
    }

    @Test
    void currentWhenTheAnswerIsLostThenNotSentAndTheNextOneAsksAnew() {
        gives(aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER));
        assertThat(failure()).isEqualTo(new NotSent(Reason.CONNECTION_REFUSED, null));
        gives(okJson(token("first", 3600)));
        assertThat(value()).isEqualTo("first");
    }

    @Test
    void exchangeWhenLoggedAtAnyLevelThenWithoutTheToken() {
        try (var logs = CapturedLogs.open()) {
            gives(okJson(token("secret-one", 3600)));
            var first = Objects.requireNonNull(current().block(LONGEST));
            gives(okJson(token("secret-two", 3600)));
            tokens().refuse(first);
            assertThat(value()).isEqualTo("secret-two");
            assertThat(first.toString()).doesNotContain("secret");
            assertThat(logs.lines()).isNotEmpty()
                    .noneMatch(line -> line.contains("secret-one") || line.contains("secret-two")
                            || line.contains(TestMomo.COLLECTION.apiKey()));
        }
    }

    private NotSent failure() {
        var outcomes = current().<Object>map(token -> token)
                .onErrorResume(NoTokenException.class, error -> Mono.just(error.outcome()));
        return (NotSent) Objects.requireNonNull(outcomes.block(LONGEST));
    }

    private String value() {
        return Objects.requireNonNull(current().block(LONGEST)).value();
    }

    private Mono<AccessToken> current() {
        return tokens().current();
    }

    private AccessTokens tokens() {
        return Objects.requireNonNull(tokens);
    }

    private void gives(ResponseDefinitionBuilder answer) {
        server.stubFor(post(urlEqualTo(PATH)).willReturn(answer));
    }

    private int asked() {
        return List.copyOf(server.findAll(postRequestedFor(urlEqualTo(PATH)))).size();
    }

    private static String token(String value, long seconds) {
        return "{\"access_token\":\"%s\",\"token_type\":\"access_token\",\"expires_in\":%d}".formatted(value, seconds);
    }
}
