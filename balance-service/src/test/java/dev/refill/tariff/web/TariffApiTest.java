package dev.refill.tariff.web;

import java.security.Principal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;
import reactor.core.publisher.Mono;

import dev.refill.tariff.ExamplePlan;
import dev.refill.tariff.InMemoryTariffs;
import dev.refill.tariff.PlanId;
import dev.refill.tariff.file.WritePlan;

import static org.assertj.core.api.Assertions.assertThat;

class TariffApiTest {

    private static final Instant NOW = Instant.parse("2026-03-02T15:00:00Z");
    private static final String CLASSIC = WritePlan.write(ExamplePlan.read());
    private static final String VERSIONS = "/v1/tariffs/classic/versions";
    private static final String CALL = """
            {"service":"voice","destination":"+12125550100","quantity":60}""";

    private final Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
    private final InMemoryTariffs tariffs = new InMemoryTariffs(clock);
    private final WebTestClient api = WebTestClient
            .bindToController(new TariffController(tariffs), new EnquiryController(tariffs, clock))
            .webFilter((exchange, chain) -> chain.filter(exchange.mutate()
                    .principal(Mono.<Principal>just(() -> "anna"))
                    .build()))
            .build();

    private ResponseSpec put(String query, String seen, MediaType type, String body) {
        return api.post().uri(VERSIONS + query).header("If-Match", seen).contentType(type).bodyValue(body).exchange();
    }

    private ResponseSpec put(int seen) {
        return put("?reason=as agreed", "\"" + seen + "\"", MediaType.APPLICATION_YAML, CLASSIC);
    }

    private ResponseSpec post(String path, String body) {
        return api.post().uri("/v1/tariffs/classic/" + path)
                .header("If-Match", "\"1\"")
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(body)
                .exchange();
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

    @Test
    void versionIsWrittenListedAndExported() {
        put(0).expectStatus().isCreated()
                .expectHeader().location(VERSIONS + "/1")
                .expectHeader().valueEquals("ETag", "\"1\"")
                .expectBody()
                .jsonPath("$.version").isEqualTo(1)
                .jsonPath("$.effectiveFrom").isEqualTo("2026-03-02T15:00:00Z");

        api.get().uri("/v1/tariffs").exchange().expectStatus().isOk().expectBody()
                .jsonPath("$.plans[0].plan").isEqualTo("classic")
                .jsonPath("$.plans[0].author").isEqualTo("anna")
                .jsonPath("$.plans[0].reason").isEqualTo("as agreed");
        api.get().uri(VERSIONS).exchange().expectStatus().isOk().expectBody()
                .jsonPath("$.versions.length()").isEqualTo(1)
                .jsonPath("$.next").doesNotExist();
        String file = api.get().uri(VERSIONS + "/1").exchange().expectStatus().isOk()
                .expectHeader().contentType(MediaType.APPLICATION_YAML)
                .expectBody(String.class).returnResult().getResponseBody();
        assertThat(file).isEqualTo(CLASSIC);
    }

    @Test
    void jsonIsTakenToo() {
        put("?reason=new", "\"0\"", MediaType.APPLICATION_JSON, """
                {"plan":"classic","title":"Classic","unit":"airtime:USD","time-zone":"UTC","data":{"1":"free"}}""")
                .expectStatus().isCreated();
    }

    @Test
    void furtherVersionBeginsAMinuteLaterAtTheEarliest() {
        put(0).expectStatus().isCreated();
        put(1).expectStatus().isCreated().expectBody().jsonPath("$.effectiveFrom").isEqualTo("2026-03-02T15:01:00Z");

        invalid(put("?reason=x&effectiveFrom=2026-03-02T15:00:59Z", "\"2\"", MediaType.APPLICATION_YAML, CLASSIC),
                "effectiveFrom");
    }

    @Test
    void putWhenThePlanHasChangedThenStale() {
        put(0).expectStatus().isCreated();

        put(0).expectStatus().isEqualTo(412).expectBody()
                .jsonPath("$.type").isEqualTo("https://refill.dev/problems/stale-plan")
                .jsonPath("$.newest").isEqualTo(1);
        refused(put("?reason=x", "W/\"1\"", MediaType.APPLICATION_YAML, CLASSIC), 412, "stale-plan");
    }

    @Test
    void putWithoutIfMatchIsRefused() {
        refused(api.post().uri(VERSIONS + "?reason=x").contentType(MediaType.APPLICATION_YAML).bodyValue(CLASSIC)
                .exchange(), 428, "precondition-required");
    }

    @Test
    void allThatIsWrongWithAFileIsToldWithItsLine() {
        put("?reason=x", "\"0\"", MediaType.APPLICATION_YAML, CLASSIC.replace("minimum: '10'", "minimum: ten")
                .replace("airtime:USD", "dollars")).expectStatus().isEqualTo(422).expectBody()
                .jsonPath("$.errors.length()").isEqualTo(2)
                .jsonPath("$.errors[0].field").isEqualTo("unit")
                .jsonPath("$.errors[0].line").isEqualTo(3)
                .jsonPath("$.errors[1].field").isEqualTo("voice.uk-mobile.minimum");
        assertThat(tariffs.plans(1).collectList().block()).isEmpty();
    }

    @Test
    void fileOfAnotherPlanIsRefused() {
        invalid(put("?reason=x", "\"0\"", MediaType.APPLICATION_YAML, CLASSIC.replace("plan: classic", "plan: other")),
                "plan");
    }

    @ParameterizedTest
    @CsvSource({"'', reason", "?reason=, reason", "?reason=x&effectiveFrom=today, effectiveFrom",
            "?reason=x&effectiveFrom=9999-01-01T00:00:00Z, effectiveFrom"})
    void queryThatIsNotAsExpectedIsRefused(String query, String field) {
        invalid(put(query, "\"0\"", MediaType.APPLICATION_YAML, CLASSIC), field);
    }

    @Test
    void emptyTooLargeAndOtherBodiesAreRefused() {
        invalid(put("?reason=x", "\"0\"", MediaType.APPLICATION_YAML, ""), "");
        refused(put("?reason=x", "\"0\"", MediaType.APPLICATION_YAML, "#".repeat(PlanBody.MOST_BYTES + 1)), 413,
                "request-body-too-large");
        put("?reason=x", "\"0\"", MediaType.TEXT_PLAIN, CLASSIC).expectStatus().isEqualTo(415);
    }

    @Test
    void rollBackWritesTheOldContent() {
        put(0).expectStatus().isCreated();

        post("roll-back", "{\"version\":1,\"reason\":\"back\"}").expectStatus().isCreated()
                .expectBody().jsonPath("$.version").isEqualTo(2);
        refused(post("roll-back", "{\"version\":1,\"reason\":\"back\"}"), 412, "stale-plan");
        assertThat(tariffs.content(new PlanId("classic"), 2).block()).isEqualTo(ExamplePlan.read());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"{\"version\":0,\"reason\":\"x\"} | version", "{\"reason\":\"x\"} | version",
            "{\"version\":\"1\",\"reason\":\"x\"} | version", "{\"version\":1} | reason",
            "{\"version\":1,\"reason\":\" \"} | reason", "{\"version\":1,\"reason\":\"x\",\"plan\":\"y\"} | plan",
            "{\"version\":1,\"reason\":\"x\",\"effectiveFrom\":\"now\"} | effectiveFrom"})
    void rollBackThatIsNotAsExpectedIsRefused(String body, String field) {
        invalid(post("roll-back", body), field);
    }

