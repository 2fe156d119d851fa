package dev.refill.charging.web;

import java.security.Principal;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;
import reactor.core.publisher.Mono;

import dev.refill.charging.ChargingId;
import dev.refill.charging.EventAnswer;
import dev.refill.charging.EventOutcome;
import dev.refill.charging.EventRequest;
import dev.refill.charging.FinalUnit;
import dev.refill.charging.ResultCode;
import dev.refill.charging.SessionAnswer;
import dev.refill.charging.SessionAnswer.Grant;
import dev.refill.charging.SessionOutcome;
import dev.refill.charging.SessionRequest.Begin;
import dev.refill.charging.SessionRequest.Release;
import dev.refill.charging.SessionRequest.Report;
import dev.refill.charging.SessionRequest.Units;
import dev.refill.charging.SessionState;
import dev.refill.charging.Target;
import dev.refill.subscriber.Msisdn;
import dev.refill.subscriber.SubscriberId;

import static org.assertj.core.api.Assertions.assertThat;

class ChargingApiTest {

    private static final Instant NOW = Instant.parse("2026-03-02T15:00:00Z");
    private static final ChargingId SESSION = ChargingId.session("smf", "call-1");
    private static final String BEGIN = """
            {"reference":"call-1","number":"+12025550101","sequence":1,
             "units":[{"service":"voice","destination":"+12125550100","requested":300}]}""";
    private static final String EVENT = """
            {"reference":"text-1","number":"+12025550101","service":"sms","destination":"+12125550100","quantity":2}""";
    private static final Msisdn ALICE = new Msisdn("+12025550101");
    private static final Target CALL = new Target.Call("+12125550100");

    private final FakeCharging charging = new FakeCharging();
    private final Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
    private final WebTestClient api = WebTestClient
            .bindToController(new SessionController(charging,
                    new FinalUnit(FinalUnit.Action.REDIRECT, "https://portal.example/recharge"), clock),
                    new EventController(charging, clock))
            .webFilter((exchange, chain) -> chain.filter(exchange.mutate()
                    .principal(Mono.<Principal>just(() -> "smf"))
                    .build()))
            .build();

    private ResponseSpec post(String path, String body) {
        return api.post().uri("/v1/charging" + path).contentType(MediaType.APPLICATION_JSON).bodyValue(body).exchange();
    }

    private void invalid(ResponseSpec answer, String field) {
        answer.expectStatus().isEqualTo(422)
                .expectHeader().contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .expectBody()
                .jsonPath("$.type").isEqualTo("https://refill.dev/problems/invalid-request")
                .jsonPath("$.errors[0].field").isEqualTo(field)
                .jsonPath("$.errors[0].expected").isNotEmpty();
        assertThat(charging.asked).isEmpty();
    }

    private static void refused(ResponseSpec answer, int status, String type) {
        answer.expectStatus().isEqualTo(status)
                .expectHeader().contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .expectBody().jsonPath("$.type").isEqualTo("https://refill.dev/problems/" + type);
    }

    @Test
    void sessionIsBegunAndAnsweredWithWhatMayBeUsed() {
        charging.session = new SessionOutcome.Answered(new SessionAnswer(SESSION, 1, SessionState.OPEN,
                List.of(new Grant(CALL, ResultCode.SUCCESS, 240, 48, true)), 600, "airtime:USD", 0, 0));

        post("/sessions", BEGIN).expectStatus().isOk().expectBody().json("""
                {"id":"%s","sequence":1,"state":"open","validSeconds":600,"unit":"airtime:USD","charged":0,"owed":0,
                 "units":[{"service":"voice","destination":"+12125550100","resultCode":"SUCCESS","granted":240,"threshold":48,
                           "finalUnit":{"action":"redirect","redirectTo":"https://portal.example/recharge"}}]}
                """.formatted(SESSION), org.springframework.test.json.JsonCompareMode.STRICT);
        assertThat(charging.asked)
                .containsExactly(new Begin("smf", "call-1", ALICE, NOW, 1, List.of(new Units(CALL, 0, 300))));
    }

