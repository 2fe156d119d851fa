package dev.refill.autotopup;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import dev.refill.autotopup.CardDesk.Says;
import dev.refill.autotopup.notice.AutoTopupEvents;
import dev.refill.autotopup.rule.AutoTopups;
import dev.refill.autotopup.rule.CardToken;
import dev.refill.autotopup.rule.Limits;
import dev.refill.autotopup.rule.NewRule;
import dev.refill.autotopup.rule.PauseReason;
import dev.refill.autotopup.rule.Rule;
import dev.refill.autotopup.rule.RuleEdit;
import dev.refill.autotopup.rule.RuleId;
import dev.refill.autotopup.rule.RuleOutcome;
import dev.refill.autotopup.rule.RuleState;
import dev.refill.autotopup.rule.RuleStore;
import dev.refill.autotopup.rule.SetMarks;
import dev.refill.autotopup.rule.Trigger;
import dev.refill.autotopup.rule.Trigger.Frequency;
import dev.refill.autotopup.run.AdvanceRun;
import dev.refill.autotopup.run.PlanRuns;
import dev.refill.autotopup.run.ResumeRuns;
import dev.refill.autotopup.run.RunState;
import dev.refill.autotopup.run.RunStore;
import dev.refill.autotopup.run.RunTerms;
import dev.refill.gateway.Money;
import dev.refill.lowbalance.LowBalance;
import dev.refill.lowbalance.LowMark;
import dev.refill.lowbalance.TellCrossings;
import dev.refill.offer.OfferId;
import dev.refill.recharge.ReadCredit;
import dev.refill.recharge.Recharge;
import dev.refill.recharge.RechargeId;
import dev.refill.recharge.RechargeState;
import dev.refill.recharge.Recharges;
import dev.refill.recharge.StartRechargeCommand;
import dev.refill.recharge.card.KeptCardId;
import dev.refill.recharge.card.KeptCards;
import dev.refill.recharge.order.AdjustableClock;
import dev.refill.subscriber.Subscriber.Status;
import dev.refill.subscriber.SubscriberId;
import dev.refill.subscriber.Subscribers;
import dev.refill.subscriber.profile.Change;
import dev.refill.subscriber.profile.ChangeProfile;
import dev.refill.subscriber.profile.Profiles;
import dev.refill.webhooks.OutboundEvent;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * One charge an occasion, whoever looks for it. A top-up is ten dollars. After each test the books, the orders and the runs are held
 * against each other, and no card's token was told.
 */
class AutoTopupIT {

    private static final Duration LONGEST = Duration.ofSeconds(30);
    private static final Duration LEASE = Duration.ofMinutes(2);
    private static final Trigger BELOW_FIVE = new Trigger.LowBalance(500);

    /** A day whose instants are as far from others' as may be. */
    private final AdjustableClock clock = new AdjustableClock(
            Instant.now().plus(Duration.ofDays(1)).truncatedTo(ChronoUnit.DAYS).plus(Duration.ofHours(8)));
    private final Operator operator = new Operator(clock, "1h");

    @AfterEach
    void booksOrdersAndRunsAgree() {
        look();
        assertThat(operator.breaks()).isEmpty();
        operator.close();
    }

    private void look() {
        operator.look(0);
        operator.look(1);
    }

    private RuleOutcome edit(Rule rule, RuleEdit edit) {
        return operator.the(AutoTopups.class).edit(rule, edit, "alice").blockOptional(LONGEST).orElseThrow();
    }

    private Rule edited(Rule rule, RuleEdit edit) {
        if (edit(operator.now(rule), edit) instanceof RuleOutcome.Done(Rule after)) {
            return after;
        }
        throw new AssertionError("not edited");
    }

    // low balance --------------------------------------------------------------------------------------------------------------

    @Test
    void creditBelowTheThresholdIsOneChargeWithNotice() {
        operator.subscriber("alice", 1_000);
        Rule rule = operator.rule("alice", BELOW_FIVE);
        operator.spend("alice", 500);
        look();
        assertThat(operator.runs(rule)).isEmpty();

        operator.spend("alice", 1);
        operator.spend("alice", 99);
        look();
        assertThat(operator.story(rule)).containsExactly("credited");
        assertThat(operator.credit("alice")).isEqualTo(1_400);
        assertThat(operator.cards.tokens()).containsExactly(Operator.SECRET);
        assertThat(operator.told()).containsExactly("started");
    }

    @Test
    void lowCreditIsToppedUpAtOnceAndARepeatedRequestIsTheSameRule() {
        operator.subscriber("alice", 100);
        var subscriber = operator.the(Subscribers.class).withId(new SubscriberId("sub_alice")).block(LONGEST);
        var asked = Operator.newRule(Objects.requireNonNull(subscriber), "a key", new Trigger.LowBalance(1_000),
                new Limits(3, 3, null, null));
        for (int time = 0; time < 3; time++) {
            assertThat(operator.at(time % 2, AutoTopups.class).create(asked).block(LONGEST))
                    .isInstanceOf(RuleOutcome.Done.class);
            look();
        }
        assertThat(operator.cards.charges()).isEqualTo(1);

        var other = Operator.newRule(subscriber, "a key", BELOW_FIVE, new Limits(3, 3, null, null));
        assertThat(operator.the(AutoTopups.class).create(other).block(LONGEST))
                .isInstanceOf(RuleOutcome.KeyReused.class);
    }

    @Test
    void aTopUpByHandTakesThePlaceOfTheRun() {
        operator.subscriber("alice", 1_000);
        Rule rule = operator.rule("alice", BELOW_FIVE);
        operator.spend("alice", 600);
        operator.move("alice", "gift", "issued-credit", 100);
        look();
        assertThat(operator.story(rule)).containsExactly("skipped balance_restored");
        assertThat(operator.cards.payments()).isZero();
        assertThat(operator.told()).containsExactly("skipped");
    }

    @Test
    void twoRulesOfOneSubscriberRunEachForItself() {
        operator.subscriber("alice", 1_000);
        Rule five = operator.rule("alice", BELOW_FIVE);
        Rule one = operator.rule("alice", new Trigger.LowBalance(100));
        operator.spend("alice", 600);
        look();
        operator.spend("alice", 1_390);
        look();
        assertThat(operator.runs(five)).hasSize(2);
        assertThat(operator.runs(one)).hasSize(1);
    }

