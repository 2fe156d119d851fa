package dev.refill.finance.reconcile;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

import dev.refill.finance.bank.MovableClock;
import dev.refill.finance.reconcile.ReconcileOutcome.Busy;
import dev.refill.finance.reconcile.ReconcileOutcome.Done;
import dev.refill.finance.reconcile.rule.Classify;
import dev.refill.finance.reconcile.rule.Finding;
import dev.refill.finance.reconcile.rule.Group;
import dev.refill.finance.reconcile.rule.Line;
import dev.refill.finance.reconcile.rule.LineKey;
import dev.refill.testsupport.TestDatabase;

import static dev.refill.finance.reconcile.Side.OURS;
import static dev.refill.finance.reconcile.Side.THEIRS;
import static dev.refill.finance.reconcile.TestReconcile.LONGEST;
import static dev.refill.finance.reconcile.TestReconcile.PAIR;
import static dev.refill.finance.reconcile.TestReconcile.breaks;
import static dev.refill.finance.reconcile.TestReconcile.histories;
import static dev.refill.finance.reconcile.TestReconcile.number;
import static dev.refill.finance.reconcile.TestReconcile.reconcile;
import static dev.refill.finance.reconcile.TestReconcile.takeIn;
import static dev.refill.finance.reconcile.rule.TestLines.DAY;
import static dev.refill.finance.reconcile.rule.TestLines.KEY;
import static dev.refill.finance.reconcile.rule.TestLines.line;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Lines are taken in, compared, and become breaks that have a history, on real PostgreSQL. */
class ReconciliationIT {

    private final TestDatabase database = TestDatabase.with("finance");
    private final DatabaseClient client = database.client();
    private final MovableClock clock = new MovableClock();
    private final Reconciliation reconciliation = TestReconcile.over(database.connections(), clock);

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void takeInWhenTheSameComesAgainThenNothingChanges() {
        List<Line> lines = IntStream.range(0, 50).mapToObj(at -> line("our_" + at)).toList();

        assertThat(takeIn(reconciliation, OURS, lines)).isEqualTo(new TakenIn(50, 0, List.of()));
        assertThat(takeIn(reconciliation, OURS, lines)).isEqualTo(new TakenIn(0, 50, List.of()));
        assertThat(takeIn(reconciliation, THEIRS, line("a"), line("a"), line("b"))).isEqualTo(
                new TakenIn(2, 1, List.of()));
        assertThat(number(client, "SELECT count(*) FROM finance.our_line")).isEqualTo(50);
        assertThat(number(client, "SELECT max(our_lines)::bigint FROM finance.reconciled_day")).isEqualTo(50);
    }

    @Test
    void takeInWhenAKnownLineSaysOtherwiseThenTheFirstWordStandsAndItIsTold() {
        takeIn(reconciliation, THEIRS, line("txn_1"), line("txn_2"));

        assertThat(takeIn(reconciliation, THEIRS, line("txn_1", "USD", 999, 59, DAY), line("txn_2"), line("txn_3")))
                .isEqualTo(new TakenIn(1, 2, List.of("txn_1")));
        assertThat(number(client, "SELECT amount FROM finance.their_line WHERE reference = 'txn_1'")).isEqualTo(1_000);
    }

    @Test
    void takeInWhenSeveralDoAtOnceThenEachLineOnceAndPositionsWithoutAGap() {
        List<Line> lines = IntStream.range(0, 200).mapToObj(at -> line("our_" + at)).toList();

        long taken = Flux.range(0, 4)
                .flatMap(sender -> reconciliation.takeIn(PAIR, OURS, Flux.fromIterable(lines)), 4)
                .map(TakenIn::taken)
                .reduce(0L, Long::sum)
                .blockOptional(LONGEST)
                .orElseThrow();

        assertThat(taken).isEqualTo(200);
        assertThat(number(client,
                "SELECT count(DISTINCT position) FROM finance.our_line WHERE position BETWEEN 1 AND 200"))
                .isEqualTo(200);
    }

