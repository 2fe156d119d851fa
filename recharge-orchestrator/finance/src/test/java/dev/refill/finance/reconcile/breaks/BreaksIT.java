package dev.refill.finance.reconcile.breaks;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import dev.refill.finance.bank.MovableClock;
import dev.refill.finance.reconcile.BreakId;
import dev.refill.finance.reconcile.Pair;
import dev.refill.finance.reconcile.PairId;
import dev.refill.finance.reconcile.ReconcileConfiguration;
import dev.refill.finance.reconcile.ReconcileProperties;
import dev.refill.finance.reconcile.Reconciliation;
import dev.refill.finance.reconcile.Side;
import dev.refill.finance.reconcile.breaks.DecisionOutcome.Changed;
import dev.refill.finance.reconcile.breaks.DecisionOutcome.Decided;
import dev.refill.finance.reconcile.breaks.DecisionOutcome.NoDifference;
import dev.refill.finance.reconcile.breaks.DecisionOutcome.NotFound;
import dev.refill.finance.reconcile.breaks.DecisionOutcome.SamePerson;
import dev.refill.finance.reconcile.rule.Line;
import dev.refill.finance.reconcile.rule.LineKey;
import dev.refill.testsupport.TestDatabase;

import static dev.refill.finance.reconcile.rule.TestLines.DAY;
import static dev.refill.finance.reconcile.rule.TestLines.line;
import static org.assertj.core.api.Assertions.assertThat;

/** What people decide, on real PostgreSQL. */
class BreaksIT {

    private static final Duration LONGEST = Duration.ofSeconds(60);
    private static final Pair PAIR = new Pair(new PairId("stripe"), true);
    private static final LineKey KEY = new LineKey("fee:txn_1");

    private final TestDatabase database = TestDatabase.with("finance");
    private final MovableClock clock = new MovableClock();
    private final MemoryCorrections corrections = new MemoryCorrections();
    private final Reconciliation reconciliation = ReconcileConfiguration.over(database.connections(), clock,
            ReconcileProperties.standard());
    private final Breaks breaks = new R2dbcBreaks(database.connections(), corrections,
            Limits.of(Map.of("USD", new BigDecimal("10.00"))), clock);

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void resolveWhenWithinTheLimitThenOnePersonDecides() {
        Break open = missing(1_000);

        Break resolved = decided(breaks.resolve(open.id(), 1, false, "anna", "Their monthly price"));

        assertThat(resolved.state()).isEqualTo(BreakState.RESOLVED);
        assertThat(resolved.resolvedAt()).isEqualTo(clock.instant());
        assertThat(history(open)).containsExactly("opened open by run 1",
                "resolved resolved by anna: Their monthly price");
        assertThat(postDecided()).isZero();
    }

    @Test
    void resolveWhenAboveTheLimitThenASecondPersonHasToAgree() {
        Break open = missing(1_001);

        Break proposed = decided(breaks.resolve(open.id(), 1, true, "anna", "Their monthly price"));
        assertThat(proposed.state()).isEqualTo(BreakState.PROPOSED);
        assertThat(postDecided()).isZero();

        assertThat(breaks.answer(open.id(), 2, true, "anna", "Yes").block(LONGEST)).isEqualTo(new SamePerson());
        assertThat(decided(breaks.answer(open.id(), 2, true, "berta", "Yes")).state()).isEqualTo(BreakState.POSTING);
        assertThat(postDecided()).isEqualTo(1);

        Break resolved = breaks.find(open.id()).blockOptional(LONGEST).orElseThrow();
        assertThat(resolved.state()).isEqualTo(BreakState.RESOLVED);
        assertThat(resolved.posted()).isEqualTo(BigInteger.valueOf(1_001));
        assertThat(corrections.posted.values()).singleElement().satisfies(posted -> {
            assertThat(posted.id()).isEqualTo(Correction.id(open.id(), 3));
            assertThat(posted.difference().minor()).isEqualTo(1_001);
            assertThat(posted.by()).isEqualTo("anna");
        });
        assertThat(history(open)).containsExactly("opened open by run 1",
                "proposed proposed by anna: Their monthly price",
                "approved posting by berta: Yes",
                "posted resolved by anna: Posted as ent_" + Correction.id(open.id(), 3));
    }

    @Test
    void resolveWhenTheCurrencyHasNoLimitOrTheDifferenceIsNotKnownThenAlwaysASecondPerson() {
        takeIn(Side.THEIRS, line("txn_1", KEY, "JPY", 1, 0, DAY),
                line("txn_2", new LineKey("fee:2"), "USD", 1, 0, DAY));
        takeIn(Side.OURS, line("our_2", new LineKey("fee:2"), "EUR", 1, 0, DAY));
        reconcile(DAY);

        for (Break open : list(null)) {
            assertThat(decided(breaks.resolve(open.id(), 1, false, "anna", "So")).state())
                    .isEqualTo(BreakState.PROPOSED);
        }
        assertThat(list(BreakState.PROPOSED)).hasSize(2);
    }