    @Test
    void twoRulesAtOneThresholdChargeOnce() {
        operator.subscriber("alice", 1_000);
        List<Rule> rules = List.of(operator.rule("alice", BELOW_FIVE), operator.rule("alice", BELOW_FIVE));
        // The first of them is not over while the second is looked at.
        operator.cards.answers(Says.ASK_THE_SUBSCRIBER);
        operator.spend("alice", 600);
        look();
        operator.cards.everybodyConfirms(1_000, "USD");
        for (int time = 0; time < 3; time++) {
            clock.advance(Duration.ofMinutes(10));
            look();
        }
        assertThat(rules).flatExtracting(operator::story)
                .containsExactlyInAnyOrder("credited", "skipped balance_restored");
        assertThat(operator.credit("alice")).isEqualTo(1_400);
    }

    @Test
    void aThresholdThatOneTopUpDoesNotReachIsRefused() {
        operator.subscriber("alice", 2_000);
        assertThat(operator.create("alice", new Trigger.LowBalance(1_001), new Limits(3, 3, null, null)))
                .isNotInstanceOf(RuleOutcome.Done.class);
        Rule rule = operator.rule("alice", BELOW_FIVE);
        assertThat(edit(rule, new RuleEdit.Change(rule.price(), rule.card(), new Trigger.LowBalance(1_001),
                rule.limits(), Operator.TERMS))).isNotInstanceOf(RuleOutcome.Done.class);
    }

    @Test
    void aMarkThatCannotBeSetKeepsNoOtherFromIt() {
        operator.subscriber("alice", 1_000);
        Rule first = operator.rule("alice", BELOW_FIVE);
        operator.rule("alice", BELOW_FIVE);
        operator.database.client().sql("UPDATE autotopup.rule SET mark_is_due = true").then().block(LONGEST);
        LowBalance there = operator.the(LowBalance.class);
        LowBalance picky = (LowBalance) Proxy.newProxyInstance(getClass().getClassLoader(),
                new Class<?>[]{LowBalance.class},
                (proxy, method, arguments) -> arguments[0] instanceof LowMark mark
                        && mark.id().equals(first.id().value())
                                ? Mono.error(new IllegalStateException("not this one"))
                                : method.invoke(there, arguments));
        assertThat(new SetMarks(operator.the(RuleStore.class), picky, 10).round().block(LONGEST)).isEqualTo(1);
        assertThat(operator.the(RuleStore.class).toMark(10).map(Rule::id).collectList().block(LONGEST))
                .containsExactly(first.id());
    }

    // declined, unknown, to be confirmed ---------------------------------------------------------------------------------------

    @Test
    void declinedTwiceInARowPausesTheRuleWithNotice() {
        operator.subscriber("alice", 1_000);
        Rule rule = operator.rule("alice", BELOW_FIVE);
        operator.cards.answers(Says.NO, Says.NO);
        operator.spend("alice", 600);
        look();
        assertThat(operator.story(rule)).containsExactly("waiting");
        clock.advance(Duration.ofHours(11));
        look();
        assertThat(operator.cards.payments()).isEqualTo(1);
        clock.advance(Duration.ofHours(1));
        look();
        assertThat(operator.story(rule)).containsExactly("declined");
        assertThat(operator.now(rule)).returns(RuleState.PAUSED, Rule::state)
                .returns(PauseReason.DECLINED_TWICE, Rule::reason);
        assertThat(operator.told()).containsExactly("started", "declined", "started", "declined", "paused");
        assertThat(operator.partners.heard()).filteredOn(event -> event.type().equals("auto_topup.declined"))
                .extracting(OutboundEvent::body)
                .allSatisfy(body -> assertThat(body).contains("\"lastDecline\":\"insufficient_funds\""))
                .satisfiesExactly(first -> assertThat(first).contains("triedAgainAt"),
                        second -> assertThat(second).doesNotContain("triedAgainAt"));

        operator.move("alice", "gift", "issued-credit", 500);
        operator.spend("alice", 800);
        look();
        assertThat(operator.runs(rule)).as("a paused rule has no mark").hasSize(1);

        edited(rule, new RuleEdit.Resume());
        look();
        assertThat(operator.story(rule)).containsExactly("credited", "declined");
        assertThat(operator.now(rule).declines()).isZero();
    }

    @Test
    void whatIsAcceptedBetweenTwoDeclinesMakesThemTwoFirstOnes() {
        operator.subscriber("alice", 1_000);
        Rule rule = operator.rule("alice", BELOW_FIVE);
        for (int time = 0; time < 2; time++) {
            operator.cards.answers(Says.NO, Says.YES);
            operator.spend("alice", 600 + 400L * time);
            look();
            clock.advance(Duration.ofHours(12));
            look();
        }
        assertThat(operator.story(rule)).containsExactly("credited", "credited");
        assertThat(operator.now(rule).state()).isEqualTo(RuleState.ACTIVE);
    }

    @Test
    void anUnknownOutcomeCountsAsNeitherAndIsWaitedFor() {
        operator.subscriber("alice", 1_000);
        Rule rule = operator.rule("alice", BELOW_FIVE);
        operator.cards.answers(Says.NO, Says.NOTHING);
        operator.spend("alice", 600);
        look();
        clock.advance(Duration.ofHours(12));
        look();
        assertThat(operator.story(rule)).containsExactly("started");
        assertThat(operator.now(rule).declines()).isEqualTo(1);
        operator.spend("alice", 10);
        clock.advance(Duration.ofMinutes(5));
        look();
        look();
        clock.advance(Duration.ofMinutes(6));
        look();
        assertThat(operator.story(rule)).containsExactly("credited");
        assertThat(operator.cards.charges()).isEqualTo(1);
        assertThat(operator.now(rule).declines()).isZero();
    }