    @Test
    void linesAndHistoryAreNeverChanged() {
        takeIn(reconciliation, OURS, line("our_1"));
        reconcile(reconciliation, DAY);

        for (String statement : List.of("UPDATE finance.our_line SET amount = 1", "DELETE FROM finance.our_line",
                "TRUNCATE finance.their_line", "DELETE FROM finance.break_history",
                "UPDATE finance.break_history SET reason = 'another'", "DELETE FROM finance.reconciliation_run")) {
            assertThatThrownBy(() -> client.sql(statement).then().block(LONGEST)).as(statement)
                    .hasMessageContaining("rows are only added");
        }
    }

    @Test
    void reconcileWhenBothSaySameThenNoBreakAndItIsExplained() {
        takeIn(reconciliation, OURS, line("our_1"));
        takeIn(reconciliation, THEIRS, line("txn_1"));

        assertThat(reconcile(reconciliation, DAY)).isEqualTo(1);

        assertThat(breaks(client)).isEmpty();
        Run run = run(1);
        assertThat(run.matched()).isEqualTo(1);
        assertThat(run.ours()).isEqualTo(new Run.Marks(0, 1));
        assertThat(run.events()).isEmpty();
        assertThat(reconciliation.explain(PAIR.id(), KEY).blockOptional(LONGEST).orElseThrow().finding())
                .isEqualTo(new Finding.Matched("One line of each side, the same in currency, amount, fee and day"));
        assertThat(reconciliation.explain(PAIR.id(), new LineKey("charge:other")).block(LONGEST)).isNull();
    }

    @Test
    void reconcileWhenTheLineComesLateThenTheBreakIsClosedByTheRuleWithItsHistory() {
        takeIn(reconciliation, OURS, line("our_1"));
        reconcile(reconciliation, DAY);
        assertThat(breaks(client)).isEqualTo(Map.of("charge:ch_1", "missing_there open"));

        takeIn(reconciliation, THEIRS, line("txn_1", "USD", 1_000, 59, DAY.plusDays(1)));
        reconcile(reconciliation, DAY.plusDays(1));

        assertThat(breaks(client)).isEqualTo(Map.of("charge:ch_1", "cut_off resolved"));
        assertThat(histories(client)).isEqualTo(
                Map.of("charge:ch_1", "opened missing_there, resolved cut_off by near-cut-off"));
        assertThat(run(2).events()).isEqualTo(Map.of("resolved cut_off", 1L));
    }

    @Test
    void reconcileWhenTheLineComesTooLateThenTheBreakStaysOpen() {
        takeIn(reconciliation, OURS, line("our_1"));
        takeIn(reconciliation, THEIRS, line("txn_1", "USD", 1_000, 59, DAY.plusDays(4)));
        reconcile(reconciliation, DAY.plusDays(9));

        assertThat(breaks(client)).isEqualTo(Map.of("charge:ch_1", "cut_off open"));
    }

    /** A line of a day that was compared is compared by a run of its own, which reads no more of that day. */
    @Test
    void reconcileWhenALineOfADayBeforeComesThenARunOfItsOwn() {
        takeIn(reconciliation, OURS, line("our_1"), line("our_2", new LineKey("charge:ch_2"), "USD", 5, 1, DAY));
        takeIn(reconciliation, THEIRS, line("txn_1"));
        reconcile(reconciliation, DAY.plusDays(5));
        takeIn(reconciliation, THEIRS, line("txn_2", new LineKey("charge:ch_2"), "USD", 5, 1, DAY));

        assertThat(reconcile(reconciliation, DAY.plusDays(5))).isEqualTo(1);

        assertThat(run(2).ours()).isEqualTo(new Run.Marks(2, 2));
        assertThat(run(2).theirs()).isEqualTo(new Run.Marks(1, 2));
        assertThat(breaks(client)).isEqualTo(Map.of("charge:ch_2", "missing_there resolved"));
        assertThat(reconcile(reconciliation, DAY.plusDays(5))).isZero();
    }

