package dev.refill.app;

import java.net.URI;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.UUID;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.EntityExchangeResult;
import org.springframework.test.web.reactive.server.WebTestClient.BodyContentSpec;
import org.springframework.test.web.reactive.server.WebTestClient.RequestBodySpec;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;

import dev.refill.testsupport.TestIssuer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ErrorAnswersIT {

    private static final int OVER_THE_LIMIT = 64 * 1024 + 1;

    private TestIssuer issuer;
    private RunningApplication application;

    @BeforeAll
    void start() {
        issuer = TestIssuer.start();
        application = RunningApplication.trusting(issuer.uri());
    }

    @AfterAll
    void stop() {
        application.close();
        issuer.close();
    }

    @Test
    void unknownPathIsNotFound() {
        isProblem(call(HttpMethod.GET, "/v1/no-such-thing").exchange(), 404, "not-found");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/x;y=1", "/v1/./x"})
    void pathThatTheFirewallRefusesIsMalformed(String path) {
        isProblem(call(HttpMethod.GET, path).exchange(), 400, "malformed-request");
    }

    @Test
    void pageThatTheFirewallRefusesIsAPage() {
        application.client().get().uri("/;x=1").accept(MediaType.TEXT_HTML).exchange()
                .expectStatus().isBadRequest()
                .expectHeader().contentTypeCompatibleWith(MediaType.TEXT_HTML);
    }

    @Test
    void knownPathWithAnotherMethodIsNotAllowed() {
        ResponseSpec answer = call(HttpMethod.DELETE, "/v1/recharges").exchange();
        answer.expectHeader().valueEquals("Allow", "POST");
        isProblem(answer, 405, "method-not-allowed");
    }

    @Test
    void anotherMediaTypeIsNotSupported() {
        isProblem(
                call(HttpMethod.POST, "/v1/recharges").contentType(MediaType.APPLICATION_XML).bodyValue("<a/>")
                        .exchange(),
                415, "unsupported-media-type");
    }

    @Test
    void bodyOverTheLimitIsTooLarge() {
        isProblem(call(HttpMethod.POST, "/v1/recharges")
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue("{\"x\":\"" + "a".repeat(OVER_THE_LIMIT) + "\"}")
                .exchange(), 413, "request-body-too-large");
    }

    @Test
    void keyIsRequired() {
        isProblem(application.client().post().uri("/v1/recharges")
                .headers(headers -> headers.setBearerAuth(token()))
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue("{}")
                .exchange(), 400, "idempotency-key-missing");
    }

    @Test
    void fieldsAreNamedWithWhatWasExpected() {
        isProblem(call(HttpMethod.POST, "/v1/recharges")
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(
                        "{\"msisdn\":\"+12025550101\",\"offer\":\"airtime-usd\",\"amount\":\"10\",\"currency\":\"USD\"}")
                .exchange(), 422, "invalid-request")
                .jsonPath("$.errors.length()").isEqualTo(1)
                .jsonPath("$.errors[0].field").isEqualTo("amount")
                .jsonPath("$.errors[0].expected").isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"cardOnFile\":\"4242424242424242\"}", "{\"card\":4242424242424242}",
            "{\"cvc\":\"123\"}", "{\"4242 4242 4242 4242\":1}", "{\"offer\":\"sk_live_51H0aBcDeFgHi\"}",
            "{\"x\":\"\\u0034242424242424242\"}", "{\"x\":\"eyJhbGciOiJub25lIn0.eyJzdWIiOiJhIn0.\"}",
            "{\"x\":\"a\\n4242424242424242\"}", "{\"x\":\"\\u21164242424242424242\"}",
            "{\"x\":\"h?key=4242%204242%204242%204242\"}",
            "{\"x\":[{\"y\":\"x%3Ask_live_51H0aBcDeFgHi\"}]}", "{\"cvc\":{\"value\":\"123\"}}",
            "{\"card\":{\"verificationValue\":123}}",
            "no JSON: 4242-4242-4242-4242"})
    void bodyWithACardNumberOrASecretIsRefusedAndNotRepeated(String body) {
        isProblem(call(HttpMethod.POST, "/v1/recharges").contentType(MediaType.APPLICATION_JSON).bodyValue(body)
                .exchange(), 400, "sensitive-data")
                .consumeWith(ErrorAnswersIT::repeatsNothing);
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16", "UTF-16BE", "UTF-16LE", "UTF-32"})
    void bodyIsReadInTheEncodingThatJsonHas(String encoding) {
        isProblem(call(HttpMethod.POST, "/v1/recharges").contentType(MediaType.APPLICATION_JSON)
                .bodyValue("{\"cardOnFile\":\"4242424242424242\"}".getBytes(Charset.forName(encoding)))
                .exchange(), 400, "sensitive-data");
    }

    @Test
    void pathIsOfTheApiHoweverItIsWritten() {
        isProblem(application.client().post().uri(at("/v%31/recharges"))
                .headers(headers -> headers.setBearerAuth(token()))
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue("{\"cardOnFile\":\"4242424242424242\"}")
                .exchange(), 400, "sensitive-data");
    }

    /** An American Express number has as many digits as the longest phone number. */
    @ParameterizedTest
    @CsvSource({
            "/v1/subscribers/378282246310005/balance, 404",
            "/v1/subscribers/+378282246310005/balance, 404",
            "/v1/subscribers?number=378282246310005, 404",
            "/v1/subscribers?number=+378282246310005, 404",
            "/v1/subscribers/sub_1/numbers/378282246310005?reason=moved, 405"})
    void phoneNumberIsNoCardNumberWhereOneBelongsAndIsNotRepeatedAsOne(String path, int status) {
        application.client().get().uri(at(path))
                .headers(headers -> headers.setBearerAuth(issuer.client("anna", "operations", "balances:read")))
                .exchange()
                .expectStatus().isEqualTo(status)
                .expectBody(String.class).value(told -> assertThat(told).doesNotContain("/378282246310005"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-eyJ", "4444-", "%2D4242", "a_secret_"})
    void longPathIsAnsweredInNoTime(String part) {
        String path = "/v1/" + part.repeat(7_800 / part.length());
        assertTimeout(Duration.ofSeconds(3), () -> application.client().get().uri(at(path)).exchange());
    }

    @ParameterizedTest
    @ValueSource(strings = {"-eyJ", "eyJ", "4444 ", "cvc is ", "Bearer "})
    void longBodyIsAnsweredInNoTime(String part) {
        String body = "{\"reference\":\"" + part.repeat(60_000 / part.length()) + "\"}";
        assertTimeout(Duration.ofSeconds(3), () -> application.client().post().uri("/v1/charging/events")
                .headers(headers -> headers.setBearerAuth(issuer.client("demo-network", "charging")))
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(body)
                .exchange()
                .expectStatus().is4xxClientError());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/recharges/4242424242424242", "/v1/recharges/4242 4242 4242 4242",
            "/v1/recharges/x?limit=4242424242424242", "/v1/recharges/x?cvc=123",
            "/v1/recharges/sk_live_51H0aBcDeFgHi",
            "/v1/recharges/01936f2a5b7c7d3e9f0a1b2c3dAbCdEfGhIjKlMnOpQrSt_-"})
    void addressWithACardNumberOrASecretIsRefusedAndNotRepeated(String path) {
        isProblem(call(HttpMethod.GET, path).exchange(), 400, "sensitive-data")
                .consumeWith(ErrorAnswersIT::repeatsNothing);
    }

    @Test
    void keyThatIsACardNumberIsRefusedAndNotKept() {
        isProblem(call(HttpMethod.POST, "/v1/recharges")
                .headers(headers -> headers.set("Idempotency-Key", "4242424242424242"))
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(
                        "{\"msisdn\":\"+12025550101\",\"offer\":\"airtime-usd\",\"amount\":1000,\"currency\":\"USD\"}")
                .exchange(), 400, "sensitive-data");
    }

    /** What is no request of the APIs, or comes without a token, is refused for that, and does not see its own again either. */
    @ParameterizedTest
    @CsvSource({
            "/v1/recharges/4242424242424242, 401, unauthenticated",
            "/no/such/4242-4242-4242-4242, 404, not-found",
            "/no/such/sk_live_51H0aBcDeFgHi, 404, not-found",
            "/orders/01936f2a5b7c7d3e9f0a1b2c3dAbCdEfGhIjKlMnOpQrSt_-/x, 404, not-found"})
    void pathIsToldWithoutWhatNobodyIsToRead(String path, int status, String type) {
        isProblem(application.client().get().uri(path).exchange(), status, type)
                .consumeWith(ErrorAnswersIT::repeatsNothing)
                .jsonPath("$.instance").value(String.class, told -> assertThat(told).contains("***"));
    }

    private static void repeatsNothing(EntityExchangeResult<byte[]> answer) {
        assertThat(new String(Objects.requireNonNull(answer.getResponseBody()), StandardCharsets.UTF_8))
                .doesNotContain("4242424242424242", "4242 4242", "4242-4242", "51H0a", "eyJzdWIi", "AbCdEfGh");
    }

    @Test
    void headerOverTheLimitIsRefusedByTheServer() {
        call(HttpMethod.GET, "/v1/recharges/rch_1")
                .header("X-Large", "a".repeat(16 * 1024))
                .exchange()
                .expectStatus().isEqualTo(431);
    }

    @ParameterizedTest
    @CsvSource({
            "GET,  nothing,      application/json, {},   404, not-found",
            "PUT,  topupBalance, application/json, {},   405, method-not-allowed",
            "POST, topupBalance, application/xml,  <a/>, 415, unsupported-media-type",
            "POST, topupBalance, application/json, [,    400, malformed-body",
            "POST, topupBalance, application/json, {},   400, invalid-request",
            "POST, topupBalance, application/json, '{\"description\":\"cvc 123\"}', 400, sensitive-data",
            "POST, bucket,       application/json, {},   403, forbidden"})
    void errorsOfTmForumsApisHaveTheirForm(String method, String path, String type, String body, int status,
            String code) {
        application.client().method(HttpMethod.valueOf(method)).uri("/tmf-api/prepayBalanceManagement/v4/" + path)
                .headers(headers -> headers.setBearerAuth(issuer.client("demo-app", "tmf654")))
                .contentType(MediaType.parseMediaType(type))
                .bodyValue(body)
                .exchange()
                .expectStatus().isEqualTo(status)
                .expectHeader().contentType(MediaType.APPLICATION_JSON)
                .expectBody()
                .jsonPath("$.code").isEqualTo(code)
                .jsonPath("$.reason").isNotEmpty()
                .jsonPath("$.status").isEqualTo(Integer.toString(status))
                .jsonPath("$.referenceError").isEqualTo("https://refill.dev/problems/" + code)
                .jsonPath("$.type").doesNotExist();
    }

    private static BodyContentSpec isProblem(ResponseSpec answer, int status, String type) {
        return answer.expectStatus().isEqualTo(status)
                .expectHeader().contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .expectBody()
                .jsonPath("$.type").isEqualTo("https://refill.dev/problems/" + type)
                .jsonPath("$.title").isNotEmpty()
                .jsonPath("$.status").isEqualTo(status)
                .jsonPath("$.trace").doesNotExist()
                .jsonPath("$.exception").doesNotExist();
    }

    private RequestBodySpec call(HttpMethod method, String path) {
        return application.client()
                .method(method)
                .uri(path)
                .headers(headers -> headers.setBearerAuth(token()))
                .header("Idempotency-Key", UUID.randomUUID().toString());
    }

    /** As it is written, without more escapes. */
    private URI at(String path) {
        return URI.create("http://localhost:"
                + application.context().getEnvironment().getRequiredProperty("local.server.port") + path);
    }

    private String token() {
        return issuer.client("demo-app", "recharges:write", "recharges:read");
    }
}
