package dev.refill.close.web;

import java.security.Principal;
import java.time.LocalDate;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;

class CloseApiTest {

    private static final LocalDate LAST_OF_JANUARY = LocalDate.parse("2026-01-31");
    private static final String JANUARY = "/v1/operations/months/2026-01";
    private static final String DAY = "/v1/operations/days/2026-01-31";
    private static final String REASON = "{\"reason\":\" all breaks are resolved \"}";

    private final FakeClosedBooks books = new FakeClosedBooks();
    private final WebTestClient api = WebTestClient
            .bindToController(new DayController(books), new MonthController(books))
            .webFilter((exchange, chain) -> chain.filter(exchange.mutate()
                    .principal(Mono.<Principal>just(() -> "anna"))
                    .build()))
            .build();

    private ResponseSpec get(String path) {
        return api.get().uri(path).exchange();
    }

    private ResponseSpec post(String path, String body) {
        return api.post().uri(path).contentType(MediaType.APPLICATION_JSON).bodyValue(body).exchange();
    }

    private static void refused(ResponseSpec answer, int status, String type) {
        answer.expectStatus().isEqualTo(status)
                .expectHeader().contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .expectBody().jsonPath("$.type").isEqualTo("https://refill.dev/problems/" + type);
    }

    @Test
    void dayWhenClosedThenAcceptedWithWhoAndWhyAndSealedLater() {
        post(DAY + "/close", REASON).expectStatus().isAccepted().expectBody()
                .jsonPath("$.state").isEqualTo("closing")
                .jsonPath("$.closedBy").isEqualTo("anna")
                .jsonPath("$.reason").isEqualTo("all breaks are resolved")
                .jsonPath("$.seal").doesNotExist();
        post(DAY + "/close", REASON).expectStatus().isAccepted();
        refused(get(DAY + "/trial-balance"), 404, "not-found");
        get(DAY + "/file").expectStatus().isNotFound();

        books.sealed(LAST_OF_JANUARY);
        post(DAY + "/close", REASON).expectStatus().isOk().expectBody()
                .jsonPath("$.state").isEqualTo("sealed")
                .jsonPath("$.seal").isEqualTo(FakeClosedBooks.SEAL);
        get(DAY).expectStatus().isOk().expectBody().jsonPath("$.entries").isEqualTo(2);
    }

    @Test
    void dayWhenNotToBeClosedThenSaysWhy() {
        refused(post("/v1/operations/days/2027-01-01/close", REASON), 409, "day-not-over");
        refused(post("/v1/operations/days/2016-01-31/close", REASON), 409, "nothing-booked");
        books.sealed(LAST_OF_JANUARY);
        ResponseSpec notNext = post("/v1/operations/days/2026-02-03/close", REASON);
        notNext.expectStatus().isEqualTo(409).expectBody()
                .jsonPath("$.type").isEqualTo("https://refill.dev/problems/not-next-to-close")
                .jsonPath("$.next").isEqualTo("2026-02-01");
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-02-30", "26-01-01", "1999-12-31", "today", "2026-1-1", "%2B2026-01-01"})
    void dayThatIsNoneIsNotFound(String day) {
        refused(post("/v1/operations/days/" + day + "/close", REASON), 404, "not-found");
        refused(get("/v1/operations/days/" + day), 404, "not-found");
        refused(get("/v1/operations/days/" + day + "/trial-balance"), 404, "not-found");
        assertThat(books.days).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"reason\":\"\"}", "{\"reason\":\"a\\u0000b\"}", "{\"reason\":\"a\\nb\"}",
            "{\"reason\":\"half a \\ud83d\"}", "{\"reason\":7}", "{\"reason\":\"a test\",\"by\":\"bob\"}"})
    void reasonThatIsNoneIsRefused(String body) {
        refused(post(DAY + "/close", body), 422, "invalid-request");
        refused(post(JANUARY + "/close", body), 422, "invalid-request");
        refused(post(DAY + "/close", "{"), 400, "malformed-body");
        assertThat(books.days).isEmpty();
    }

    @Test
    void daysAreAPageLatestFirst() {
        books.sealed(LAST_OF_JANUARY);
        books.sealed(LAST_OF_JANUARY.plusDays(1));
        get("/v1/operations/days?limit=1").expectStatus().isOk().expectBody()
                .jsonPath("$.days[0].day").isEqualTo("2026-02-01")
                .jsonPath("$.next").isEqualTo("2026-02-01");
        get("/v1/operations/days?limit=2&before=2026-02-01").expectBody()
                .jsonPath("$.days.length()").isEqualTo(1)
                .jsonPath("$.next").doesNotExist();
    }

    @ParameterizedTest
    @CsvSource({"days, limit, 0", "days, limit, 401", "days, limit, x", "days, before, 2026-02-30",
            "months, limit, 121",
            "months, before, 2026-13"})
    void pageThatIsNoneIsRefused(String path, String name, String value) {
        refused(get("/v1/operations/" + path + "?" + name + "=" + value), 422, "invalid-request");
    }

    @Test
    void monthWhenItsDaysAreSealedThenIsClosed() {
        refused(post(JANUARY + "/close", REASON), 409, "days-open");
        refused(get(JANUARY + "/trial-balance"), 404, "not-found");
        books.sealed(LAST_OF_JANUARY);
        post(JANUARY + "/close", REASON).expectStatus().isOk().expectBody()
                .jsonPath("$.month").isEqualTo("2026-01")
                .jsonPath("$.closedBy").isEqualTo("anna");
        post(JANUARY + "/close", REASON).expectStatus().isOk();
        refused(post("/v1/operations/months/2026-03/close", REASON), 409, "not-next-to-close");
        refused(post("/v1/operations/months/2026-00/close", REASON), 404, "not-found");
        get("/v1/operations/months").expectBody().jsonPath("$.months.length()").isEqualTo(1);
        get(JANUARY + "/trial-balance").expectStatus().isOk().expectBody()
                .jsonPath("$.from").isEqualTo("2026-01-01")
                .jsonPath("$.to").isEqualTo("2026-01-31");
    }

    @Test
    void trialBalanceHasWholeNumbersOfAnySize() {
        books.sealed(LAST_OF_JANUARY);
        String body = get(DAY + "/trial-balance").expectStatus().isOk().expectBody(String.class).returnResult()
                .getResponseBody();
        assertThat(body).contains("\"account\":\"bucket:*\"", "\"closing\":9223372036854775808");
    }

    @Test
    void fileIsTextToBeKept() {
        books.sealed(LAST_OF_JANUARY);
        get(DAY + "/file").expectStatus().isOk()
                .expectHeader().contentTypeCompatibleWith(MediaType.TEXT_PLAIN)
                .expectHeader().valueEquals("Content-Disposition", "attachment; filename=\"day-2026-01-31.seal\"")
                .expectBody(String.class)
                .isEqualTo("entry\tent_1\nsealed-day\t1\nseal\t" + FakeClosedBooks.SEAL + "\n");
    }
}
