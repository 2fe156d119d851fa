package dev.refill.autotopup.r2dbc;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Mono;

import dev.refill.autotopup.rule.CardToken;
import dev.refill.autotopup.rule.Limits;
import dev.refill.autotopup.rule.PauseReason;
import dev.refill.autotopup.rule.Rule;
import dev.refill.autotopup.rule.RuleId;
import dev.refill.autotopup.rule.RuleState;
import dev.refill.autotopup.rule.RuleStore;
import dev.refill.autotopup.rule.Terms;
import dev.refill.autotopup.rule.Trigger;
import dev.refill.autotopup.rule.Trigger.Frequency;
import dev.refill.autotopup.run.Run;
import dev.refill.autotopup.run.RunChange;
import dev.refill.autotopup.run.RunId;
import dev.refill.autotopup.run.RunState;
import dev.refill.autotopup.run.RunStore;
import dev.refill.autotopup.run.RunStore.Beginning;
import dev.refill.gateway.Money;
import dev.refill.ledger.LedgerUnit;
import dev.refill.lowbalance.LowBalanceNotices.Crossing;
import dev.refill.offer.OfferId;
import dev.refill.subscriber.SubscriberId;
import dev.refill.testsupport.Overlap;
import dev.refill.testsupport.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What the database itself refuses, whoever asks and however late. */
class RulesAndRunsIT {

    private static final Duration LONGEST = Duration.ofSeconds(30);
    private static final Duration LEASE = Duration.ofMinutes(2);
    private static final Instant NOW = Instant.parse("2026-03-10T12:00:00Z");
    private static final Instant DUE = Instant.parse("2026-03-11T09:00:00Z");
    private static final LedgerUnit UNIT = new LedgerUnit("airtime:USD");
    private static final Terms TERMS = new Terms("1", "I agree.");
    private static final Limits MANY = new Limits(9, 9, null, null);
    private static final Trigger LOW = new Trigger.LowBalance(500);
    private static final Trigger DAILY = new Trigger.Schedule(Frequency.DAILY, 1, LocalTime.of(9, 0), ZoneOffset.UTC);

    private final TestDatabase database = TestDatabase.with("autotopup");
    private final RuleStore rules = new R2dbcRuleStore(database.client());
    private final RunStore runs = new R2dbcRunStore(database.client());
    private int crossings;

    @AfterEach
    void drop() {
        database.close();
    }

    private static <T> T get(Mono<T> mono) {
        return mono.blockOptional(LONGEST).orElseThrow();
    }

    private void run(String sql) {
        database.client().sql(sql).then().block(LONGEST);
    }

    private Rule rule(String key, Trigger trigger, Limits limits) {
        get(rules.keep(like(RuleId.of("app", key), 1, RuleState.ACTIVE, trigger, limits), "print", TERMS, "alice", 9));
        return get(rules.find(RuleId.of("app", key)));
    }

    private static Rule like(RuleId id, int version, RuleState state, Trigger trigger, Limits limits) {
        return new Rule(id, version, state, state == RuleState.PAUSED ? PauseReason.BY_REQUEST : null, "app",
                new SubscriberId("sub_alice"), new OfferId("airtime-usd"), Money.of(1_000, "USD"), UNIT,
                new CardToken("pm_1"), trigger, limits, 0,
                trigger instanceof Trigger.Schedule && state == RuleState.ACTIVE ? DUE : null, NOW, NOW);
    }

    /** Whether it was. */
    private boolean change(Rule rule, RuleState state, boolean drops) {
        return get(rules.change(rule, like(rule.id(), rule.version(), state, rule.trigger(), rule.limits()), drops,
                false, null, "changed", "alice", List.of()));
    }

    private Rule now(Rule rule) {
        return get(rules.find(rule.id()));
    }

    private Run taken(Rule rule) {
        runs.cross(List.of(new Crossing(++crossings, rule.id().value(), "sub_alice", UNIT, 500, 0, NOW)), NOW)
                .block(LONGEST);
        return get(runs.takeDue(NOW, LEASE, 1).next());
    }

    private Mono<Beginning> begins(Run run, Rule rule, Instant at) {
        return runs.begin(run, rule, at, at.plus(LEASE), Instant.parse("2026-03-10T00:00:00Z"),
                Instant.parse("2026-03-01T00:00:00Z"), List.of());
    }

    private Beginning begin(Run run, Rule rule) {
        return get(begins(run, rule, NOW));
    }

    private Run begun(Rule rule, Instant at) {
        Run run = taken(rule);
        assertThat(get(begins(run, rule, at))).isEqualTo(Beginning.BEGUN);
        return get(runs.find(run.id()));
    }

    private boolean move(Run run, Rule rule, RunState to, int declines, @Nullable PauseReason pause) {
        boolean isOver = to != RunState.STARTED;
        return get(runs.change(run, rule, new RunChange(to, null, run.tryNumber(), null, false,
                isOver ? null : NOW.plusSeconds(1), declines, pause, List.of()), NOW));
    }

