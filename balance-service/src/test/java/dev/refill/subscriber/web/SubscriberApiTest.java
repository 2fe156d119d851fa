package dev.refill.subscriber.web;

import java.net.URI;
import java.security.Principal;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;
import reactor.core.publisher.Mono;

import dev.refill.subscriber.Msisdn;
import dev.refill.subscriber.profile.ChangeProfile;
import dev.refill.subscriber.profile.InMemoryProfiles;
import dev.refill.subscriber.profile.ProvisionProfile;

import static org.assertj.core.api.Assertions.assertThat;

class SubscriberApiTest {

    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-03-02T15:00:00Z"), ZoneOffset.UTC);
    private static final String ALICE = """
            {"id":"sub_alice","numbers":["+12025550101","+12025550103","+12025550102"]}""";
    private static final String BOB = """
            {"id":"sub_bob","numbers":["+12025550109"]}""";

    private final InMemoryProfiles profiles = new InMemoryProfiles();
    private final ProvisionProfile provision = new ProvisionProfile(profiles);
    private final WebTestClient api = WebTestClient
            .bindToController(new ProfileController(profiles, provision, CLOCK),
                    new ChangeController(profiles, new ChangeProfile(profiles, CLOCK)), new AuditController(profiles))
            .webFilter((exchange, chain) -> chain.filter(exchange.mutate()
                    .principal(Mono.<Principal>just(() -> "anna"))
                    .build()))
            .build();

    private ResponseSpec provision(String body) {
        return api.post().uri("/v1/subscribers?reason=new").contentType(MediaType.APPLICATION_JSON).bodyValue(body)
                .exchange();
    }

    private ResponseSpec get(String path) {
        return api.get().uri("/v1/subscribers" + path).exchange();
    }

    private ResponseSpec send(HttpMethod method, String path, int seen, String body) {
        return api.method(method).uri("/v1/subscribers/sub_alice" + path).header("If-Match", "\"" + seen + "\"")
                .contentType(MediaType.APPLICATION_JSON).bodyValue(body).exchange();
    }

    private ResponseSpec patch(int seen, String body) {
        return send(HttpMethod.PATCH, "?reason=as agreed", seen, body);
    }

    private ResponseSpec status(int seen, String status) {
        return send(HttpMethod.POST, "/status", seen, "{\"status\":\"" + status + "\",\"reason\":\"as agreed\"}");
    }

    private ResponseSpec number(HttpMethod method, String number, int seen) {
        return send(method, "/numbers/" + number, seen, "");
    }

    private static void refused(ResponseSpec answer, int status, String type) {
        answer.expectStatus().isEqualTo(status)
                .expectHeader().contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .expectBody().jsonPath("$.type").isEqualTo("https://refill.dev/problems/" + type);
    }

    private static void invalid(ResponseSpec answer, String field) {
        answer.expectStatus().isEqualTo(422)
                .expectHeader().contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .expectBody()
                .jsonPath("$.type").isEqualTo("https://refill.dev/problems/invalid-request")
                .jsonPath("$.errors[0].field").isEqualTo(field)
                .jsonPath("$.errors[0].expected").isNotEmpty();
    }

    private void nothingHasChanged() {
        get("/sub_alice").expectBody().jsonPath("$.version").isEqualTo(1);
    }

    @Test
    void whoIsProvisionedIsShownWithItsTag() {
        provision(ALICE).expectStatus().isCreated()
                .expectHeader().location("/v1/subscribers/sub_alice")
                .expectHeader().valueEquals("ETag", "\"1\"");

        for (String path : new String[]{"/sub_alice", "?number=%2B12025550101", "?number=12025550102",
                "?number=+12025550103"}) {
            api.get().uri(URI.create("/v1/subscribers" + path)).exchange().expectStatus().isOk()
                    .expectHeader().valueEquals("ETag", "\"1\"")
                    .expectBody().json("""
                            {"id":"sub_alice","version":1,"numbers":["+12025550101","+12025550102","+12025550103"],
                             "status":"active","language":"en","overdraft":0,
                             "createdAt":"2026-03-02T15:00:00Z","changedAt":"2026-03-02T15:00:00Z"}""");
        }
    }

    @Test
    void provisionAgainIsTheSameSubscriber() {
        provision(ALICE).expectStatus().isCreated();
        status(1, "frozen").expectStatus().isOk();

        provision(ALICE).expectStatus().isOk().expectBody()
                .jsonPath("$.version").isEqualTo(2)
                .jsonPath("$.status").isEqualTo("frozen");
        refused(provision(ALICE.replace(",\"+12025550103\"", "")), 409, "subscriber-exists");
    }