    @Test
    void strongAuthenticationIsAskedForOnceWithALink() {
        operator.subscriber("alice", 1_000);
        Rule rule = operator.rule("alice", BELOW_FIVE);
        operator.cards.answers(Says.ASK_THE_SUBSCRIBER);
        operator.spend("alice", 600);
        look();
        clock.advance(Duration.ofMinutes(10));
        look();
        assertThat(operator.story(rule)).containsExactly("started");
        assertThat(operator.told()).containsExactly("started", "action_required");
        assertThat(operator.partners.heard().getLast().body()).contains(CardDesk.PAGE.toString());

        operator.cards.everybodyConfirms(1_000, "USD");
        clock.advance(Duration.ofMinutes(10));
        look();
        clock.advance(Duration.ofMinutes(10));
        look();
        assertThat(operator.story(rule)).containsExactly("credited");
    }

    @Test
    void whatNobodyConfirmsIsUnpaidAndCountsAsNeither() {
        operator.subscriber("alice", 1_000);
        Rule rule = operator.rule("alice", BELOW_FIVE);
        operator.cards.answers(Says.ASK_THE_SUBSCRIBER);
        operator.spend("alice", 600);
        look();
        operator.cards.everybodyGivesUp();
        clock.advance(Duration.ofHours(2));
        look();
        clock.advance(Duration.ofMinutes(10));
        look();
        assertThat(operator.story(rule)).containsExactly("unpaid");
        assertThat(operator.now(rule)).returns(0, Rule::declines).returns(RuleState.ACTIVE, Rule::state);
    }

    @Test
    void whoIsRefusedOnThePageHasNotHadTheKeptCardDeclined() {
        operator.subscriber("alice", 1_000);
        Rule rule = operator.rule("alice", BELOW_FIVE);
        operator.cards.answers(Says.ASK_THE_SUBSCRIBER);
        operator.spend("alice", 600);
        look();
        operator.cards.everybodyIsRefused();
        clock.advance(Duration.ofMinutes(10));
        look();
        clock.advance(Duration.ofMinutes(10));
        look();
        assertThat(operator.story(rule)).containsExactly("unpaid");
        assertThat(operator.now(rule).declines()).isZero();
    }

    @Test
    void whoCannotBeAskedAnywhereHasNotHadTheCardDeclined() {
        operator.subscriber("alice", 1_000);
        Rule rule = operator.rule("alice", BELOW_FIVE);
        operator.cards.hasNoPage();
        operator.cards.answers(Says.ASK_THE_SUBSCRIBER);
        operator.spend("alice", 600);
        look();
        assertThat(operator.story(rule)).containsExactly("unpaid");
        assertThat(operator.now(rule).declines()).isZero();
    }

    @ParameterizedTest
    @EnumSource(value = Says.class, names = {"LOST", "NEVER_AGAIN"})
    void aCardThatWillNotBeAcceptedLaterIsNotTriedAgain(Says no) {
        operator.subscriber("alice", 1_000);
        Rule rule = operator.rule("alice", BELOW_FIVE);
        operator.cards.answers(no);
        operator.spend("alice", 600);
        look();
        assertThat(operator.story(rule)).containsExactly("declined");
        assertThat(operator.now(rule).state()).isEqualTo(RuleState.PAUSED);
        assertThat(operator.told()).containsExactly("started", "declined", "paused");
        assertThat(operator.partners.heard().getLast().body()).contains("\"why\":\"card_refused\"");
    }

    @Test
    void aCardThatItsProviderDoesNotKeepAnyMorePausesItsRuleAndIsTriedByNoOther() {
        operator.subscriber("alice", 1_000);
        operator.keptCard("alice", Operator.SECRET);
        Rule rule = operator.rule("alice", BELOW_FIVE);
        operator.cards.answers(Says.GONE);
        operator.spend("alice", 600);
        look();
        assertThat(operator.story(rule)).containsExactly("declined");
        assertThat(operator.now(rule)).returns(RuleState.PAUSED, Rule::state)
                .returns(PauseReason.CARD_GONE, Rule::reason);
        assertThat(operator.told()).containsExactly("started", "declined", "paused");
        assertThat(operator.partners.heard().getLast().body()).contains("\"why\":\"card_gone\"");

        Rule other = operator.rule("alice", new Trigger.LowBalance(450));
        look();
        assertThat(operator.story(other)).containsExactly("skipped card_removed");
        assertThat(operator.now(other)).returns(RuleState.PAUSED, Rule::state);
        edited(rule, new RuleEdit.Resume());
        look();
        assertThat(operator.now(rule)).returns(PauseReason.CARD_REMOVED, Rule::reason);
        assertThat(operator.told()).containsExactly("started", "declined", "paused", "skipped", "paused", "skipped",
                "paused");
        assertThat(operator.cards.payments()).as("asked for once").isOne();
    }

    @Test
    void aCardIsChargedAtTheGatewayThatKeepsIt() {
        operator.subscriber("alice", 1_000);
        operator.keptCard("alice", Operator.SECRET, "other");
        operator.cards.takesNoCards();
        Rule rule = operator.rule("alice", BELOW_FIVE);
        operator.spend("alice", 600);
        look();
        assertThat(operator.story(rule)).containsExactly("credited");
        assertThat(operator.others.charges()).isOne();
        assertThat(operator.cards.payments()).isZero();
    }

    @Test
    void aTokenThatWasKeptElsewhereNeedsAGatewayThatTakesIt() {
        operator.subscriber("alice", 1_000);
        operator.cards.takesNoCards();
        assertThat(operator.create("alice", BELOW_FIVE, new Limits(9, 9, null, null)))
                .isInstanceOf(RuleOutcome.CardNotTaken.class);
    }

    /** Whatever the others take: there it is not known, and nowhere could it be charged. */
    @Test
    void aCardWhoseKeeperIsGoneOrTakesNoCardsMakesNoRule() {
        operator.subscriber("bob", 1_000);
        Rule rule = operator.rule("bob", BELOW_FIVE);
        operator.keptCard("bob", "pm_bobs", "other");
        operator.others.takesNoCards();
        assertThat(edit(rule, new RuleEdit.Change(rule.price(), new CardToken("pm_bobs"), rule.trigger(), rule.limits(),
                Operator.TERMS))).isInstanceOf(RuleOutcome.CardNotTaken.class);
        operator.subscriber("alice", 1_000);
        operator.keptCard("alice", Operator.SECRET, "gone");
        assertThat(operator.create("alice", BELOW_FIVE, new Limits(9, 9, null, null)))
                .isInstanceOf(RuleOutcome.CardNotTaken.class);
    }