    @Test
    void reconcileWhenTheDayIsNotThatFarThenItsLinesWait() {
        takeIn(reconciliation, OURS, line("our_1", "USD", 1_000, 59, DAY.plusDays(1)));

        assertThat(reconcile(reconciliation, DAY)).isZero();
        assertThat(reconcile(reconciliation, DAY.plusDays(1))).isEqualTo(1);
    }

    @Test
    void reconcileWhenTheSameIsSettledAgainOnALaterDayThenADuplicate() {
        takeIn(reconciliation, OURS, line("our_1"));
        takeIn(reconciliation, THEIRS, line("txn_1"));
        reconcile(reconciliation, DAY);
        takeIn(reconciliation, THEIRS, line("txn_2", "USD", 1_000, 59, DAY.plusDays(30)));
        reconcile(reconciliation, DAY.plusDays(30));

        assertThat(breaks(client)).isEqualTo(Map.of("charge:ch_1", "duplicate open"));
    }

    /** The second of ours strikes theirs out, and still there is one of ours too many. */
    @Test
    void reconcileWhenAMatchedKeyHasAnOpenBreakThenAllItsLinesAreLookedAt() {
        takeIn(reconciliation, OURS, line("our_1"));
        reconcile(reconciliation, DAY);
        takeIn(reconciliation, OURS, line("our_2", "USD", 1_000, 59, DAY.plusDays(1)));
        takeIn(reconciliation, THEIRS, line("txn_1", "USD", 1_000, 59, DAY.plusDays(1)));
        reconcile(reconciliation, DAY.plusDays(1));

        assertThat(breaks(client)).isEqualTo(Map.of("charge:ch_1", "duplicate open"));
    }

    @Test
    void reconcileWhenAResolvedBreakHasNewsThenItIsReopened() {
        takeIn(reconciliation, OURS, line("our_1", "USD", -1_000, 0, DAY));
        takeIn(reconciliation, THEIRS, line("txn_1", "USD", -600, 0, DAY), line("txn_2", "USD", -400, 0, DAY));
        reconcile(reconciliation, DAY);
        assertThat(breaks(client)).isEqualTo(Map.of("charge:ch_1", "split resolved"));

        takeIn(reconciliation, THEIRS, line("txn_3", "USD", -100, 0, DAY.plusDays(1)));
        reconcile(reconciliation, DAY.plusDays(1));

        assertThat(histories(client)).isEqualTo(Map.of("charge:ch_1", "resolved split by parts, reopened amount"));
    }

    @Test
    void reconcileWhenARuleIsAddedThenItDecides() {
        client.sql("""
                INSERT INTO finance.reconciliation_rule (rule, priority, class, tolerance, days, action, reason)
                VALUES ('cent', 1, 'amount', 1, 0, 'resolve', 'A cent is rounding')
                """).then().block(LONGEST);
        takeIn(reconciliation, OURS, line("our_1"), line("our_2", new LineKey("charge:ch_2"), "USD", 1_000, 59, DAY));
        takeIn(reconciliation, THEIRS, line("txn_1", "USD", 1_001, 59, DAY),
                line("txn_2", new LineKey("charge:ch_2"), "USD", 1_002, 59, DAY));
        reconcile(reconciliation, DAY);

        assertThat(breaks(client)).isEqualTo(
                Map.of("charge:ch_1", "amount resolved", "charge:ch_2", "amount open"));
    }

    @Test
    void reconcileWhenOneKeyHasNoEndOfLinesThenOneBreakWithBoundedEvidence() {
        takeIn(reconciliation, THEIRS,
                IntStream.range(0, 500).mapToObj(at -> line("txn_" + at, "USD", at, 0, DAY)).toList());
        reconcile(reconciliation, DAY);

        assertThat(breaks(client)).isEqualTo(Map.of("charge:ch_1", "unmatched open"));
        assertThat(number(client, """
                SELECT jsonb_array_length(evidence -> 'theirs')::bigint FROM finance.reconciliation_break
                """)).isEqualTo(Group.MOST);
    }