    @Test
    void rollBackToWhatIsNotThereIsNotFound() {
        put(0).expectStatus().isCreated();
        refused(post("roll-back", "{\"version\":7,\"reason\":\"x\"}"), 404, "not-found");
    }

    @Test
    void priceIsToldWithItsExplanation() {
        put(0).expectStatus().isCreated();

        post("price-enquiry", CALL).expectStatus().isOk().expectBody().json("""
                {"plan":"classic","version":1,"outcome":"rated","charge":15,"unit":"airtime:USD","rated":60,"paid":60,
                 "draws":[],"explanation":[
                  {"rule":"prefix","text":"prefix +1 is zone national"},
                  {"rule":"increments","text":"60 s count as 60 s (30/6)"},
                  {"rule":"price","text":"60 s in peak from 10:00:00 at 15 per 60 s: 15"}]}""");
    }

    @Test
    void bucketsAreToldWhatWouldBeDrawnAndKeepIt() {
        put(0).expectStatus().isCreated();
        String enquiry = CALL.replace("60}", """
                60,"buckets":[{"id":"m1","allowance":"national-minutes","left":45},
                              {"id":"c1","left":3,"until":"2026-03-03T00:00:00Z","priority":2}]}""");

        for (int i = 0; i < 2; i++) {
            post("price-enquiry", enquiry).expectStatus().isOk().expectBody()
                    .jsonPath("$.outcome").isEqualTo("uncovered")
                    .jsonPath("$.charge").isEqualTo(4)
                    .jsonPath("$.missing").isEqualTo(1)
                    .jsonPath("$.draws[0].bucket").isEqualTo("m1")
                    .jsonPath("$.draws[0].amount").isEqualTo(45)
                    .jsonPath("$.draws[0].unit").isEqualTo("voice:second")
                    .jsonPath("$.draws[1].amount").isEqualTo(3);
        }
    }