    @ParameterizedTest
    @EnumSource(value = Says.class, names = {"NO_REASON", "NO_WORD"})
    void whatTheBankGivesNoReasonForIsTriedAgainAndPausesTheRuleTheSecondTime(Says no) {
        operator.subscriber("alice", 1_000);
        Rule rule = operator.rule("alice", BELOW_FIVE);
        operator.cards.answers(no, no);
        operator.spend("alice", 600);
        look();
        assertThat(operator.story(rule)).containsExactly("waiting");
        assertThat(operator.now(rule).state()).isEqualTo(RuleState.ACTIVE);
        clock.advance(Duration.ofHours(12));
        look();
        assertThat(operator.story(rule)).containsExactly("declined");
        assertThat(operator.now(rule)).returns(RuleState.PAUSED, Rule::state)
                .returns(PauseReason.DECLINED_TWICE, Rule::reason);
    }

    @Test
    void anOrderThatWasPaidAfterAllIsNotFollowedByASecond() {
        operator.subscriber("alice", 1_000);
        Rule rule = operator.rule("alice", BELOW_FIVE);
        operator.cards.answers(Says.NO);
        operator.spend("alice", 600);
        look();
        clock.advance(Duration.ofHours(12));
        Recharges there = operator.the(Recharges.class);
        // As when money has come for it since, and a person decides on that.
        Recharges later = (Recharges) Proxy.newProxyInstance(getClass().getClassLoader(),
                new Class<?>[]{Recharges.class},
                (proxy, method, arguments) -> method.getName().equals("find")
                        ? there.find((RechargeId) arguments[0]).map(AutoTopupIT::inReview)
                        : method.invoke(there, arguments));
        operator.the(RunStore.class).takeDue(clock.instant(), LEASE, 1)
                .flatMap(advancing(operator.the(RuleStore.class), operator.the(RunStore.class), later)::advance)
                .blockLast(LONGEST);
        assertThat(operator.story(rule)).containsExactly("in_review");
        assertThat(operator.cards.payments()).isEqualTo(1);
    }

    private static Recharge inReview(Recharge was) {
        return new Recharge(was.id(), was.version() + 1, RechargeState.IN_REVIEW, was.owner(), was.subscriber(),
                was.msisdn(), was.quote(), null, was.lastDecline(), was.createdAt(), was.changedAt());
    }

    // who is not charged -------------------------------------------------------------------------------------------------------

    @ParameterizedTest
    @EnumSource(value = Status.class, names = "ACTIVE", mode = EnumSource.Mode.EXCLUDE)
    void whoIsNotActiveIsNotCharged(Status status) {
        SubscriberId alice = operator.subscriber("alice", 1_000);
        Rule rule = operator.rule("alice", BELOW_FIVE);
        operator.spend("alice", 600);
        var before = operator.the(Profiles.class).withId(alice).blockOptional(LONGEST).orElseThrow();
        operator.the(ChangeProfile.class).change(before, new Change.SetStatus(status), "an operator", "a test")
                .block(LONGEST);
        clock.advance(Duration.ofMinutes(1));
        look();
        assertThat(operator.story(rule)).containsExactly("skipped subscriber_not_active");
        assertThat(operator.cards.payments()).isZero();
    }

    @Test
    void whoOwesIsNotCharged() {
        operator.subscriber("alice", 1_000);
        Rule rule = operator.rule("alice", BELOW_FIVE);
        operator.spend("alice", 600);
        operator.owe("alice", 100);
        look();
        assertThat(operator.story(rule)).containsExactly("skipped in_debt");
        assertThat(operator.cards.payments()).isZero();
        operator.settle("alice", 100);
    }

    @Test
    void aCardThatWasRemovedIsNotCharged() {
        operator.subscriber("alice", 1_000);
        Rule rule = operator.rule("alice", BELOW_FIVE);
        KeptCardId card = operator.keptCard("alice", Operator.SECRET);
        operator.the(KeptCards.class).remove(card, "alice").block(LONGEST);
        operator.spend("alice", 600);
        look();
        assertThat(operator.story(rule)).containsExactly("skipped card_removed");
        assertThat(operator.cards.payments()).isZero();
        assertThat(operator.now(rule).state()).isEqualTo(RuleState.PAUSED);
        assertThat(operator.told()).containsExactly("skipped", "paused");
    }

    @ParameterizedTest
    @CsvSource({"1, 9, , ", "9, 1, , ", "9, 9, 1999, ", "9, 9, , 1999"})
    void noMoreThanTheLimits(int perDay, int perMonth, Long amountPerDay, Long amountPerMonth) {
        operator.subscriber("alice", 1_000);
        Rule rule = operator.rule("alice", BELOW_FIVE, new Limits(perDay, perMonth, amountPerDay, amountPerMonth));
        operator.spend("alice", 600);
        look();
        operator.spend("alice", 1_000);
        look();
        assertThat(operator.story(rule)).containsExactly("skipped limit_reached", "credited");

        clock.advance(Duration.ofDays(40));
        operator.move("alice", "gift", "issued-credit", 600);
        operator.spend("alice", 600);
        look();
        assertThat(operator.story(rule)).startsWith("credited");
    }

    // schedules ----------------------------------------------------------------------------------------------------------------

    private Rule daily(String name) {
        return operator.rule(name, new Trigger.Schedule(Frequency.DAILY, 1, LocalTime.of(9, 0), ZoneOffset.UTC));
    }

    @Test
    void aScheduleIsToldADayBeforeAndRunsOnceAtItsTime() {
        operator.subscriber("alice", 0);
        // It is eight: of today's nine it is told at once.
        Rule rule = daily("alice");
        look();
        assertThat(operator.told()).containsExactly("upcoming");
        assertThat(operator.cards.payments()).isZero();
        clock.advance(Duration.ofHours(1));
        look();
        assertThat(operator.told()).containsExactly("upcoming", "upcoming", "started");
        assertThat(operator.cards.charges()).isEqualTo(1);
        for (int day = 0; day < 3; day++) {
            clock.advance(Duration.ofDays(1));
            look();
        }
        assertThat(operator.cards.charges()).isEqualTo(4);
        assertThat(operator.story(rule)).containsExactly("waiting", "credited", "credited", "credited", "credited");
    }

