package dev.refill.finance.reconcile.web;

import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.reactivestreams.Publisher;
import org.springframework.http.MediaType;
import org.springframework.test.json.JsonCompareMode;
import org.springframework.test.web.reactive.server.WebTestClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import dev.refill.finance.reconcile.BreakId;
import dev.refill.finance.reconcile.Pair;
import dev.refill.finance.reconcile.PairId;
import dev.refill.finance.reconcile.ReconcileOutcome;
import dev.refill.finance.reconcile.Reconciliation;
import dev.refill.finance.reconcile.Run;
import dev.refill.finance.reconcile.RunId;
import dev.refill.finance.reconcile.Side;
import dev.refill.finance.reconcile.TakenIn;
import dev.refill.finance.reconcile.Verdict;
import dev.refill.finance.reconcile.breaks.Break;
import dev.refill.finance.reconcile.breaks.BreakEvent;
import dev.refill.finance.reconcile.breaks.BreakQuery;
import dev.refill.finance.reconcile.breaks.BreakState;
import dev.refill.finance.reconcile.breaks.Breaks;
import dev.refill.finance.reconcile.breaks.DecisionOutcome;
import dev.refill.finance.reconcile.rule.BreakClass;
import dev.refill.finance.reconcile.rule.Finding.Difference;
import dev.refill.finance.reconcile.rule.Line;
import dev.refill.finance.reconcile.rule.LineKey;

import static org.assertj.core.api.Assertions.assertThat;

/** What requests are taken, what is asked of those behind, and what is answered. */
class ReconcileApiTest {

    private static final String BREAKS = "/v1/operations/reconciliation/breaks";
    private static final String RUNS = "/v1/operations/reconciliation/runs";
    private static final BreakId ID = new BreakId("brk_00000000000000000000000001");
    private static final Instant AT = Instant.parse("2026-03-02T07:00:00Z");
    private static final Break OPEN = new Break(ID, new PairId("stripe"), new LineKey("charge:pi_1"), BreakClass.AMOUNT,
            BreakState.OPEN, new Difference(BigInteger.TEN, Currency.getInstance("USD")), BigInteger.ZERO,
            LocalDate.parse("2026-03-01"), null, "{\"ours\":[{\"amount\":1}],\"theirs\":[]}", null, 3, AT, null);

    private final Asked asked = new Asked();
    private @Nullable String person = "anna";
    private final WebTestClient client = WebTestClient
            .bindToController(new BreakController(asked, exchange -> Mono.justOrEmpty(person)),
                    new RunController(new Runs()))
            .build();

    @Test
    void findWhenThereThenWithEvidenceAndNothingThatIsNotThere() {
        client.get().uri(BREAKS + "/" + ID).exchange().expectStatus().isOk().expectBody().json("""
                {"id": "brk_00000000000000000000000001", "pair": "stripe", "key": "charge:pi_1", "class": "amount", "state": "open",
                 "difference": 10, "currency": "USD", "posted": 0, "since": "2026-03-01", "version": 3,
                 "evidence": {"ours": [{"amount": 1}], "theirs": []}, "openedAt": "2026-03-02T07:00:00Z"}
                """, JsonCompareMode.STRICT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/brk_1", "/brk_0000000000000000000000000A", "/brk_00000000000000000000000002",
            "/x/history"})
    void findWhenNotThereThenNotFound(String path) {
        client.get().uri(BREAKS + path).exchange().expectStatus().isNotFound();
    }

    @ParameterizedTest
    @CsvSource({
            "?pair=Stripe, pair", "?state=closed, state", "?class=AMOUNT, class", "?after=1, after", "?limit=0, limit",
            "?limit=201, limit", "?limit=1e1, limit", "/brk_00000000000000000000000001/history?after=-1, after",
            "/brk_00000000000000000000000001/history?limit=x, limit"})
    void listWhenSomethingIsWrongThenItsNameIsTold(String query, String field) {
        client.get().uri(BREAKS + query).exchange().expectStatus().isEqualTo(422)
                .expectBody().jsonPath("$.errors[0].field").isEqualTo(field);
        assertThat(asked.queries).isEmpty();
    }

    @Test
    void listWhenAPageIsFullThenThereIsANext() {
        client.get().uri(BREAKS + "?pair=stripe&state=open&class=amount&limit=1").exchange().expectStatus().isOk()
                .expectBody().jsonPath("$.next").isEqualTo(ID.value()).jsonPath("$.breaks.length()").isEqualTo(1);
        client.get().uri(BREAKS + "?after=" + ID).exchange().expectStatus().isOk()
                .expectBody().jsonPath("$.next").doesNotExist();

        assertThat(asked.queries).containsExactly(
                new BreakQuery(new PairId("stripe"), BreakState.OPEN, BreakClass.AMOUNT, null, 1),
                new BreakQuery(null, null, null, ID, 50));
    }