    // begin --------------------------------------------------------------------------------------------------------------------

    @Test
    void whatASecondNodeHasTakenTheFirstDoesNotBegin() {
        Rule rule = rule("a", LOW, MANY);
        Run first = taken(rule);
        Run second = get(runs.takeDue(NOW.plus(LEASE), LEASE, 1).next());
        assertThat(begin(first, rule)).isEqualTo(Beginning.OVERTAKEN);
        assertThat(begin(second, rule)).isEqualTo(Beginning.BEGUN);
        assertThat(get(runs.underWay(rule.id())).id()).isEqualTo(second.id());
    }

    @Test
    void whatIsOverDoesNotBeginAgain() {
        Rule rule = rule("a", LOW, MANY);
        Run run = begun(rule, NOW);
        assertThat(move(run, rule, RunState.UNPAID, 0, null)).isTrue();
        Run over = get(runs.find(run.id()));
        assertThat(begin(over, rule)).isEqualTo(Beginning.OVERTAKEN);
        assertThat(runs.underWay(rule.id()).blockOptional(LONGEST)).isEmpty();
    }

    @Test
    void aRuleThatIsAnotherOneOrPausedBeginsNothing() {
        Rule rule = rule("a", LOW, MANY);
        Run run = taken(rule);
        change(rule, RuleState.ACTIVE, false);
        assertThat(begin(run, rule)).isEqualTo(Beginning.OVERTAKEN);
        change(now(rule), RuleState.PAUSED, false);
        assertThat(begin(run, now(rule))).isEqualTo(Beginning.OVERTAKEN);
    }

    @Test
    void aRuleThatIsBeingCancelledBeginsNothing() {
        Rule rule = rule("a", LOW, MANY);
        Run run = taken(rule);
        assertThat(Overlap.of(database, "UPDATE autotopup.rule SET version = version + 1, state = 'CANCELLED'",
                begins(run, rule, NOW))).isEqualTo(Beginning.OVERTAKEN);
    }

    @ParameterizedTest
    @CsvSource({"price_minor = 5000", "card = 'pm_2'", "currency = 'EUR'"})
    void whatNobodyAgreedToDoesNotBegin(String fault) {
        Rule rule = rule("a", LOW, MANY);
        Run run = taken(rule);
        run("UPDATE autotopup.rule SET " + fault);
        assertThatThrownBy(() -> begin(run, rule)).rootCause().hasMessageContaining("nobody has agreed");
    }

    @Test
    void ofOneRuleOneRunIsUnderWay() {
        Rule rule = rule("a", DAILY, MANY);
        Run first = begun(rule, NOW);
        Run second = taken(rule);
        assertThat(begin(second, rule)).isEqualTo(Beginning.ANOTHER_UNDER_WAY);
        move(first, rule, RunState.CREDITED, 0, null);
        assertThat(begin(second, rule)).isEqualTo(Beginning.BEGUN);
    }

    @Test
    void ofTheRulesThatFillOneUnitOneRunIsUnderWay() {
        begun(rule("a", LOW, MANY), NOW);
        Rule other = rule("b", LOW, MANY);
        assertThat(begin(taken(other), other)).isEqualTo(Beginning.ANOTHER_UNDER_WAY);
    }

    @Test
    void ofTheRulesThatFillOneUnitOneBeginsAfterTheOther() {
        Run first = taken(rule("a", LOW, MANY));
        Rule other = rule("b", LOW, MANY);
        Run second = taken(other);
        assertThat(Overlap.of(database, """
                SELECT pg_advisory_xact_lock(hashtextextended('autotopup.begin_run sub_alice airtime:USD', 0));
                UPDATE autotopup.run SET state = 'STARTING', begun_at = now(), rule_version = 1 WHERE id = '%s'
                """.formatted(first.id()), begins(second, other, NOW))).isEqualTo(Beginning.ANOTHER_UNDER_WAY);
    }

    @ParameterizedTest
    @CsvSource({"1, 9, , ", "9, 1, , ", "9, 9, 1999, ", "9, 9, , 1999"})
    void noMoreBeginsThanTheLimits(int perDay, int perMonth, @Nullable Long amountPerDay,
            @Nullable Long amountPerMonth) {
        Rule rule = rule("a", LOW, new Limits(perDay, perMonth, amountPerDay, amountPerMonth));
        move(begun(rule, NOW), rule, RunState.DECLINED, 0, null);
        move(begun(rule, NOW.minus(Duration.ofDays(20))), rule, RunState.CREDITED, 0, null);
        move(begun(rule, NOW), rule, RunState.IN_REVIEW, 0, null);
        assertThat(begin(taken(rule), rule)).isEqualTo(Beginning.LIMIT_REACHED);
    }