    @Test
    void whatCannotBeRatedIsToldWhy() {
        put(0).expectStatus().isCreated();

        post("price-enquiry", CALL.replace("+1212", "+99")).expectStatus().isOk().expectBody()
                .jsonPath("$.outcome").isEqualTo("refused")
                .jsonPath("$.why").isEqualTo("no_zone")
                .jsonPath("$.charge").doesNotExist();
    }

    @Test
    void enquiryIsRatedByTheVersionOfItsTime() {
        put("?reason=x&effectiveFrom=" + NOW.plus(Duration.ofHours(1)), "\"0\"", MediaType.APPLICATION_YAML, CLASSIC)
                .expectStatus().isCreated();

        refused(post("price-enquiry", CALL), 404, "not-found");
        post("price-enquiry", CALL.replace("60}", "60,\"at\":\"2026-03-02T16:00:00Z\"}")).expectStatus().isOk();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"{\"quantity\":1} | service", "{\"service\":\"fax\",\"quantity\":1} | service",
            "{\"service\":\"voice\",\"quantity\":1} | destination",
            "{\"service\":\"voice\",\"destination\":\"1-800\",\"quantity\":1} | destination",
            "{\"service\":\"voice\",\"destination\":\"+1\",\"quantity\":-1} | quantity",
            "{\"service\":\"voice\",\"destination\":\"+1\",\"quantity\":604801} | quantity",
            "{\"service\":\"voice\",\"destination\":\"+1\",\"quantity\":1.5} | quantity",
            "{\"service\":\"voice\",\"destination\":\"+1\",\"quantity\":1e1} | quantity",
            "{\"service\":\"voice\",\"destination\":\"+1\",\"quantity\":\"1\"} | quantity",
            "{\"service\":\"voice\",\"destination\":\"+1\"} | quantity",
            "{\"service\":\"data\",\"quantity\":1} | ratingGroup",
            "{\"service\":\"data\",\"ratingGroup\":4294967296,\"quantity\":1} | ratingGroup",
            "{\"service\":\"data\",\"ratingGroup\":1,\"quantity\":1,\"at\":\"now\"} | at",
            "{\"service\":\"data\",\"ratingGroup\":1,\"quantity\":1,\"plan\":\"x\"} | plan",
            "{\"service\":\"data\",\"ratingGroup\":1,\"quantity\":1,\"buckets\":{}} | buckets",
            "{\"service\":\"data\",\"ratingGroup\":1,\"quantity\":1,\"buckets\":[{\"id\":\"a\"}]} | buckets[0].left",
            "{\"service\":\"data\",\"ratingGroup\":1,\"quantity\":1,\"buckets\":[{\"left\":1}]} | buckets[0].id",
            "{\"service\":\"data\",\"ratingGroup\":1,\"quantity\":1,\"buckets\":[{\"id\":\"a\",\"left\":1,\"colour\":1}]} | buckets[0].colour",
            "{\"service\":\"data\",\"ratingGroup\":1,\"quantity\":1,\"buckets\":[{\"id\":\"a\",\"left\":1},{\"id\":\"a\",\"left\":1}]} | buckets",
            "{\"service\":\"data\",\"ratingGroup\":1,\"quantity\":1,\"buckets\":[{\"id\":\"a\",\"left\":1,\"until\":\"1999-01-01T00:00:00Z\"}]} | buckets[0].until"})
    void enquiryThatIsNotAsExpectedIsRefusedWithItsField(String body, String field) {
        invalid(post("price-enquiry", body), field);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "7", "{", "{\"a\":1,\"a\":2}", "{} {}", "[[[[[[[[[1]]]]]]]]]"})
    void bodyThatIsNoJsonIsMalformed(String body) {
        refused(post("price-enquiry", body), 400, "malformed-body");
        refused(post("roll-back", body), 400, "malformed-body");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/tariffs/none/versions", "/v1/tariffs/No%20Plan/versions", VERSIONS + "/1",
            VERSIONS + "/0", VERSIONS + "/x", VERSIONS + "/99999999999"})
    void whatIsNotThereIsNotFound(String path) {
        refused(api.get().uri(path).exchange(), 404, "not-found");
    }

    @ParameterizedTest
    @CsvSource({"limit, 0", "limit, 201", "limit, x", "before, 0", "before, x", "before, 99999999999"})
    void queryParameter(String name, String value) {
        invalid(api.get().uri(VERSIONS + "?" + name + "=" + value).exchange(), name);
    }
}