    @Test
    void daysOnWhichNoNodeRanAreNotMadeUpFor() {
        operator.subscriber("alice", 0);
        Rule rule = daily("alice");
        look();
        clock.advance(Duration.ofDays(5));
        look();
        assertThat(operator.cards.payments()).isZero();
        assertThat(operator.story(rule)).containsExactly("waiting", "skipped too_late");
        assertThat(operator.told()).containsExactly("upcoming", "skipped", "upcoming");
        assertThat(operator.now(rule).nextAt()).isAfter(clock.instant());
    }

    @Test
    void twoNodesPlanOnce() {
        List<Rule> rules = IntStream.range(0, 20).mapToObj(one -> {
            operator.subscriber("s" + one, 0);
            return daily("s" + one);
        }).toList();
        long made = Flux.range(0, 8)
                .flatMap(time -> operator.at(time % 2, PlanRuns.class).round(), 8)
                .reduce(0L, Long::sum)
                .blockOptional(LONGEST)
                .orElseThrow();
        assertThat(made).isEqualTo(20);
        clock.advance(Duration.ofHours(1));
        Flux.range(0, 8).flatMap(time -> operator.at(time % 2, ResumeRuns.class).resumeDue(), 8).blockLast(LONGEST);
        look();
        assertThat(operator.cards.charges()).isEqualTo(20);
        assertThat(rules).allSatisfy(rule -> assertThat(operator.story(rule)).containsOnlyOnce("credited"));
    }

    @Test
    void anotherPriceIsToldAnewBeforeItIsCharged() {
        operator.subscriber("alice", 0);
        Rule rule = daily("alice");
        look();
        edited(rule, new RuleEdit.Change(Money.of(2_000, "USD"), rule.card(), rule.trigger(), rule.limits(),
                Operator.TERMS));
        look();
        assertThat(operator.told()).containsExactly("upcoming", "skipped", "upcoming");
        assertThat(operator.partners.heard().get(1).body()).contains("rule_changed");
        assertThat(operator.partners.heard().getLast().body()).contains("\"amount\":2000");
        clock.advance(Duration.ofHours(1));
        look();
        assertThat(operator.credit("alice")).isEqualTo(2_000);
        assertThat(operator.cards.charges()).isEqualTo(1);
    }

    @Test
    void anotherTimeDropsWhatWasPlanned() {
        operator.subscriber("alice", 0);
        Rule rule = daily("alice");
        look();
        edited(rule, new RuleEdit.Change(rule.price(), rule.card(),
                new Trigger.Schedule(Frequency.DAILY, 1, LocalTime.of(10, 0), ZoneOffset.UTC), rule.limits(),
                Operator.TERMS));
        look();
        assertThat(operator.told()).containsExactly("upcoming", "skipped", "upcoming");
        clock.advance(Duration.ofHours(1));
        look();
        assertThat(operator.cards.payments()).isZero();
        clock.advance(Duration.ofHours(1));
        look();
        assertThat(operator.cards.charges()).isEqualTo(1);
    }

    @Test
    void aPausedScheduleDoesNotRunAndGoesOnWhenItIsResumed() {
        operator.subscriber("alice", 0);
        Rule rule = daily("alice");
        look();
        edited(rule, new RuleEdit.Pause());
        clock.advance(Duration.ofHours(1));
        look();
        assertThat(operator.story(rule)).containsExactly("skipped rule_not_active");
        assertThat(operator.told()).containsExactly("upcoming", "paused", "skipped");

        edited(rule, new RuleEdit.Resume());
        look();
        clock.advance(Duration.ofDays(1));
        look();
        look();
        assertThat(operator.cards.charges()).isEqualTo(1);
    }

    @Test
    void anHourIsMadeUpFor() {
        operator.subscriber("alice", 0);
        Rule rule = daily("alice");
        look();
        clock.advance(Duration.ofHours(2));
        look();
        assertThat(operator.story(rule)).containsExactly("waiting", "credited");
    }

    @Test
    void aDayIsNotChargedBesideTheNextOne() {
        operator.subscriber("alice", 0);
        Rule rule = daily("alice");
        look();
        clock.advance(Duration.ofHours(24).plusMinutes(59));
        look();
        clock.advance(Duration.ofMinutes(1));
        look();
        assertThat(operator.story(rule)).containsExactly("waiting", "credited", "skipped too_late");
        assertThat(operator.cards.charges()).isEqualTo(1);
    }

    @Test
    void aScheduleWhoseCardWasRemovedIsPausedAndTellsOfNoChargeToCome() {
        operator.subscriber("alice", 0);
        Rule rule = daily("alice");
        KeptCardId card = operator.keptCard("alice", Operator.SECRET);
        operator.the(KeptCards.class).remove(card, "alice").block(LONGEST);
        look();
        assertThat(operator.told()).containsExactly("paused");
        assertThat(operator.now(rule)).returns(RuleState.PAUSED, Rule::state)
                .returns(PauseReason.CARD_REMOVED, Rule::reason);
        assertThat(operator.runs(rule)).isEmpty();
    }

    // edits --------------------------------------------------------------------------------------------------------------------

    @Test
    void cancelledIsForEver() {
        operator.subscriber("alice", 1_000);
        Rule rule = operator.rule("alice", BELOW_FIVE);
        Rule cancelled = edited(rule, new RuleEdit.Cancel());
        operator.spend("alice", 600);
        look();
        assertThat(operator.runs(rule)).isEmpty();
        assertThat(edit(cancelled, new RuleEdit.Resume())).isInstanceOf(RuleOutcome.Cancelled.class);
        assertThat(edit(cancelled, new RuleEdit.Cancel())).isInstanceOf(RuleOutcome.Done.class);
        assertThat(edit(rule, new RuleEdit.Pause())).as("as it was seen before")
                .isInstanceOf(RuleOutcome.Outdated.class);
        assertThat(operator.told()).containsExactly("cancelled");
    }