    @Test
    void numberOfAnotherIsRefused() {
        provision(ALICE);

        provision(BOB.replace("109", "102")).expectStatus().isEqualTo(409).expectBody()
                .jsonPath("$.type").isEqualTo("https://refill.dev/problems/number-taken")
                .jsonPath("$.number").isEqualTo("+12025550102");
        provision(BOB);
        refused(number(HttpMethod.PUT, "+12025550109?reason=x", 1), 409, "number-taken");
    }

    @Test
    void patchChangesWhatItNamesAndNullTakesAway() {
        provision(ALICE.replace("}", ",\"plan\":\"classic\",\"language\":\"PT-br\",\"overdraft\":200}"));

        patch(1, "{\"spendingPerDay\":500,\"overdraft\":null}").expectStatus().isOk()
                .expectHeader().valueEquals("ETag", "\"2\"")
                .expectBody()
                .jsonPath("$.plan").isEqualTo("classic")
                .jsonPath("$.language").isEqualTo("pt-BR")
                .jsonPath("$.spendingPerDay").isEqualTo(500)
                .jsonPath("$.overdraft").isEqualTo(0);
        patch(2, "{\"plan\":null,\"language\":null,\"spendingPerDay\":null}").expectStatus().isOk().expectBody()
                .jsonPath("$.plan").doesNotExist()
                .jsonPath("$.language").isEqualTo("en")
                .jsonPath("$.spendingPerDay").doesNotExist();
        patch(3, "{}").expectStatus().isOk().expectHeader().valueEquals("ETag", "\"3\"");
    }

    @Test
    void patchHasATypeOfItsOwn() {
        provision(ALICE);
        api.patch().uri("/v1/subscribers/sub_alice?reason=x").header("If-Match", "\"1\"")
                .header("Content-Type", "application/merge-patch+json").bodyValue("{\"overdraft\":1}").exchange()
                .expectStatus().isOk();
        api.patch().uri("/v1/subscribers/sub_alice?reason=x").header("If-Match", "\"2\"")
                .header("Content-Type", "text/plain").bodyValue("{\"overdraft\":1}").exchange()
                .expectStatus().isEqualTo(415);
    }

    @Test
    void statusGoesItsWayAndClosedIsTheEnd() {
        provision(ALICE);

        status(1, "barred").expectStatus().isOk().expectBody().jsonPath("$.status").isEqualTo("barred");
        status(2, "active").expectStatus().isOk();
        status(3, "closed").expectStatus().isOk();
        refused(status(4, "active"), 409, "not-in-this-status");
        refused(patch(4, "{\"overdraft\":1}"), 409, "not-in-this-status");
        refused(get("?number=12025550101"), 404, "not-found");
        get("/sub_alice").expectStatus().isOk();
    }

    @Test
    void numbersComeAndGo() {
        provision(ALICE);

        number(HttpMethod.PUT, "+12025550104?reason=x&main=true", 1).expectStatus().isOk().expectBody()
                .jsonPath("$.numbers[0]").isEqualTo("+12025550104")
                .jsonPath("$.numbers.length()").isEqualTo(4);
        number(HttpMethod.DELETE, "12025550101?reason=x", 2).expectStatus().isOk().expectBody()
                .jsonPath("$.numbers.length()").isEqualTo(3);
        refused(number(HttpMethod.DELETE, "+12025550101?reason=x", 3), 404, "not-found");
        refused(number(HttpMethod.DELETE, "+12025550104?reason=x", 3), 409, "main-number");
        for (int i = 3; i < 8; i++) {
            number(HttpMethod.PUT, "+1202555020" + i + "?reason=x", i).expectStatus().isOk();
        }
        refused(number(HttpMethod.PUT, "+12025550300?reason=x", 8), 409, "too-many-numbers");
    }

    @Test
    void auditTellsWhoDidWhatAndWhy() {
        provision(ALICE);
        status(1, "barred");
        patch(2, "{\"plan\":\"classic\"}");

        get("/sub_alice/audit?limit=2").expectStatus().isOk().expectBody()
                .json("""
                        {"records":[
                          {"version":3,"author":"anna","event":"configured","reason":"as agreed",
                           "changes":[{"field":"plan","after":"classic"}]},
                          {"version":2,"author":"anna","event":"barred","reason":"as agreed",
                           "changes":[{"field":"status","before":"active","after":"barred"}]}],
                         "next":2}""");
        get("/sub_alice/audit?before=2").expectStatus().isOk().expectBody()
                .jsonPath("$.records[0].event").isEqualTo("provisioned")
                .jsonPath("$.records[0].reason").isEqualTo("new")
                .jsonPath("$.next").doesNotExist();
        get("/sub_alice/audit?before=1").expectStatus().isOk().expectBody().jsonPath("$.records").isEmpty();
    }

