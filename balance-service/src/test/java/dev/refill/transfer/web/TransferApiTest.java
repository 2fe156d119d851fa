package dev.refill.transfer.web;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.MediaType;
import org.springframework.test.json.JsonCompareMode;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;
import reactor.core.publisher.Mono;

import dev.refill.ledger.Amount;
import dev.refill.ledger.LedgerUnit;
import dev.refill.subscriber.Msisdn;
import dev.refill.transfer.Caller;
import dev.refill.transfer.Fee;
import dev.refill.transfer.Limits;
import dev.refill.transfer.Transfer;
import dev.refill.transfer.TransferId;
import dev.refill.transfer.TransferOutcome;
import dev.refill.transfer.TransferOutcome.InsufficientBalance;
import dev.refill.transfer.TransferOutcome.KeyReused;
import dev.refill.transfer.TransferOutcome.Limit;
import dev.refill.transfer.TransferOutcome.LimitReached;
import dev.refill.transfer.TransferOutcome.NotActive;
import dev.refill.transfer.TransferOutcome.OtherUnit;
import dev.refill.transfer.TransferOutcome.Side;
import dev.refill.transfer.TransferOutcome.ToOneself;
import dev.refill.transfer.TransferOutcome.UnknownSubscriber;
import dev.refill.transfer.TransferProperties;
import dev.refill.transfer.TransferRequest;
import dev.refill.transfer.Transfers;

import static org.assertj.core.api.Assertions.assertThat;

class TransferApiTest {

    private static final Caller APP = new Caller("app", null);
    private static final Amount FIVE = new Amount(new LedgerUnit("airtime:USD"), 500);
    private static final TransferRequest REQUEST = new TransferRequest(APP, "key-1", new Msisdn("+12025550101"),
            new Msisdn("+12025550102"), FIVE);
    private static final Transfer TRANSFER = new Transfer(REQUEST.id(), REQUEST.from(), REQUEST.to(), FIVE, 15,
            Instant.parse("2026-03-02T15:00:00Z"));
    private static final String BODY = """
            {"from":"+12025550101","to":"+12025550102","amount":500,"unit":"airtime:USD"}""";
    private static final String ANSWER = """
            {"id":"%s","from":"+12025550101","to":"+12025550102","amount":500,"unit":"airtime:USD","fee":15,
             "at":"2026-03-02T15:00:00Z"}""".formatted(TRANSFER.id());

    private final List<TransferRequest> asked = new ArrayList<>();
    private TransferOutcome outcome = new TransferOutcome.Transferred(TRANSFER);
    private final Transfers transfers = new Transfers() {

        @Override
        public Mono<TransferOutcome> give(TransferRequest request) {
            asked.add(request);
            return Mono.just(outcome);
        }

        @Override
        public Mono<Transfer> find(Caller caller, TransferId id) {
            return Mono.just(TRANSFER).filter(found -> caller.equals(APP) && id.equals(found.id()));
        }
    };
    private final WebTestClient api = WebTestClient
            .bindToController(new TransferController(transfers, exchange -> Mono.just(APP),
                    new TransferProperties("airtime:USD", new Fee(0, 0, 0), new Limits(1, 1, 1, 1, 0), 1, 1,
                            Duration.ofSeconds(1))))
            .build();

    private ResponseSpec post(@Nullable String key, String body) {
        return api.post().uri("/v1/transfers")
                .headers(headers -> {
                    if (key != null) {
                        headers.add("Idempotency-Key", key);
                    }
                })
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(body)
                .exchange();
    }

    private static WebTestClient.BodyContentSpec problem(ResponseSpec answer, int status, String type) {
        return answer.expectStatus().isEqualTo(status)
                .expectHeader().contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .expectBody().jsonPath("$.type").isEqualTo("https://refill.dev/problems/" + type);
    }

    @ParameterizedTest
    @ValueSource(strings = {"key-1", "\"key-1\""})
    void creditIsGivenUnderTheKeyQuotedOrBare(String key) {
        post(key, BODY).expectStatus().isCreated()
                .expectHeader().location("/v1/transfers/" + TRANSFER.id())
                .expectBody().json(ANSWER, JsonCompareMode.STRICT);
        assertThat(asked).containsExactly(REQUEST);
    }

    @Test
    void transferIsFoundByWhomAskedForIt() {
        api.get().uri("/v1/transfers/" + TRANSFER.id()).exchange().expectStatus().isOk()
                .expectBody().json(ANSWER, JsonCompareMode.STRICT);
        problem(api.get().uri("/v1/transfers/trf_" + "0".repeat(32)).exchange(), 404, "not-found");
        problem(api.get().uri("/v1/transfers/guessed").exchange(), 404, "not-found");
    }

    static Stream<Arguments> refusals() {
        return Stream.of(
                Arguments.of(new InsufficientBalance(), 409, "insufficient-balance", "status", 409),
                Arguments.of(new LimitReached(Limit.LEAST), 409, "transfer-limit", "limit", "least"),
                Arguments.of(new LimitReached(Limit.MOST), 409, "transfer-limit", "limit", "most"),
                Arguments.of(new LimitReached(Limit.MOST_A_DAY), 409, "transfer-limit", "limit", "most_a_day"),
                Arguments.of(new LimitReached(Limit.MOST_AMOUNT_A_DAY), 409, "transfer-limit", "limit",
                        "most_amount_a_day"),
                Arguments.of(new LimitReached(Limit.LEAST_LEFT), 409, "transfer-limit", "limit", "least_left"),
                Arguments.of(new UnknownSubscriber(Side.SENDER), 404, "subscriber-unknown", "who", "sender"),
                Arguments.of(new NotActive(Side.RECIPIENT), 409, "subscriber-not-active", "who", "recipient"),
                Arguments.of(new ToOneself(), 409, "transfer-to-oneself", "status", 409),
                Arguments.of(new OtherUnit(Side.RECIPIENT), 409, "other-unit", "who", "recipient"),
                Arguments.of(new KeyReused(), 422, "idempotency-key-reused", "status", 422));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void refusalIsAProblemOfItsOwn(TransferOutcome refusal, int status, String type, String field, Object value) {
        outcome = refusal;
        problem(post("key-1", BODY), status, type).jsonPath("$." + field).isEqualTo(value)
                .jsonPath("$.detail").isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "+12025550101" | "2025550101"        | from
            "+12025550102" | 12025550102         | to
            500            | 0                   | amount
            500            | -1                  | amount
            500            | 1.5                 | amount
            500            | "500"               | amount
            500            | 1000000000001       | amount
            airtime:USD    | airtime:EUR         | unit
            500            | 500,"note":"hello"  | note
            """)
    void whenAFieldIsWrongThenNothingIsAsked(String right, String wrong, String field) {
        problem(post("key-1", BODY.replace(right, wrong)), 422, "invalid-request")
                .jsonPath("$.errors[0].field").isEqualTo(field);
        assertThat(asked).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"half", "two,keys", "a key", "\\"})
    void whenTheKeyIsNoneThenNothingIsAsked(String key) {
        problem(post(key, BODY), 400, "idempotency-key-malformed");
        problem(post(key + "k".repeat(255), BODY), 400, "idempotency-key-malformed");
        problem(post(null, BODY), 400, "idempotency-key-missing");
        problem(post("key-1", "[]"), 400, "malformed-body");
        assertThat(asked).isEmpty();
    }
}