    @Test
    void aCancelThatComesWhileARunWaitsIsHeard() {
        operator.subscriber("alice", 1_000);
        Rule rule = operator.rule("alice", BELOW_FIVE);
        operator.spend("alice", 600);
        operator.the(TellCrossings.class).round().block(LONGEST);
        edited(rule, new RuleEdit.Cancel());
        look();
        assertThat(operator.story(rule)).containsExactly("skipped rule_not_active");
        assertThat(operator.cards.payments()).isZero();
    }

    @Test
    void aHigherThresholdIsCrossedAtOnceAndAnotherCardIsCharged() {
        operator.subscriber("alice", 800);
        Rule rule = operator.rule("alice", BELOW_FIVE);
        edited(rule, new RuleEdit.Change(rule.price(), new CardToken("pm_another"), rule.trigger(), rule.limits(),
                Operator.TERMS));
        look();
        assertThat(operator.runs(rule)).isEmpty();
        edited(rule, new RuleEdit.Change(rule.price(), new CardToken("pm_another"), new Trigger.LowBalance(801),
                rule.limits(), Operator.TERMS));
        look();
        assertThat(operator.story(rule)).containsExactly("credited");
        assertThat(operator.cards.tokens()).containsExactly("pm_another");
    }

    @Test
    void whileCreditIsLowOnlyAHigherThresholdIsAnotherCrossing() {
        operator.subscriber("alice", 1_000);
        Rule rule = operator.rule("alice", BELOW_FIVE);
        operator.cards.hasNoPage();
        operator.cards.answers(Says.ASK_THE_SUBSCRIBER);
        operator.spend("alice", 600);
        look();
        edited(rule, new RuleEdit.Change(rule.price(), rule.card(), rule.trigger(), new Limits(9, 9, null, null),
                Operator.TERMS));
        look();
        edited(rule, new RuleEdit.Change(rule.price(), rule.card(), new Trigger.LowBalance(450), rule.limits(),
                Operator.TERMS));
        look();
        assertThat(operator.story(rule)).containsExactly("unpaid");
        edited(rule, new RuleEdit.Change(rule.price(), rule.card(), new Trigger.LowBalance(451), rule.limits(),
                Operator.TERMS));
        look();
        assertThat(operator.story(rule)).containsExactly("credited", "unpaid");
    }

    @Test
    void whatIsNotOnSaleOrTooManyIsRefused() {
        operator.subscriber("alice", 1_000);
        Rule rule = operator.rule("alice", BELOW_FIVE);
        assertThat(edit(rule,
                new RuleEdit.Change(Money.of(1, "USD"), rule.card(), rule.trigger(), rule.limits(), Operator.TERMS)))
                .isInstanceOf(RuleOutcome.NotOffered.class);
        IntStream.range(1, 5).forEach(more -> operator.rule("alice", BELOW_FIVE));
        assertThat(operator.create("alice", BELOW_FIVE, rule.limits())).isInstanceOf(RuleOutcome.TooMany.class);
        edited(rule, new RuleEdit.Cancel());
        assertThat(operator.create("alice", BELOW_FIVE, rule.limits())).isInstanceOf(RuleOutcome.Done.class);
    }

    @Test
    void nothingIsMadeOrChangedWithoutTheTermsInForce() {
        operator.subscriber("alice", 1_000);
        var subscriber = operator.the(Subscribers.class).withId(new SubscriberId("sub_alice")).block(LONGEST);
        var asked = new NewRule(RuleId.of("app", "old terms"), "app", "alice", Objects.requireNonNull(subscriber),
                new OfferId("airtime-usd"), Money.of(1_000, "USD"), new CardToken(Operator.SECRET), BELOW_FIVE,
                new Limits(3, 3, null, null), "0");
        assertThat(operator.the(AutoTopups.class).create(asked).block(LONGEST))
                .isEqualTo(new RuleOutcome.TermsNotAccepted(Operator.TERMS));
        Rule rule = operator.rule("alice", BELOW_FIVE);
        assertThat(edit(rule,
                new RuleEdit.Change(Money.of(2_000, "USD"), rule.card(), rule.trigger(), rule.limits(), "0")))
                .isEqualTo(new RuleOutcome.TermsNotAccepted(Operator.TERMS));
        assertThat(operator.now(rule)).isEqualTo(rule);
    }

    @Test
    void whatWasAgreedToIsKeptForEachVersionThatChargesSomethingElse() {
        operator.subscriber("alice", 1_000);
        Rule rule = operator.rule("alice", BELOW_FIVE);
        edited(rule, new RuleEdit.Pause());
        edited(rule, new RuleEdit.Resume());
        edited(rule, new RuleEdit.Change(Money.of(2_000, "USD"), rule.card(), rule.trigger(), rule.limits(),
                Operator.TERMS));
        assertThat(operator.consents(rule)).containsExactly("1: 1000 USD by alice", "4: 2000 USD by alice");
    }

    @Test
    void aRuleThatSomebodyHasChangedPastTheConsentChargesNothing() {
        operator.subscriber("alice", 1_000);
        Rule rule = operator.rule("alice", BELOW_FIVE);
        operator.spend("alice", 600);
        operator.database.client().sql("UPDATE autotopup.rule SET price_minor = 5000").then().block(LONGEST);
        look();
        assertThat(operator.cards.payments()).isZero();
        assertThat(operator.story(rule)).containsExactly("waiting");
    }

    // nodes that die -----------------------------------------------------------------------------------------------------------

    /** Where a node dies: before a call reaches what it calls, or before the answer comes back. */
    enum Death {
        BEFORE_IT_JUDGES(RuleStore.class, "find", false),
        BEFORE_IT_COMMITS_TO_CHARGE(RunStore.class, "begin", false),
        AFTER_IT_COMMITTED_TO_CHARGE(RunStore.class, "begin", true),
        BEFORE_THE_ORDER(Recharges.class, "start", false),
        AFTER_THE_ORDER(Recharges.class, "start", true),
        BEFORE_IT_NOTES_THE_END(RunStore.class, "change", false),
        AFTER_IT_NOTED_THE_END(RunStore.class, "change", true);

        private final Class<?> where;
        private final String call;
        private final boolean isAfter;