    @Test
    void reportAndReleaseSayWhatWasUsed() {
        post("/sessions/" + SESSION + "/reports", """
                {"sequence":2,"units":[{"service":"data","ratingGroup":10,"used":5,"requested":7},
                                       {"service":"data","ratingGroup":20,"used":1}]}""").expectStatus().isNotFound();
        post("/sessions/" + SESSION + "/release", """
                {"sequence":3,"units":[]}""").expectStatus().isNotFound();

        assertThat(charging.asked).containsExactly(
                new Report("smf", SESSION, 2,
                        List.of(new Units(new Target.Traffic(10), 5, 7), new Units(new Target.Traffic(20), 1, 0))),
                new Release("smf", SESSION, 3, List.of()));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "sequence":1           | "sequence":0                | sequence
            "sequence":1           | "sequence":-1               | sequence
            "sequence":1           | "sequence":1.5              | sequence
            "sequence":1           | "sequence":"1"              | sequence
            "sequence":1           | "sequence":1000000000000    | sequence
            "call-1"               | ""                          | reference
            "call-1"               | "a call"                    | reference
            "call-1"               | 1                           | reference
            "+12025550101"         | "2025550101"                | number
            "+12025550101"         | "+1"                        | number
            "voice"                | "fax"                       | units[0].service
            "+12125550100"         | "somebody"                  | units[0].destination
            "requested":300        | "requested":-1              | units[0].requested
            "requested":300        | "requested":604801          | units[0].requested
            "requested":300        | "used":300                  | units[0].used
            "requested":300        | "ratingGroup":1             | units[0].ratingGroup
            "sequence":1           | "sequence":1,"startedAt":"yesterday"            | startedAt
            "sequence":1           | "sequence":1,"startedAt":"2026-02-20T00:00:00Z" | startedAt
            "sequence":1           | "sequence":1,"startedAt":"2026-03-02T15:06:00Z" | startedAt
            "sequence":1           | "sequence":1,"plan":"mine"                      | plan
            """)
    void beginWhenAFieldIsWrongThenNothingIsAsked(String right, String wrong, String field) {
        invalid(post("/sessions", BEGIN.replace(right, wrong)), field);
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "[]",
            "[{\"service\":\"data\",\"ratingGroup\":1,\"requested\":1},{\"service\":\"data\",\"ratingGroup\":1,\"requested\":2}]",
            "{}", "\"all\"", "[1]"})
    void beginWhenUnitsAreNoneOrTwiceThenNothingIsAsked(String units) {
        invalid(post("/sessions", BEGIN.replaceAll("\\[.*]", java.util.regex.Matcher.quoteReplacement(units))),
                "units");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "{", "null", "{\"a\":1,\"a\":2}", "{\"a\":[[[[[[1]]]]]]}"})
    void bodyThatIsNoObjectIsMalformed(String body) {
        refused(post("/sessions", body), 400, "malformed-body");
        refused(post("/events", body), 400, "malformed-body");
        assertThat(charging.asked).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ses_1", "evt_00000000000000000000000000000000", "ses_0000000000000000000000000000000G",
            "x"})
    void sessionOfAnotherFormIsNotFound(String id) {
        refused(post("/sessions/" + id + "/reports", "{}"), 404, "not-found");
        refused(post("/sessions/" + id + "/release", "{}"), 404, "not-found");
    }

    @ParameterizedTest
    @EnumSource(value = ResultCode.class, mode = EnumSource.Mode.EXCLUDE, names = "SUCCESS")
    void whoIsDeniedIsToldTheResultCode(ResultCode why) {
        charging.session = new SessionOutcome.Denied(why);
        charging.event = new EventOutcome.Denied(why);

        post("/sessions", BEGIN).expectStatus().is4xxClientError()
                .expectBody().jsonPath("$.resultCode").isEqualTo(why.name());
        post("/events", EVENT).expectStatus().is4xxClientError()
                .expectBody().jsonPath("$.resultCode").isEqualTo(why.name());
    }

    @Test
    void conflictsSayWhich() {
        charging.session = new SessionOutcome.SequenceReused();
        refused(post("/sessions", BEGIN), 409, "sequence-reused");
        charging.session = new SessionOutcome.OutOfOrder(7);
        refused(post("/sessions", BEGIN), 409, "sequence-out-of-order");
        charging.session = new SessionOutcome.TooMuch(SessionOutcome.Bound.TARGETS);
        refused(post("/sessions", BEGIN), 409, "too-many-targets");
        charging.session = new SessionOutcome.TooMuch(SessionOutcome.Bound.QUANTITY);
        refused(post("/sessions", BEGIN), 409, "too-much-used");
        charging.session = new SessionOutcome.Over();
        refused(post("/sessions", BEGIN), 409, "session-over");
        charging.event = new EventOutcome.ReferenceReused();
        refused(post("/events", EVENT), 409, "reference-reused");
    }

    @Test
    void eventIsChargedAndGivenBack() {
        charging.event = new EventOutcome.Charged(new EventAnswer(ChargingId.event("smf", "text-1"),
                new SubscriberId("sub_alice"), ResultCode.SUCCESS, "airtime:USD", 10,
                List.of(new EventAnswer.Drawn("bucket:sub_alice", "airtime:USD", 10))));

        post("/events", EVENT).expectStatus().isOk().expectBody()
                .jsonPath("$.charged").isEqualTo(10)
                .jsonPath("$.draws[0].account").isEqualTo("bucket:sub_alice")
                .jsonPath("$.subscriber").isEqualTo("sub_alice");
        post("/refunds", "{\"reference\":\"text-1\"}").expectStatus().isOk();
        assertThat(charging.asked).containsExactly(
                new EventRequest("smf", "text-1", ALICE, new Target.Messages("+12125550100"), NOW, 2), "smf text-1");
    }

    @Test
    void balanceIsAskedForANumberOnly() {
        post("/balance-check", "{\"number\":\"+12025550101\"}").expectStatus().isOk()
                .expectBody().json("{\"buckets\":[]}");
        assertThat(charging.asked).containsExactly(ALICE);
        charging.asked.clear();
        invalid(post("/balance-check", "{\"number\":\"+12025550101\",\"all\":true}"), "all");
        invalid(post("/balance-check", "{}"), "number");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "quantity":2   | "quantity":-1                | quantity
            "quantity":2   | "quantity":1001              | quantity
            "quantity":2   | "amount":2                   | amount
            "sms"          | "SMS"                        | service
            """)
    void eventWhenAFieldIsWrongThenNothingIsAsked(String right, String wrong, String field) {
        post("/events", EVENT.replace(right, wrong)).expectStatus().isEqualTo(422)
                .expectBody().jsonPath("$.errors[*].field")
                .value(fields -> assertThat(fields.toString()).contains(field));
        assertThat(charging.asked).isEmpty();
    }
}