    @Test
    void answerWhenNotAgreedThenOpenAgain() {
        Break open = missing(5_000);
        decided(breaks.resolve(open.id(), 1, false, "anna", "So"));

        assertThat(decided(breaks.answer(open.id(), 2, false, "anna", "I was wrong")).state())
                .isEqualTo(BreakState.OPEN);
        assertThat(breaks.answer(open.id(), 2, true, "berta", "Yes").block(LONGEST)).isInstanceOf(Changed.class);
    }

    @Test
    void decideWhenAnotherVersionWasSeenThenNothing() {
        Break open = missing(10);
        decided(breaks.assign(open.id(), 1, "berta", "anna"));

        assertThat(breaks.resolve(open.id(), 1, false, "anna", "So").block(LONGEST))
                .isInstanceOfSatisfying(Changed.class, changed -> {
                    assertThat(changed.now().version()).isEqualTo(2);
                    assertThat(changed.now().owner()).isEqualTo("berta");
                });
        assertThat(breaks.resolve(new BreakId("brk_00000000000000000000000000"), 1, false, "anna", "So").block(LONGEST))
                .isEqualTo(new NotFound());
        assertThat(decided(breaks.assign(open.id(), 2, null, "anna")).owner()).isNull();
    }

    @Test
    void decideWhenSeveralDoAtOnceThenOneDoes() {
        Break open = missing(10);

        List<DecisionOutcome> outcomes = Flux.range(0, 16)
                .flatMap(person -> breaks.resolve(open.id(), 1, true, "person" + person, "So"), 16)
                .collectList().blockOptional(LONGEST).orElseThrow();

        assertThat(outcomes).filteredOn(Decided.class::isInstance).hasSize(1);
        assertThat(Flux.range(0, 8).flatMap(node -> breaks.postDecided(), 8).reduce(0L, Long::sum).block(LONGEST))
                .isEqualTo(1);
        assertThat(corrections.posted).hasSize(1);
        assertThat(history(open)).hasSize(3);
    }

    @Test
    void resolveWhenThereIsNothingToPostThenRefused() {
        takeIn(Side.OURS, line("our_1", KEY, "USD", 5, 0, DAY));
        takeIn(Side.THEIRS, line("txn_1", KEY, "USD", 5, 0, DAY.plusDays(9)));
        reconcile(DAY.plusDays(9));
        Break late = list(BreakState.OPEN).getFirst();

        assertThat(breaks.resolve(late.id(), late.version(), true, "anna", "So").block(LONGEST))
                .isEqualTo(new NoDifference());
        assertThat(decided(breaks.resolve(late.id(), late.version(), false, "anna", "Late")).state())
                .isEqualTo(BreakState.RESOLVED);
    }

    @Test
    void postDecidedWhenTheAnswerIsLostThenAskedAgainUnderTheSameIdAndPostedOnce() {
        Break open = missing(10);
        decided(breaks.resolve(open.id(), 1, true, "anna", "So"));
        corrections.losesAnswers = true;
        assertThat(postDecided()).isZero();

        corrections.losesAnswers = false;
        assertThat(postDecided()).isEqualTo(1);
        assertThat(postDecided()).isZero();

        assertThat(corrections.posted).hasSize(1);
        assertThat(history(open)).hasSize(3);
    }

    @Test
    void postDecidedWhenRefusedThenOpenAgainWithTheReason() {
        Break open = missing(10);
        decided(breaks.resolve(open.id(), 1, true, "anna", "So"));
        corrections.refuses = "the day is closed";
        postDecided();

        Break now = breaks.find(open.id()).blockOptional(LONGEST).orElseThrow();
        assertThat(now.state()).isEqualTo(BreakState.OPEN);
        assertThat(now.posted()).isZero();
        assertThat(history(open)).last().isEqualTo("declined open by anna: The posting was refused: the day is closed");
    }

    /** The line that was missing comes after its correction was posted: it has to be taken back, and a person says so. */
    @Test
    void reconcileWhenALineComesAfterItsCorrectionThenOpenAndTheRestIsPostedBack() {
        Break open = missing(10);
        decided(breaks.resolve(open.id(), 1, true, "anna", "So"));
        postDecided();
        takeIn(Side.OURS, line("our_1", KEY, "USD", 10, 0, DAY));
        reconcile(DAY.plusDays(1));

        Break again = breaks.find(open.id()).blockOptional(LONGEST).orElseThrow();
        assertThat(again.state()).isEqualTo(BreakState.OPEN);
        decided(breaks.resolve(again.id(), again.version(), true, "anna", "Both are there"));
        postDecided();

        assertThat(corrections.posted.values()).extracting(posted -> posted.difference().minor().longValueExact())
                .containsExactlyInAnyOrder(10L, -10L);
        Break last = breaks.find(open.id()).blockOptional(LONGEST).orElseThrow();
        assertThat(last.state()).isEqualTo(BreakState.RESOLVED);
        assertThat(last.posted()).isZero();
    }

