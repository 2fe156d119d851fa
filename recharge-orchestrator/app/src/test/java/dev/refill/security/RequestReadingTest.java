package dev.refill.security;

import java.net.URI;
import java.util.Objects;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.server.MockServerWebExchange;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import static org.assertj.core.api.Assertions.assertThat;

/** What is read by hand is read as the framework reads it. */
class RequestReadingTest {

    private static Mono<Authentication> read(String authorization) {
        return Mono.defer(() -> new BearerTokens().convert(MockServerWebExchange.from(
                MockServerHttpRequest.get("/").header(HttpHeaders.AUTHORIZATION, authorization))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"abc", "a.b.c", "AZaz09-._~+/", "abc==", "a="})
    void tokenIsRead(String token) {
        assertThat(read("Bearer " + token).block()).extracting(Authentication::getCredentials).isEqualTo(token);
        assertThat(read("bEARER " + token).block()).extracting(Authentication::getCredentials).isEqualTo(token);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer", "Bearer ", "Bearer =", "Bearer a b", "Bearer a=b", "Bearer ä", "Bearer  a",
            "Bearer\ta",
            "Bearera", "Bearer a,Bearer b"})
    void malformedTokenIsRefused(String authorization) {
        read(authorization).as(StepVerifier::create).verifyError(OAuth2AuthenticationException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Basic YTpi", "", "Bear a", "Digest Bearer a"})
    void otherSchemeIsNoToken(String authorization) {
        read(authorization).as(StepVerifier::create).verifyComplete();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/recharges", "/%76%31/recharges", "/webhooks/stripe", "/%77ebhooks/stripe", "/v1"})
    void pathOfTheApiIsKnownHoweverItIsWritten(String path) {
        assertThat(isOfTheApi(path)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/balance", "/v11", "/orders/v1/return", "/V1/recharges"})
    void otherPathIsNotOfTheApi(String path) {
        assertThat(isOfTheApi(path)).isFalse();
    }

    private static boolean isOfTheApi(String path) {
        return Objects.requireNonNull(ApiSecurity.isOfTheApi(MockServerWebExchange.from(
                MockServerHttpRequest.method(HttpMethod.GET, URI.create(path)))).block()).isMatch();
    }

    @Test
    void headerThatIsNotThereIsAllowed() {
        assertThat(HeaderRules.isAllowed(null)).isTrue();
    }

    @Test
    void headersAreJudgedAsByTheFrameworksPattern() {
        Pattern framework = Pattern.compile("[\\p{IsAssigned}&&[^\\p{IsControl}]]*");
        for (int codePoint = 0; codePoint <= Character.MAX_CODE_POINT; codePoint++) {
            String text = "a" + Character.toString(codePoint);
            assertThat(HeaderRules.isAllowed(text)).as("U+%04X", codePoint)
                    .isEqualTo(framework.matcher(text).matches());
        }
    }
}
