package dev.refill.app;

import java.time.Duration;
import java.util.List;
import java.util.UUID;

import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.MediaType;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;

import dev.refill.recharge.lifecycle.RestingGauges;
import dev.refill.testsupport.TestIssuer;

import static org.assertj.core.api.Assertions.assertThat;

/** Refunds over HTTP: the state they are about, the key, the second person, and bad input. The provider cannot be reached. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RefundsApiIT {

    private static final String PROBLEMS = "https://refill.dev/problems/";
    private static final String NOBODY = "rch_00000000000000000000000000";

    private TestIssuer issuer;
    private RunningApplication application;
    private String order;
    private int orders;

    @BeforeAll
    void start() {
        issuer = TestIssuer.start();
        application = RunningApplication.trusting(issuer.uri(), "refill.refund.approval-above=700");
    }

    @AfterAll
    void stop() {
        application.close();
        issuer.close();
    }

    @BeforeEach
    void creditedOrderOfTenDollars() {
        order = "rch_%026d".formatted(++orders);
        run("""
                INSERT INTO recharge.recharge (id, claim_id, version, state, client_id, channel, subscriber_id, msisdn, offer_id,
                                               price_minor, currency, credit_unit, credit, bonus, repeat_confirmed, created_at,
                                               changed_at)
                VALUES (:id, :id, 1, 'CREDITED', 'app', 'APP', 'sub_1', '+12025550101', 'airtime-usd', 1000, 'USD',
                        'airtime:USD', 1000, 100, false, now(), now())
                """);
        run("""
                INSERT INTO recharge.payment (id, recharge_id, seq, gateway, card_on_file, reference, captured_minor,
                                              captured_currency)
                VALUES ('pay_' || :id, :id, 1, 'stripe', 'pm_1', 'pi_' || :id, 1000, 'USD')
                """);
    }

    private void run(String sql) {
        application.context().getBean(DatabaseClient.class).sql(sql).bind("id", order).then()
                .block(Duration.ofSeconds(5));
    }

    private ResponseSpec ask(String path, String body, @Nullable String seen, String key) {
        return ask(path, body, seen, key, issuer.person("anna", "operations"));
    }

    private ResponseSpec ask(String path, String body, @Nullable String seen, String key, String token) {
        var request = application.client().post().uri(path)
                .header("Authorization", "Bearer " + token)
                .header("Idempotency-Key", key)
                .contentType(MediaType.APPLICATION_JSON);
        if (seen != null) {
            request.header("If-Match", seen);
        }
        return request.bodyValue(body).exchange();
    }

    private ResponseSpec ask(long amount, @Nullable String seen) {
        return ask(refunds(), body(amount), seen, UUID.randomUUID().toString());
    }

    private String refunds() {
        return "/v1/operations/recharges/" + order + "/refunds";
    }

    private static String body(long amount) {
        return "{\"amount\":" + amount + ",\"currency\":\"USD\",\"reason\":\"did not arrive\"}";
    }

    private ResponseSpec get(String path) {
        return application.client().get().uri(path)
                .header("Authorization", "Bearer " + issuer.person("anna", "operations"))
                .exchange();
    }

    private double resting(String gauge, String state) {
        application.context().getBean(RestingGauges.class).count().block(Duration.ofSeconds(5));
        return application.context().getBean(MeterRegistry.class).get(gauge).tag("state", state).gauge().value();
    }

    private String waiting() {
        return String.valueOf(application.context().getBean(DatabaseClient.class)
                .sql("SELECT id FROM recharge.refund WHERE recharge_id = :order AND state = 'AWAITING_APPROVAL'")
                .bind("order", order)
                .map(row -> row.get("id", String.class)).one().block(Duration.ofSeconds(5)));
    }

    private ResponseSpec decide(String refund, String decision, String who) {
        return decideBy(issuer.person(who, "operations"), refund, decision);
    }

    private ResponseSpec decideBy(String token, String refund, String decision) {
        return application.client().post().uri("/v1/operations/refunds/" + refund + decision)
                .header("Authorization", "Bearer " + token)
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue("{\"reason\":\"not agreed\"}")
                .exchange();
    }

    private static void isProblem(ResponseSpec answer, int status, String type) {
        answer.expectStatus().isEqualTo(status)
                .expectHeader().contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .expectBody().jsonPath("$.type").isEqualTo(PROBLEMS + type);
    }

    private static void isRefusedFor(ResponseSpec answer, String field) {
        answer.expectStatus().isEqualTo(422)
                .expectBody().jsonPath("$.type").isEqualTo(PROBLEMS + "invalid-request")
                .jsonPath("$.errors[0].field").isEqualTo(field)
                .jsonPath("$.errors[0].expected").isNotEmpty();
    }

    @Test
    void refundNamesWhatItSawAndChangesIt() {
        get(refunds()).expectStatus().isOk().expectHeader().valueEquals("ETag", "\"0\"")
                .expectBody().jsonPath("$.refundable").isEqualTo(1_000);
        ask(400, "\"0\"").expectStatus().isAccepted()
                .expectHeader().valueMatches("Location", "/v1/operations/refunds/rfd_.*")
                .expectBody().jsonPath("$.state").isEqualTo("sending").jsonPath("$.bonus").isEqualTo(40)
                .jsonPath("$.requestedBy").isEqualTo("anna");
        get(refunds()).expectHeader().valueEquals("ETag", "\"1\"")
                .expectBody().jsonPath("$.refundable").isEqualTo(600).jsonPath("$.refunds.length()").isEqualTo(1);
        isProblem(ask(400, "\"0\""), 412, "stale-refunds");
    }

    @Test
    void sameKeyIsTheSameRefund() {
        String first = text(ask(refunds(), body(100), "\"0\"", "key-" + order));
        String again = text(ask(refunds(), body(100), "\"0\"", "key-" + order)
                .expectHeader().valueEquals("Idempotent-Replayed", "true"));
        assertThat(again).isEqualTo(first);
        isProblem(ask(refunds(), body(101), "\"0\"", "key-" + order), 422, "idempotency-key-reused");
    }

    private static String text(ResponseSpec answer) {
        return String.valueOf(
                answer.expectStatus().isAccepted().expectBody(String.class).returnResult().getResponseBody());
    }

    @Test
    void overTheLimitASecondPersonDecides() {
        ask(701, "\"0\"").expectStatus().isAccepted().expectBody().jsonPath("$.state").isEqualTo("awaiting_approval");
        String refund = waiting();
        isProblem(decide(refund, "/approve", "anna"), 409, "second-person-needed");
        decide(refund, "/reject", "bert").expectStatus().isOk().expectBody()
                .jsonPath("$.state").isEqualTo("rejected").jsonPath("$.decidedBy").isEqualTo("bert");
        isProblem(decide(refund, "/approve", "carl"), 409, "decided-already");
        get("/v1/operations/refunds/" + refund).expectStatus().isOk().expectBody()
                .jsonPath("$.steps[1].evidence").isEqualTo("not agreed")
                .jsonPath("$.steps[1].actor").isEqualTo("bert");
    }

    /** The provider of these tests cannot be reached, and this refund has been in review for more than a week of that. */
    @Test
    void onARefundOfWhichNothingIsToldAnotherPersonDecides() {
        ask(400, "\"0\"").expectStatus().isAccepted();
        String refund = String.valueOf(application.context().getBean(DatabaseClient.class)
                .sql("UPDATE recharge.refund SET state = 'IN_REVIEW' WHERE recharge_id = :order RETURNING id")
                .bind("order", order)
                .map(row -> row.get("id", String.class)).one().block(Duration.ofSeconds(5)));
        assertThat(resting("refill.refunds.resting", "in_review")).isEqualTo(1);
        get("/v1/operations/refunds?state=in_review").expectStatus().isOk().expectBody()
                .jsonPath("$.refunds.length()").isEqualTo(1).jsonPath("$.refunds[0].id").isEqualTo(refund);

        isProblem(rule(refund, "succeeded", issuer.client("operator", "operations")), 403, "sign-in-needed");
        isProblem(rule(refund, "succeeded", issuer.person("anna", "operations")), 409, "second-person-needed");
        isRefusedFor(rule(refund, "perhaps", issuer.person("bert", "operations")), "decision");
        isRefusedFor(rule(refund, "succeeded", "", issuer.person("bert", "operations")), "reference");
        isRefusedFor(rule(refund, "succeeded", "two words", issuer.person("bert", "operations")), "reference");
        isProblem(decide(refund, "/approve", "bert"), 409, "decided-already");
        isProblem(rule(refund, "succeeded", issuer.person("bert", "operations")), 409, "provider-did-not-say");
        run("UPDATE recharge.refund SET changed_at = changed_at - interval '8 days' WHERE recharge_id = :id");
        rule(refund, "succeeded", issuer.person("bert", "operations")).expectStatus().isOk().expectBody()
                .jsonPath("$.state").isEqualTo("succeeded").jsonPath("$.reference").isEqualTo("re_" + refund);
        rule(refund, "succeeded", issuer.person("bert", "operations")).expectStatus().isOk();
        rule(refund, "failed", issuer.person("carl", "operations")).expectStatus().isEqualTo(409).expectBody()
                .jsonPath("$.type").value(String.class, type -> assertThat(type).endsWith("decided-already"))
                .jsonPath("$.state").isEqualTo("succeeded");
        get("/v1/operations/refunds/" + refund).expectBody()
                .jsonPath("$.steps[-1:].event").isEqualTo("success_decided")
                .jsonPath("$.steps[-1:].actor").isEqualTo("bert")
                .jsonPath("$.steps[-1:].evidence").isEqualTo("in the list of the day");
    }

    private ResponseSpec rule(String refund, String decision, String token) {
        return rule(refund, decision, decision.equals("succeeded") ? "re_" + refund : "", token);
    }

    private ResponseSpec rule(String refund, String decision, String reference, String token) {
        return application.client().post().uri("/v1/operations/refunds/" + refund + "/decisions")
                .header("Authorization", "Bearer " + token)
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue("{\"decision\":\"" + decision + "\",\"reason\":\"in the list of the day\""
                        + (reference.isEmpty() ? "" : ",\"reference\":\"" + reference + "\"") + "}")
                .exchange();
    }

    @Test
    void programAsksOnlyForWhatOnePersonMayDecideAndDecidesOnNothing() {
        String program = issuer.client("operator", "operations");
        isProblem(ask(refunds(), body(701), "\"0\"", "a-" + order, program), 403, "sign-in-needed");
        isProblem(ask(refunds(), body(1), "\"1\"", "b-" + order, program), 403, "sign-in-needed");
        ask(refunds(), body(700), "\"0\"", "a-" + order, program).expectStatus().isAccepted()
                .expectBody().jsonPath("$.requestedBy").isEqualTo("operator");
        isProblem(ask(refunds(), body(1), "\"1\"", "c-" + order, program), 403, "sign-in-needed");
        isProblem(ask(refunds(), body(1), "\"0\"", "d-" + order, program), 412, "stale-refunds");

        ask(300, "\"1\"").expectStatus().isAccepted().expectBody().jsonPath("$.state").isEqualTo("awaiting_approval");
        String waiting = waiting();
        for (String decision : List.of("/approve", "/reject")) {
            isProblem(decideBy(program, waiting, decision), 403, "sign-in-needed");
        }
        decide(waiting, "/approve", "bert").expectStatus().isOk();
    }

    @Test
    void refundsThatWaitAreListedPageByPage() {
        ask(701, "\"0\"").expectStatus().isAccepted();
        String first = waiting();
        creditedOrderOfTenDollars();
        ask(702, "\"0\"").expectStatus().isAccepted();
        String second = waiting();
        assertThat(resting("refill.refunds.resting", "awaiting_approval")).isEqualTo(2);

        get("/v1/operations/refunds?limit=1").expectStatus().isOk().expectBody()
                .jsonPath("$.refunds.length()").isEqualTo(1)
                .jsonPath("$.refunds[0].id").isEqualTo(first).jsonPath("$.next").isEqualTo(first);
        get("/v1/operations/refunds?state=awaiting_approval&after=" + first).expectBody()
                .jsonPath("$.refunds.length()").isEqualTo(1)
                .jsonPath("$.refunds[0].id").isEqualTo(second).jsonPath("$.next").doesNotExist();
        decide(first, "/reject", "bert").expectStatus().isOk();
        decide(second, "/reject", "bert").expectStatus().isOk();
        get("/v1/operations/refunds").expectBody().jsonPath("$.refunds.length()").isEqualTo(0);
        isRefusedFor(get("/v1/operations/refunds?state=failed"), "state");
        isRefusedFor(get("/v1/operations/refunds?after=rfd_x"), "after");
        isRefusedFor(get("/v1/operations/refunds?limit=201"), "limit");
    }

    @Test
    void disputesAreShownWithTheRefunds() {
        run("""
                INSERT INTO recharge.dispute (id, gateway, reference, recharge_id, subscriber_id, version, state, currency,
                                              withdrawn_minor, fee_minor, fee_currency, credit_unit, credit, bonus,
                                              credit_back, bonus_back, raw_reason, created_at, changed_at)
                VALUES (replace(:id, 'rch', 'dsp'), 'stripe', 'du_' || :id, :id, 'sub_1', 1, 'OPENED', 'USD', 1000, 1500,
                        'USD', 'airtime:USD', 1000, 100, 0, 0, 'fraudulent', now(), now())
                """);
        get(refunds()).expectStatus().isOk().expectBody()
                .jsonPath("$.disputes.length()").isEqualTo(1)
                .jsonPath("$.disputes[0].state").isEqualTo("opened")
                .jsonPath("$.disputes[0].amount").isEqualTo(1_000)
                .jsonPath("$.disputes[0].fee").isEqualTo(1_500)
                .jsonPath("$.disputes[0].reason").isEqualTo("fraudulent")
                .jsonPath("$.disputes[0].reinstated").doesNotExist();
        assertThat(resting("refill.disputes.resting", "opened")).isEqualTo(1);
        assertThat(resting("refill.disputes.resting", "asked")).isZero();
    }

    @Test
    void whatDoesNotFitTheOrderIsRefused() {
        isProblem(ask(400, null), 428, "precondition-required");
        for (String other : List.of("0", "W/\"0\"", "*", "\"x\"", "\"1\"")) {
            isProblem(ask(400, other), 412, "stale-refunds");
        }
        isRefusedFor(ask(1_001, "\"0\""), "amount");
        isRefusedFor(ask(refunds(), body(1).replace("USD", "EUR"), "\"0\"", "eur-" + order), "currency");
        run("UPDATE recharge.recharge SET state = 'DECLINED' WHERE id = :id");
        isProblem(ask(400, "\"0\""), 409, "not-refundable");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "{\"a\":1,\"a\":2}", "{} {}", "NaN"})
    void bodyThatIsNoJsonIsRefused(String body) {
        isProblem(ask(refunds(), body, "\"0\"", UUID.randomUUID().toString()), 400, "malformed-body");
    }

    @Test
    void badFieldsAreNamed() {
        isRefusedFor(ask(refunds(), body(0), "\"0\"", "a-" + order), "amount");
        isRefusedFor(ask(refunds(), body(1).replace("{", "{\"state\":1,"), "\"0\"", "b-" + order), "state");
        isProblem(ask(refunds(), body(1).replace("did not arrive", "4242424242424242"), "\"0\"", "c-" + order), 400,
                "sensitive-data");
    }

    @Test
    void keyIsRequired() {
        application.client().post().uri(refunds())
                .header("Authorization", "Bearer " + issuer.person("anna", "operations"))
                .header("If-Match", "\"0\"")
                .contentType(MediaType.APPLICATION_JSON).bodyValue(body(1)).exchange()
                .expectStatus().isBadRequest();
    }

    @Test
    void whatIsNotThereIsNotFound() {
        for (String id : List.of(NOBODY, "nonsense")) {
            String path = "/v1/operations/recharges/" + id + "/refunds";
            isProblem(get(path), 404, "not-found");
            isProblem(ask(path, body(1), "\"0\"", UUID.randomUUID().toString()), 404, "not-found");
        }
        for (String id : List.of("rfd_00000000000000000000000000", "nonsense")) {
            isProblem(get("/v1/operations/refunds/" + id), 404, "not-found");
            isProblem(decide(id, "/approve", "bert"), 404, "not-found");
            isProblem(decide(id, "/reject", "bert"), 404, "not-found");
            isProblem(rule(id, "failed", issuer.person("bert", "operations")), 404, "not-found");
        }
    }
}