    @Test
    void reconcileWhenSeveralDoAtOnceThenOneDoesIt() {
        for (int day = 0; day < 5; day++) {
            takeIn(reconciliation, OURS,
                    line("our_" + day, new LineKey("charge:" + day), "USD", 1, 0, DAY.plusDays(day)));
        }
        List<ReconcileOutcome> outcomes = Flux.range(0, 8)
                .flatMap(node -> TestReconcile.over(database.connections(), clock).reconcile(PAIR, DAY.plusDays(9)), 8)
                .collectList()
                .blockOptional(LONGEST)
                .orElseThrow();

        assertThat(outcomes).allMatch(outcome -> outcome instanceof Done || outcome instanceof Busy);
        reconcile(reconciliation, DAY.plusDays(9));
        assertThat(number(client, "SELECT count(*) FROM finance.reconciliation_run")).isEqualTo(5);
        assertThat(number(client, "SELECT count(*) FROM finance.break_history")).isEqualTo(5);
    }

    @Test
    void reconcileWhenTheOneBeforeFellSilentThenItIsWaitedForAndThenTakenOver() {
        takeIn(reconciliation, OURS, line("our_1"));
        client.sql("SELECT finance.begin_run('stripe', '2026-03-31', 10, '2026-03-02 07:00Z', '2026-03-02 07:00:30Z')")
                .then().block(LONGEST);

        assertThat(reconciliation.reconcile(PAIR, DAY).block(LONGEST)).isEqualTo(new Busy());
        clock.advance(java.time.Duration.ofSeconds(30));
        assertThat(reconcile(reconciliation, DAY)).isEqualTo(1);

        assertThat(breaks(client)).hasSize(1);
        assertThat(number(client, "SELECT count(*) FROM finance.reconciliation_run WHERE state = 'done'")).isEqualTo(1);
        assertThat(number(client, """
                SELECT count(*)
                FROM finance.keep_findings('stripe', 1, 1, '[]', '2026-03-02 07:00Z', '2026-03-02 07:01Z') AS ours WHERE ours
                """)).as("an old fence").isZero();
    }

    /**
     * Random lines of a few keys, in random order and over random runs, beside the pure model over all of them: the same classes, whatever
     * came when. Slices make no difference, nor does making a run again.
     */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void reconcileWhateverComesWhenThenAsTheModelSays(int seed) {
        Random random = new Random(seed);
        Reconciliation sliced = TestReconcile.over(database.connections(), clock, seed % 2 == 0 ? 250_000 : 10);
        List<Line> ours = new ArrayList<>();
        List<Line> theirs = new ArrayList<>();
        for (int round = 0; round < 6; round++) {
            List<Line> here = random(random, "our_" + round, 40);
            List<Line> there = Stream.concat(random(random, "txn_" + round, 10).stream(), copies(random, round, here))
                    .toList();
            ours.addAll(here);
            theirs.addAll(there);
            takeIn(sliced, OURS, here);
            takeIn(sliced, THEIRS, there);
            reconcile(sliced, DAY.plusDays(round));
        }
        reconcile(sliced, DAY.plusDays(99));

        Map<String, String> expected = new TreeMap<>();
        Map<String, String> found = new TreeMap<>();
        Stream.concat(ours.stream(), theirs.stream()).map(Line::key).distinct().forEach(key -> {
            Finding finding = new Classify(true).classify(new Group(key, of(key, ours), of(key, theirs)));
            if (finding instanceof Finding.Broken broken) {
                expected.put(key.value(), broken.about().word());
            }
        });
        breaks(client).forEach((key, told) -> {
            if (isBroken(key)) {
                found.put(key, told.split(" ", 2)[0]);
            }
        });
        assertThat(found).isEqualTo(expected);
        assertThat(number(client, "SELECT count(*) FROM finance.reconciliation_candidate")).isZero();
    }

    /** That of a matched key is a break that was resolved when its last line came. */
    private boolean isBroken(String key) {
        return reconciliation.explain(PAIR.id(), new LineKey(key)).blockOptional(LONGEST).orElseThrow()
                .finding() instanceof Finding.Broken;
    }