    /** News while a correction is under way: it is posted as decided, and the break is open with what is left. */
    @Test
    void reconcileWhenALineComesWhileItsCorrectionIsPostedThenOpenWithWhatIsLeft() {
        Break open = missing(10);
        decided(breaks.resolve(open.id(), 1, true, "anna", "So"));
        takeIn(Side.THEIRS, line("txn_2", KEY, "USD", 7, 0, DAY.plusDays(1)));
        reconcile(DAY.plusDays(1));
        postDecided();

        Break now = breaks.find(open.id()).blockOptional(LONGEST).orElseThrow();
        assertThat(now.state()).isEqualTo(BreakState.OPEN);
        assertThat(now.posted()).isEqualTo(10);
        decided(breaks.resolve(now.id(), now.version(), true, "anna", "The rest"));
        postDecided();
        assertThat(corrections.posted.values()).extracting(posted -> posted.difference().minor().longValueExact())
                .containsExactlyInAnyOrder(10L, 7L);
    }

    @Test
    void reconcileWhenALineComesWhileAProposalWaitsThenTheProposalIsVoid() {
        Break open = missing(5_000);
        decided(breaks.resolve(open.id(), 1, true, "anna", "So"));
        takeIn(Side.THEIRS, line("txn_2", KEY, "USD", 7, 0, DAY.plusDays(1)));
        reconcile(DAY.plusDays(1));

        assertThat(breaks.answer(open.id(), 2, true, "berta", "Yes").block(LONGEST))
                .isInstanceOfSatisfying(Changed.class, changed -> {
                    assertThat(changed.now().state()).isEqualTo(BreakState.OPEN);
                    assertThat(changed.now().decision()).isNull();
                });
    }

    @Test
    void reconcileWhenARulePostsThenItIsPostedOnce() {
        database.client().sql("""
                INSERT INTO finance.reconciliation_rule (rule, priority, class, key_prefix, tolerance, days, action, reason)
                VALUES ('their-price', 1, 'missing_here', 'fee:', 5000, 0, 'post', 'What they take for themselves')
                """).then().block(LONGEST);
        Break found = missing(-4_000);

        assertThat(found.state()).isEqualTo(BreakState.POSTING);
        assertThat(postDecided()).isEqualTo(1);
        assertThat(corrections.posted.values()).singleElement()
                .satisfies(posted -> assertThat(posted.by()).isEqualTo("their-price"));
        assertThat(list(BreakState.RESOLVED)).hasSize(1);
    }

    @Test
    void listWhenThereAreMoreThenPageByPageOldestFirst() {
        for (int day = 0; day < 3; day++) {
            takeIn(Side.THEIRS, line("txn_a" + day, new LineKey("fee:a" + day), "USD", 1, 0, DAY.plusDays(day)),
                    line("txn_b" + day, new LineKey("fee:b" + day), "USD", 1, 0, DAY.plusDays(day)));
            reconcile(DAY.plusDays(day));
            clock.advance(Duration.ofDays(1));
        }
        List<BreakId> all = list(null).stream().map(Break::id).toList();

        List<BreakId> paged = Stream.iterate(page(null), page -> !page.isEmpty(), page -> page(page.getLast()))
                .flatMap(List::stream).toList();

        assertThat(paged).isEqualTo(all).hasSize(6);
    }

    private List<BreakId> page(@Nullable BreakId after) {
        return breaks.list(new BreakQuery(PAIR.id(), BreakState.OPEN, null, after, 4)).map(Break::id).collectList()
                .blockOptional(LONGEST).orElseThrow();
    }

    private Break missing(long minor) {
        takeIn(Side.THEIRS, line("txn_1", KEY, "USD", minor, 0, DAY));
        reconcile(DAY);
        return list(null).getFirst();
    }

    private List<Break> list(@Nullable BreakState state) {
        return breaks.list(new BreakQuery(null, state, null, null, 50)).collectList().blockOptional(LONGEST)
                .orElseThrow();
    }

    private void takeIn(Side side, Line... lines) {
        reconciliation.takeIn(PAIR, side, Flux.just(lines)).block(LONGEST);
    }

    private void reconcile(LocalDate through) {
        reconciliation.reconcile(PAIR, through).block(LONGEST);
    }

    private long postDecided() {
        return breaks.postDecided().blockOptional(LONGEST).orElseThrow();
    }

    private List<String> history(Break of) {
        return breaks.history(of.id(), 0, 50)
                .map(event -> event.event() + " " + event.state() + " by "
                        + (event.run() == null
                                ? event.person() + ": " + event.reason()
                                : "run " + event.run().number()))
                .collectList().blockOptional(LONGEST).orElseThrow();
    }

    private static Break decided(Mono<DecisionOutcome> outcome) {
        DecisionOutcome came = outcome.blockOptional(LONGEST).orElseThrow();
        assertThat(came).isInstanceOf(Decided.class);
        return ((Decided) came).now();
    }
}