    @Test
    void whoSawAnOldVersionChangesNothing() {
        provision(ALICE);
        status(1, "frozen");

        refused(status(1, "closed"), 412, "stale-subscriber");
        refused(patch(3, "{\"overdraft\":1}"), 412, "stale-subscriber");
        refused(number(HttpMethod.PUT, "+12025550104?reason=x", 1), 412, "stale-subscriber");
        for (String tag : new String[]{"W/\"2\"", "*", "2", "\"02\"", "\"99999999999\"", "\"1\", \"2\""}) {
            refused(api.delete().uri("/v1/subscribers/sub_alice/numbers/12025550102?reason=x").header("If-Match", tag)
                    .exchange(), 412, "stale-subscriber");
        }
    }

    @ParameterizedTest
    @CsvSource({"PATCH, ?reason=x", "POST, /status", "PUT, /numbers/12025550109?reason=x",
            "DELETE, /numbers/12025550102?reason=x"})
    void changeWithoutIfMatchIsRefused(String method, String path) {
        provision(ALICE);
        String body = path.equals("/status") ? "{\"status\":\"closed\",\"reason\":\"x\"}" : "{}";

        refused(api.method(HttpMethod.valueOf(method)).uri("/v1/subscribers/sub_alice" + path)
                .contentType(MediaType.APPLICATION_JSON).bodyValue(body).exchange(), 428, "precondition-required");
        nothingHasChanged();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"{} | id", "{\"id\":\"alice\"} | id", "{\"id\":7} | id", "{\"id\":null} | id",
            "{\"id\":\"sub_Alice\"} | id", "{\"id\":\"sub_a\"} | numbers",
            "{\"id\":\"sub_a\",\"numbers\":[]} | numbers",
            "{\"id\":\"sub_a\",\"numbers\":\"+12025550101\"} | numbers",
            "{\"id\":\"sub_a\",\"numbers\":[12025550101]} | numbers",
            "{\"id\":\"sub_a\",\"numbers\":[\"12025550101\"]} | numbers",
            "{\"id\":\"sub_a\",\"numbers\":[\"+012025550101\"]} | numbers",
            "{\"id\":\"sub_a\",\"numbers\":[\"+1234567890123456\"]} | numbers",
            "{\"id\":\"sub_a\",\"numbers\":[\"+1202555٠١٠١\"]} | numbers",
            "{\"id\":\"sub_a\",\"numbers\":[\"+12025550101\\u0000\"]} | numbers",
            "{\"id\":\"sub_a\",\"numbers\":[\"+12025550101\",null]} | numbers",
            "{\"id\":\"sub_a\",\"numbers\":[\"+12025550101\",\"+12025550101\"]} | numbers",
            "{\"id\":\"sub_a\",\"numbers\":[\"+12025550101\"],\"status\":\"closed\"} | status",
            "{\"id\":\"sub_a\",\"numbers\":[\"+12025550101\"],\"version\":9} | version",
            "{\"id\":\"sub_a\",\"numbers\":[\"+12025550101\"],\"overdraft\":-1} | overdraft"})
    void provisionThatIsNotAsExpectedIsRefused(String body, String field) {
        invalid(provision(body), field);
        assertThat(profiles.withNumber(new Msisdn("+12025550101")).blockOptional()).isEmpty();
    }

    @Test
    void nineNumbersAreTooMany() {
        invalid(provision("{\"id\":\"sub_a\",\"numbers\":[" + "\"+12025550101\",".repeat(3_000) + "\"+12025550102\"]}"),
                "numbers");
        invalid(provision("""
                {"id":"sub_a","numbers":["+12025550101","+12025550102","+12025550103","+12025550104","+12025550105",
                 "+12025550106","+12025550107","+12025550108","+12025550109"]}"""), "numbers");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"{\"plan\":\"Classic\"} | plan", "{\"plan\":\"\"} | plan",
            "{\"plan\":7} | plan",
            "{\"plan\":\"a\\u0000b\"} | plan", "{\"plan\":\"ab\\ud800\"} | plan", "{\"language\":\"en_US\"} | language",
            "{\"language\":\"\\udc00\"} | language", "{\"language\":\"en\\n\"} | language",
            "{\"language\":[]} | language",
            "{\"spendingPerDay\":-1} | spendingPerDay", "{\"spendingPerDay\":1.5} | spendingPerDay",
            "{\"spendingPerDay\":1e3} | spendingPerDay", "{\"spendingPerDay\":\"1\"} | spendingPerDay",
            "{\"spendingPerDay\":1000000000001} | spendingPerDay", "{\"spendingPerMonth\":true} | spendingPerMonth",
            "{\"spendingPerMonth\":99999999999999999999999999} | spendingPerMonth", "{\"overdraft\":-1} | overdraft",
            "{\"overdraft\":{}} | overdraft", "{\"status\":\"closed\"} | status", "{\"numbers\":[]} | numbers",
            "{\"id\":\"sub_b\"} | id", "{\"version\":7} | version", "{\"__proto__\":{}} | __proto__"})
    void patchThatIsNotAsExpectedIsRefused(String body, String field) {
        provision(ALICE);
        invalid(patch(1, body), field);
        nothingHasChanged();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"{\"status\":\"ACTIVE\",\"reason\":\"x\"} | status",
            "{\"reason\":\"x\"} | status",
            "{\"status\":null,\"reason\":\"x\"} | status", "{\"status\":\"deleted\",\"reason\":\"x\"} | status",
            "{\"status\":\"closed\"} | reason", "{\"status\":\"closed\",\"reason\":\"  \"} | reason",
            "{\"status\":\"closed\",\"reason\":\"a\\u0000b\"} | reason",
            "{\"status\":\"closed\",\"reason\":\"a\\nb\"} | reason",
            "{\"status\":\"closed\",\"reason\":\"a\\u001b[31m\"} | reason",
            "{\"status\":\"closed\",\"reason\":\"a\\ud800\"} | reason",
            "{\"status\":\"closed\",\"reason\":\"\\udc00b\"} | reason",
            "{\"status\":\"closed\",\"reason\":\"a\\u2028b\"} | reason",
            "{\"status\":\"closed\",\"reason\":7} | reason",
            "{\"status\":\"closed\",\"reason\":\"x\",\"version\":1} | version"})
    void statusThatIsNotAsExpectedIsRefused(String body, String field) {
        provision(ALICE);
        invalid(send(HttpMethod.POST, "/status", 1, body), field);
        nothingHasChanged();
    }

    @Test
    void reasonMayBeInAnyScript() {
        provision(ALICE);
        send(HttpMethod.POST, "/status", 1, "{\"status\":\"frozen\",\"reason\":\"\\ud83d\\ude00 आपके अनुरोध पर\"}")
                .expectStatus().isOk();
        get("/sub_alice/audit").expectBody().jsonPath("$.records[0].reason").isEqualTo("😀 आपके अनुरोध पर");
        invalid(send(HttpMethod.POST, "/status", 2,
                "{\"status\":\"active\",\"reason\":\"" + "x".repeat(501) + "\"}"), "reason");
    }

    @ParameterizedTest
    @CsvSource({"PUT, /numbers/0044?reason=x, number", "PUT, /numbers/abc?reason=x, number",
            "DELETE, /numbers/*100?reason=x, number", "PUT, /numbers/++12025550104?reason=x, number",
            "PUT, /numbers/12025550104?reason=x&main=yes, main", "PUT, /numbers/12025550104, reason",
            "DELETE, /numbers/12025550102?reason=, reason", "PATCH, '', reason"})
    void addressThatIsNotAsExpectedIsRefused(String method, String path, String field) {
        provision(ALICE);
        invalid(send(HttpMethod.valueOf(method), path, 1, "{}"), field);
        nothingHasChanged();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "7", "null", "{", "{\"a\":1,\"a\":2}", "{} {}", "[[[[[[[[[1]]]]]]]]]", "NaN"})
    void bodyThatIsNoJsonIsMalformed(String body) {
        provision(ALICE);
        refused(provision(body), 400, "malformed-body");
        refused(patch(1, body), 400, "malformed-body");
        refused(send(HttpMethod.POST, "/status", 1, body), 400, "malformed-body");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/sub_nobody", "/alice", "/sub_a%20b", "/sub_nobody/audit", "/x/audit",
            "?number=12025559999"})
    void whatIsNotThereIsNotFound(String path) {
        refused(api.get().uri(URI.create("/v1/subscribers" + path)).exchange(), 404, "not-found");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sub_nobody", "nobody", "SUB_ALICE"})
    void changeOfWhoIsNotThereIsNotFound(String id) {
        refused(api.put().uri("/v1/subscribers/" + id + "/numbers/12025550104?reason=x").header("If-Match", "\"1\"")
                .exchange(), 404, "not-found");
    }

    @ParameterizedTest
    @CsvSource({"/sub_alice/audit?limit=0, limit", "/sub_alice/audit?limit=201, limit",
            "/sub_alice/audit?limit=x, limit",
            "/sub_alice/audit?before=0, before", "/sub_alice/audit?before=-1, before",
            "/sub_alice/audit?before=99999999999, before", "'', number", "?number=, number", "?number=0044, number",
            "?number=1234567890123456, number"})
    void queryThatIsNotAsExpectedIsRefused(String path, String field) {
        provision(ALICE);
        invalid(get(path), field);
    }
}