    @Test
    void historyWhenThereThenInOrder() {
        client.get().uri(BREAKS + "/" + ID + "/history").exchange().expectStatus().isOk().expectBody()
                .jsonPath("$.events[0].run").isEqualTo("stripe.1")
                .jsonPath("$.events[0].person").doesNotExist()
                .jsonPath("$.events[0].class").isEqualTo("amount");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "{\"decision\":\"assign\",\"version\":3,\"owner\":\"berta\"}   | assign 3 berta anna",
            "{\"decision\":\"assign\",\"version\":3}                       | assign 3 null anna",
            "{\"decision\":\"explain\",\"version\":3,\"reason\":\"So\"}    | resolve 3 false anna So",
            "{\"decision\":\"post\",\"version\":3,\"reason\":\" So \"}     | resolve 3 true anna So",
            "{\"decision\":\"approve\",\"version\":3,\"reason\":\"Yes\"}   | answer 3 true anna Yes",
            "{\"decision\":\"decline\",\"version\":3,\"reason\":\"No\"}    | answer 3 false anna No"})
    void decideWhenRightThenAsked(String body, String expected) {
        decide(body).expectStatus().isOk().expectBody().jsonPath("$.id").isEqualTo(ID.value());

        assertThat(asked.decisions).containsExactly(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "{\"decision\":\"close\",\"version\":3,\"reason\":\"So\"}                    | decision",
            "{\"version\":3,\"reason\":\"So\"}                                           | decision",
            "{\"decision\":\"explain\",\"reason\":\"So\"}                                | version",
            "{\"decision\":\"explain\",\"version\":\"3\",\"reason\":\"So\"}              | version",
            "{\"decision\":\"explain\",\"version\":1e0,\"reason\":\"So\"}                | version",
            "{\"decision\":\"explain\",\"version\":3000000000,\"reason\":\"So\"}         | version",
            "{\"decision\":\"explain\",\"version\":3}                                    | reason",
            "{\"decision\":\"explain\",\"version\":3,\"reason\":\" \"}                   | reason",
            "{\"decision\":\"explain\",\"version\":3,\"reason\":\"a\\u0000\"}            | reason",
            "{\"decision\":\"explain\",\"version\":3,\"reason\":\"a\\nb\"}               | reason",
            "{\"decision\":\"explain\",\"version\":3,\"reason\":\"So\",\"owner\":\"x\"}  | owner",
            "{\"decision\":\"assign\",\"version\":3,\"owner\":\"\\ud800\"}               | owner",
            "{\"decision\":\"explain\",\"version\":3,\"reason\":\"So\",\"amount\":1}     | amount"})
    void decideWhenSomethingIsWrongThenItsNameIsToldAndNothingDone(String body, String field) {
        decide(body).expectStatus().isEqualTo(422).expectBody().jsonPath("$.errors[0].field").isEqualTo(field);
        assertThat(asked.decisions).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "{", "{\"decision\":\"explain\",\"decision\":\"post\"}", "null"})
    void decideWhenTheBodyIsNoObjectThenMalformed(String body) {
        decide(body).expectStatus().isBadRequest();
    }

    @Test
    void decideWhenAProgramCallsThenForbiddenAndNothingDone() {
        person = null;
        decide("{\"decision\":\"explain\",\"version\":3,\"reason\":\"So\"}").expectStatus().isForbidden()
                .expectBody().jsonPath("$.type").isEqualTo("https://refill.dev/problems/sign-in-needed");
        assertThat(asked.decisions).isEmpty();
    }

    @Test
    void decideWhenItIsNotDoneThenTheReasonIsTold() {
        Map<DecisionOutcome, String> problems = Map.of(new DecisionOutcome.Changed(OPEN), "break-changed",
                new DecisionOutcome.SamePerson(), "second-person-needed", new DecisionOutcome.NoDifference(),
                "nothing-to-post",
                new DecisionOutcome.NoBooks(), "postings-not-available");
        problems.forEach((outcome, type) -> {
            asked.outcome = outcome;
            decide("{\"decision\":\"post\",\"version\":3,\"reason\":\"So\"}").expectStatus().isEqualTo(409)
                    .expectBody().jsonPath("$.type").isEqualTo("https://refill.dev/problems/" + type);
        });
        asked.outcome = new DecisionOutcome.NotFound();
        decide("{\"decision\":\"post\",\"version\":3,\"reason\":\"So\"}").expectStatus().isNotFound();
    }

    private WebTestClient.ResponseSpec decide(String body) {
        return client.post().uri(BREAKS + "/" + ID + "/decisions").contentType(MediaType.APPLICATION_JSON)
                .bodyValue(body)
                .exchange();
    }

    @Test
    void runsWhenThereThenWithMarksAndEvents() {
        client.get().uri(RUNS + "/stripe.1").exchange().expectStatus().isOk().expectBody().json("""
                {"id": "stripe.1", "day": "2026-03-01", "ours": {"from": 0, "through": 5, "lines": 5, "unequal": 1},
                 "theirs": {"from": 0, "through": 4, "lines": 4, "unequal": 0}, "events": {"opened missing_there": 1},
                 "startedAt": "2026-03-02T07:00:00Z"}
                """, JsonCompareMode.STRICT);
        client.get().uri(RUNS + "?pair=stripe&limit=1").exchange().expectStatus().isOk().expectBody()
                .jsonPath("$.next").isEqualTo(1);
        client.get().uri(RUNS + "?pair=stripe&before=2").exchange().expectStatus().isOk().expectBody()
                .jsonPath("$.next").doesNotExist();
    }

    @ParameterizedTest
    @CsvSource({"'', pair", "?pair=A, pair", "?pair=stripe&before=0, before", "?pair=stripe&before=99999999999, before",
            "?pair=stripe&limit=x, limit"})
    void runsWhenSomethingIsWrongThenItsNameIsTold(String query, String field) {
        client.get().uri(RUNS + query).exchange().expectStatus().isEqualTo(422)
                .expectBody().jsonPath("$.errors[0].field").isEqualTo(field);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/stripe", "/stripe.0", "/stripe.2", "/stripe.99999999999", "/.1"})
    void runWhenNotThereThenNotFound(String path) {
        client.get().uri(RUNS + path).exchange().expectStatus().isNotFound();
    }

    /** One break, and what is asked about it. */
    private static final class Asked implements Breaks {

        private final List<BreakQuery> queries = new ArrayList<>();
        private final List<String> decisions = new ArrayList<>();
        private DecisionOutcome outcome = new DecisionOutcome.Decided(OPEN);

        @Override
        public Mono<Break> find(BreakId id) {
            return id.equals(ID) ? Mono.just(OPEN) : Mono.empty();
        }

        @Override
        public Flux<Break> list(BreakQuery query) {
            queries.add(query);
            return Flux.just(OPEN);
        }

        @Override
        public Flux<BreakEvent> history(BreakId id, int after, int most) {
            return Flux
                    .just(new BreakEvent(1, "opened", "amount", "open", null, new RunId(new PairId("stripe"), 1), null,
                            "So", "{}", AT));
        }

        @Override
        public Mono<DecisionOutcome> assign(BreakId id, int version, @Nullable String owner, String by) {
            return decided("assign " + version + " " + owner + " " + by);
        }

        @Override
        public Mono<DecisionOutcome> resolve(BreakId id, int version, boolean posts, String by, String reason) {
            return decided("resolve " + version + " " + posts + " " + by + " " + reason);
        }

        @Override
        public Mono<DecisionOutcome> answer(BreakId id, int version, boolean agrees, String by, String reason) {
            return decided("answer " + version + " " + agrees + " " + by + " " + reason);
        }

        private Mono<DecisionOutcome> decided(String what) {
            decisions.add(what);
            return Mono.just(outcome);
        }

        @Override
        public Mono<Long> postDecided() {
            throw new UnsupportedOperationException("postDecided");
        }
    }

    /** One run. */
    private static final class Runs implements Reconciliation {

        private static final Run RUN = new Run(new RunId(new PairId("stripe"), 1), LocalDate.parse("2026-03-01"),
                new Run.Marks(0, 5), new Run.Marks(0, 4), 4, 1, 0, Map.of("opened missing_there", 1L), AT, null);

        @Override
        public Mono<Run> run(RunId id) {
            return id.equals(RUN.id()) ? Mono.just(RUN) : Mono.empty();
        }

        @Override
        public Flux<Run> runs(PairId pair, @Nullable Integer before, int most) {
            return Flux.just(RUN);
        }

        @Override
        public Mono<TakenIn> takeIn(Pair pair, Side side, Publisher<Line> lines) {
            throw new UnsupportedOperationException("takeIn");
        }

        @Override
        public Mono<ReconcileOutcome> reconcile(Pair pair, LocalDate through) {
            throw new UnsupportedOperationException("reconcile");
        }

        @Override
        public Flux<Verdict> again(RunId id) {
            throw new UnsupportedOperationException("again");
        }

        @Override
        public Mono<Verdict> explain(PairId pair, LineKey key) {
            throw new UnsupportedOperationException("explain");
        }
    }
}