        Death(Class<?> where, String call, boolean isAfter) {
            this.where = where;
            this.call = call;
            this.isAfter = isAfter;
        }
    }

    @ParameterizedTest
    @EnumSource(Death.class)
    void anotherNodeTakesOverWhereOneDied(Death death) {
        operator.subscriber("alice", 1_000);
        Rule rule = operator.rule("alice", BELOW_FIVE);
        operator.spend("alice", 600);
        operator.the(TellCrossings.class).round().block(LONGEST);

        AtomicBoolean died = new AtomicBoolean();
        dying(death, died).resumeDue().onErrorComplete().block(LONGEST);
        assertThat(died).isTrue();
        // Its lease has not ended.
        look();
        clock.advance(LEASE.plusSeconds(1));
        look();
        assertThat(operator.story(rule)).containsExactly("credited");
        assertThat(operator.cards.charges()).isEqualTo(1);
        assertThat(operator.cards.payments()).isEqualTo(1);
    }

    /** Whatever this node does after that call is not done. */
    private ResumeRuns dying(Death death, AtomicBoolean died) {
        RunStore runs = mortal(RunStore.class, death, died);
        return new ResumeRuns(runs, advancing(mortal(RuleStore.class, death, died), runs,
                mortal(Recharges.class, death, died)), clock, LEASE, 10, 1);
    }

    private AdvanceRun advancing(RuleStore rules, RunStore runs, Recharges recharges) {
        var terms = new RunTerms(LEASE, Duration.ofHours(12), Duration.ofHours(1), Duration.ofHours(6),
                ZoneOffset.UTC);
        return new AdvanceRun(rules, runs, operator.the(Subscribers.class), operator.the(ReadCredit.class),
                operator.the(LowBalance.class), recharges, operator.the(KeptCards.class), new AutoTopupEvents(), terms,
                clock);
    }