    private static List<Line> of(LineKey key, List<Line> lines) {
        return lines.stream().filter(line -> line.key().equals(key)).toList();
    }

    private static List<Line> random(Random random, String name, int most) {
        return IntStream.range(0, random.nextInt(most))
                .mapToObj(at -> line(name + "_" + at, new LineKey("charge:" + random.nextInt(60)),
                        random.nextInt(8) == 0 ? "EUR" : "USD", 100L * (1 + random.nextInt(2)), random.nextInt(2),
                        DAY.plusDays(random.nextInt(6))))
                .toList();
    }

    private static Stream<Line> copies(Random random, int round, List<Line> lines) {
        return lines.stream().filter(line -> random.nextInt(5) > 0).map(line -> line("copy_" + round + line.reference(),
                line.key(), line.currency().getCurrencyCode(), line.amount(), line.fee(), line.day()));
    }

    @Test
    void againWhenMoreHasComeSinceThenARunComesOutAsItDid() {
        takeIn(reconciliation, OURS, line("our_1"));
        reconcile(reconciliation, DAY);
        List<Verdict> then = again(1);
        takeIn(reconciliation, THEIRS, line("txn_1", "USD", 1_000, 59, DAY.plusDays(1)));
        reconcile(reconciliation, DAY.plusDays(1));

        assertThat(again(1)).isEqualTo(then).singleElement()
                .satisfies(verdict -> assertThat(verdict.finding())
                        .isInstanceOfSatisfying(Finding.Broken.class,
                                broken -> assertThat(broken.about().word()).isEqualTo("missing_there")));
        assertThat(again(2)).singleElement()
                .satisfies(verdict -> assertThat(Objects.requireNonNull(verdict.rule()).id())
                        .isEqualTo("near-cut-off"));
        assertThat(number(client, "SELECT count(*) FROM finance.break_history")).isEqualTo(2);
    }

    private List<Verdict> again(int number) {
        return reconciliation.again(new RunId(PAIR.id(), number)).collectList().blockOptional(LONGEST).orElseThrow();
    }

    @Test
    void takeInWhenTheSourceFailsThenWholeBatchesAreKeptAndTheRestComesLater() {
        Flux<Line> lines = Flux.range(0, 20).map(at -> line("our_" + at));
        reconciliation.takeIn(PAIR, OURS, lines.concatWith(Flux.error(new IllegalStateException("gone"))))
                .as(StepVerifier::create)
                .expectErrorMessage("gone")
                .verify(LONGEST);

        long kept = number(client, "SELECT count(*) FROM finance.our_line");
        assertThat(kept).as("whole batches").isIn(0L, 7L, 14L);
        assertThat(takeIn(reconciliation, OURS, lines.collectList().blockOptional(LONGEST).orElseThrow()).taken())
                .isEqualTo(20 - kept);
    }

    private Run run(int number) {
        return reconciliation.run(new RunId(PAIR.id(), number)).blockOptional(LONGEST).orElseThrow();
    }

    /** 0 and 3 decimals are minor units like others. */
    @Test
    void reconcileWhenCurrenciesHaveOtherDecimalsThenDifferencesAreExact() {
        LocalDate day = DAY;
        takeIn(reconciliation, OURS, line("our_1", new LineKey("charge:jpy"), "JPY", Long.MAX_VALUE, 0, day),
                line("our_2", new LineKey("charge:kwd"), "KWD", 1_234, 1, day));
        takeIn(reconciliation, THEIRS, line("txn_1", new LineKey("charge:jpy"), "JPY", Long.MIN_VALUE, 0, day),
                line("txn_2", new LineKey("charge:kwd"), "KWD", 1_235, 1, day));
        reconcile(reconciliation, day);

        assertThat(client
                .sql("SELECT key || ' ' || difference || ' ' || currency FROM finance.reconciliation_break ORDER BY 1")
                .map(row -> row.get(0, String.class)).all().collectList().block(LONGEST))
                .containsExactly("charge:jpy -18446744073709551615 JPY", "charge:kwd 1 KWD");
    }
}