    @ParameterizedTest
    @CsvSource({"1, ", "9, 1000"})
    void yesterdayIsOfTheMonthAlone(int perDay, @Nullable Long amountPerDay) {
        Rule rule = rule("a", LOW, new Limits(perDay, 9, amountPerDay, null));
        move(begun(rule, NOW.minus(Duration.ofDays(1))), rule, RunState.CREDITED, 0, null);
        assertThat(begin(taken(rule), rule)).isEqualTo(Beginning.BEGUN);
    }

    // change -------------------------------------------------------------------------------------------------------------------

    @Test
    void aRunIsMovedByWhoTookItLastAndOnce() {
        Rule rule = rule("a", LOW, MANY);
        Run run = begun(rule, NOW);
        Run second = get(runs.takeDue(NOW.plus(LEASE), LEASE, 1).next());
        assertThat(move(run, rule, RunState.CREDITED, 0, null)).isFalse();
        assertThat(move(second, rule, RunState.STARTED, 0, null)).isTrue();
        assertThat(move(second, rule, RunState.CREDITED, 0, null)).isFalse();
    }

    @Test
    void aVersionThatWasMovedIsNotMovedAgain() {
        Rule rule = rule("a", LOW, MANY);
        Run run = begun(rule, NOW);
        assertThat(move(run, rule, RunState.STARTED, 0, null)).isTrue();
        assertThat(move(run, rule, RunState.CREDITED, 0, null)).isFalse();
    }

    @Test
    void aDeclineIsCountedOnTheRuleAsItWasRead() {
        Rule rule = rule("a", LOW, MANY);
        assertThat(move(begun(rule, NOW), rule, RunState.DECLINED, 1, null)).isTrue();
        Run second = begun(now(rule), NOW);
        assertThat(move(second, rule, RunState.DECLINED, 1, null)).isFalse();
        assertThat(move(second, now(rule), RunState.DECLINED, 2, PauseReason.DECLINED_TWICE)).isTrue();
        assertThat(now(rule)).returns(RuleState.PAUSED, Rule::state).returns(2, Rule::declines)
                .returns(2, Rule::version);
    }

    @Test
    void aRuleThatWasChangedIsNotPausedByWhatWasReadBefore() {
        Rule rule = rule("a", LOW, MANY);
        Run run = taken(rule);
        change(rule, RuleState.ACTIVE, false);
        assertThat(move(run, rule, RunState.UNPAID, 0, PauseReason.CARD_REMOVED)).isFalse();
        assertThat(now(rule).state()).isEqualTo(RuleState.ACTIVE);
    }

    @Test
    void aRuleIsChangedAsItWasReadAndNotOnceItIsCancelled() {
        Rule rule = rule("a", LOW, MANY);
        assertThat(change(rule, RuleState.PAUSED, false)).isTrue();
        assertThat(change(rule, RuleState.ACTIVE, false)).isFalse();
        assertThat(change(now(rule), RuleState.CANCELLED, false)).isTrue();
        assertThat(change(now(rule), RuleState.ACTIVE, false)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"STARTING, ACTIVE, true", "STARTING, CANCELLED, true", "STARTED, ACTIVE, false",
            "STARTED, PAUSED, true"})
    void whoHasARunDoesNotHaveItOnceItsRuleIsChanged(RunState state, RuleState to, boolean isTaken) {
        Rule rule = rule("a", LOW, MANY);
        Run run = begun(rule, NOW);
        if (state == RunState.STARTED) {
            move(run, rule, RunState.STARTED, 0, null);
            run = get(runs.find(run.id()));
        }
        change(rule, to, false);
        assertThat(move(run, rule, RunState.CREDITED, 0, null)).isNotEqualTo(isTaken);
    }

    // plan ---------------------------------------------------------------------------------------------------------------------

    private boolean plan(Rule rule) {
        return get(runs.plan(rule, RunId.scheduled(rule.id(), DUE), DUE.plus(Duration.ofDays(1)), NOW, List.of()));
    }

    @Test
    void anInstantIsPlannedOnceAndComesBackWhenItWasDropped() {
        Rule rule = rule("a", DAILY, MANY);
        assertThat(plan(rule)).isTrue();
        assertThat(plan(rule)).isFalse();
        change(rule, RuleState.ACTIVE, true);
        assertThat(get(runs.find(RunId.scheduled(rule.id(), DUE))).state()).isEqualTo(RunState.SKIPPED);
        assertThat(plan(now(rule))).isTrue();
        assertThat(get(runs.find(RunId.scheduled(rule.id(), DUE))).state()).isEqualTo(RunState.WAITING);
    }

    @Test
    void ofARuleThatWasChangedNothingIsPlanned() {
        Rule rule = rule("a", DAILY, MANY);
        change(rule, RuleState.ACTIVE, false);
        assertThat(plan(rule)).isFalse();
    }

    @Test
    void whatIsNotDroppedStaysPlanned() {
        Rule rule = rule("a", DAILY, MANY);
        plan(rule);
        change(now(rule), RuleState.ACTIVE, false);
        assertThat(get(runs.find(RunId.scheduled(rule.id(), DUE))).state()).isEqualTo(RunState.WAITING);
    }
}