    private <T> T mortal(Class<T> type, Death death, AtomicBoolean died) {
        T alive = operator.the(type);
        return type.cast(
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[]{type}, (proxy, method, arguments) -> {
                    if (died.get()) {
                        return Mono.error(new IllegalStateException("dead"));
                    }
                    boolean isThere = death.where == type && death.call.equals(method.getName());
                    try {
                        Object answer = method.invoke(alive, arguments);
                        if (!isThere) {
                            return answer;
                        }
                        Mono<?> called = death.isAfter ? (Mono<?>) answer : Mono.empty();
                        return called.then(Mono.fromRunnable(() -> died.set(true)))
                                .then(Mono.error(new IllegalStateException("dead")));
                    } catch (InvocationTargetException thrown) {
                        throw Objects.requireNonNull(thrown.getCause());
                    }
                }));
    }

    /** A node that stands still while it is about to place its order. */
    private boolean moves(Runnable meanwhile) {
        Recharges there = operator.the(Recharges.class);
        Recharges slow = (Recharges) Proxy.newProxyInstance(getClass().getClassLoader(),
                new Class<?>[]{Recharges.class},
                (proxy, method, arguments) -> method.getName().equals("start")
                        ? Mono.fromRunnable(meanwhile).subscribeOn(Schedulers.boundedElastic())
                                .then(Mono.defer(() -> there.start((StartRechargeCommand) arguments[0])))
                        : method.invoke(there, arguments));
        var runs = operator.the(RunStore.class);
        var advance = advancing(operator.the(RuleStore.class), runs, slow);
        return runs.takeDue(clock.instant(), LEASE, 1)
                .flatMap(advance::advance)
                .collectList()
                .blockOptional(LONGEST)
                .orElseThrow()
                .contains(true);
    }

    private Rule low() {
        operator.subscriber("alice", 1_000);
        operator.keptCard("alice", Operator.SECRET);
        Rule rule = operator.rule("alice", BELOW_FIVE);
        operator.spend("alice", 600);
        operator.the(TellCrossings.class).round().block(LONGEST);
        return rule;
    }

    private void theLeaseEnds() {
        clock.advance(LEASE.plusSeconds(1));
        look();
    }

    private void removeTheCard() {
        operator.database.client()
                .sql("UPDATE recharge.kept_card SET removed_at = now(), removed_by = 'a', forget_at = now()")
                .then().block(LONGEST);
    }

    @Test
    void aSlowNodeMovesNothingOnceAnotherHasTakenOver() {
        Rule rule = low();
        // While its order is on its way the others find the lease has ended, and finish the run.
        assertThat(moves(this::theLeaseEnds)).isFalse();
        assertThat(operator.story(rule)).containsExactly("credited");
        assertThat(operator.cards.payments()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aSlowNodeChargesNothingOnceTheRuleIsStopped(boolean isForEver) {
        Rule rule = low();
        boolean moved = moves(() -> edited(rule, isForEver ? new RuleEdit.Cancel() : new RuleEdit.Pause()));
        assertThat(moved).isFalse();
        look();
        assertThat(operator.cards.payments()).isZero();
        assertThat(operator.story(rule)).containsExactly("skipped rule_not_active");
    }

    @Test
    void aSlowNodeDoesNotChargeWhatWasChanged() {
        Rule rule = low();
        moves(() -> edited(rule, new RuleEdit.Change(rule.price(), new CardToken("pm_another"), rule.trigger(),
                rule.limits(), Operator.TERMS)));
        look();
        assertThat(operator.cards.payments()).isZero();
        assertThat(operator.story(rule)).containsExactly("skipped rule_changed");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aSlowNodeDoesNotChargeACardThatWasRemoved(boolean isTakenOver) {
        Rule rule = low();
        boolean moved = moves(() -> {
            removeTheCard();
            if (isTakenOver) {
                theLeaseEnds();
            }
        });
        assertThat(moved).isEqualTo(!isTakenOver);
        assertThat(operator.cards.payments()).isZero();
        assertThat(operator.story(rule)).containsExactly("skipped card_removed");
        assertThat(operator.now(rule).state()).isEqualTo(RuleState.PAUSED);
    }

    @Test
    void aSlowNodeChargesNothingOnceAnotherHasSaidSo() {
        Rule rule = low();
        moves(() -> {
            edited(rule, new RuleEdit.Cancel());
            theLeaseEnds();
            assertThat(operator.story(rule)).containsExactly("skipped rule_not_active");
        });
        look();
        assertThat(operator.cards.payments()).isZero();

        operator.subscriber("bob", 1_000);
        Rule bobs = operator.rule("bob", BELOW_FIVE);
        operator.spend("bob", 600);
        operator.the(TellCrossings.class).round().block(LONGEST);
        moves(() -> {
            operator.move("bob", "gift", "issued-credit", 600);
            theLeaseEnds();
            assertThat(operator.story(bobs)).containsExactly("skipped balance_restored");
        });
        look();
        assertThat(operator.cards.payments()).isZero();
    }

    @Test
    void anOrderThatWasPlacedBeforeTheCancelIsWhatTheRunIsJudgedBy() {
        Rule rule = low();
        dying(Death.AFTER_THE_ORDER, new AtomicBoolean()).resumeDue().onErrorComplete().block(LONGEST);
        edited(rule, new RuleEdit.Cancel());
        look();
        assertThat(operator.story(rule)).containsExactly("credited");
        assertThat(operator.cards.payments()).isEqualTo(1);
    }

    @Test
    void aCancelThatWasNotHeardStopsTheRunWhenItIsRepeated() {
        Rule rule = low();
        moves(() -> {
            // As when its node dies before it answers.
            operator.database.client().sql("""
                    UPDATE autotopup.rule SET state = 'CANCELLED', version = version + 1
                    """).then().block(LONGEST);
            edited(rule, new RuleEdit.Cancel());
        });
        assertThat(operator.cards.payments()).isZero();
    }

    @Test
    void whoOwesBeforeTheOrderWasPlacedIsNotCharged() {
        Rule rule = diedBeforeTheOrder();
        operator.owe("alice", 100);
        nothingIsChargedBut(rule, "skipped in_debt");
        operator.settle("alice", 100);
    }

    /** A run that is certain to charge, of a node that has died before it placed the order. */
    private Rule diedBeforeTheOrder() {
        Rule rule = low();
        dying(Death.BEFORE_THE_ORDER, new AtomicBoolean()).resumeDue().onErrorComplete().block(LONGEST);
        return rule;
    }

    private void nothingIsChargedBut(Rule rule, String story) {
        clock.advance(LEASE.plusSeconds(1));
        look();
        assertThat(operator.story(rule)).containsExactly(story);
        assertThat(operator.cards.payments()).isZero();
    }

    @Test
    void whatIsCancelledBeforeTheOrderWasPlacedIsNotCharged() {
        Rule rule = diedBeforeTheOrder();
        edited(rule, new RuleEdit.Cancel());
        nothingIsChargedBut(rule, "skipped rule_not_active");
    }

    @Test
    void anotherCardAndPriceBeforeTheOrderWasPlacedAreNotMixed() {
        Rule rule = diedBeforeTheOrder();
        edited(rule, new RuleEdit.Change(Money.of(2_000, "USD"), new CardToken("pm_another"), rule.trigger(),
                rule.limits(), Operator.TERMS));
        nothingIsChargedBut(rule, "skipped rule_changed");
    }

    @Test
    void aCardThatIsRemovedBeforeTheOrderWasPlacedIsNotCharged() {
        Rule rule = diedBeforeTheOrder();
        removeTheCard();
        nothingIsChargedBut(rule, "skipped card_removed");
    }

    @Test
    void whoIsFrozenBeforeTheOrderWasPlacedIsNotCharged() {
        Rule rule = diedBeforeTheOrder();
        var before = operator.the(Profiles.class).withId(rule.subscriber()).blockOptional(LONGEST).orElseThrow();
        operator.the(ChangeProfile.class)
                .change(before, new Change.SetStatus(Status.FROZEN), "an operator", "a test")
                .block(LONGEST);
        nothingIsChargedBut(rule, "skipped subscriber_not_active");
    }

    @Test
    void creditThatCameBeforeTheOrderWasPlacedTakesItsPlace() {
        Rule rule = diedBeforeTheOrder();
        operator.move("alice", "gift", "issued-credit", 600);
        nothingIsChargedBut(rule, "skipped balance_restored");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anUnpaidOrderIsCancelledWithItsRule(boolean isForEver) {
        operator.subscriber("alice", 1_000);
        Rule rule = operator.rule("alice", BELOW_FIVE);
        operator.cards.answers(Says.ASK_THE_SUBSCRIBER);
        operator.spend("alice", 600);
        look();
        assertThat(operator.story(rule)).containsExactly("started");
        edited(rule, isForEver ? new RuleEdit.Cancel() : new RuleEdit.Pause());
        look();
        clock.advance(Duration.ofMinutes(1));
        look();
        assertThat(operator.story(rule)).containsExactly("unpaid");
    }

    @Test
    void anOrderThatWasNotPlacedForTooLongIsNotPlacedAnyMore() {
        operator.subscriber("alice", 1_000);
        Rule rule = operator.rule("alice", BELOW_FIVE);
        operator.spend("alice", 600);
        operator.the(TellCrossings.class).round().block(LONGEST);
        dying(Death.BEFORE_THE_ORDER, new AtomicBoolean()).resumeDue().onErrorComplete().block(LONGEST);
        clock.advance(Duration.ofHours(2));
        look();
        assertThat(operator.story(rule)).containsExactly("skipped interrupted");
        assertThat(operator.cards.payments()).isZero();
    }

    @Test
    void noticesThatWereNotHeardAreToldAgainUnderTheSameId() {
        operator.subscriber("alice", 100);
        operator.partners.fail(true);
        Rule rule = operator.rule("alice", BELOW_FIVE);
        operator.the(TellCrossings.class).round().block(LONGEST);
        operator.the(ResumeRuns.class).resumeDue().block(LONGEST);
        assertThat(operator.story(rule)).containsExactly("credited");
        assertThat(operator.told()).isEmpty();
        operator.partners.fail(false);
        look();
        assertThat(operator.told()).containsExactly("started");
        assertThat(operator.runs(rule)).allSatisfy(run -> assertThat(run.state()).isEqualTo(RunState.CREDITED));
        assertThat(Collections.max(operator.partners.times().values())).isEqualTo(1);
    }
}
