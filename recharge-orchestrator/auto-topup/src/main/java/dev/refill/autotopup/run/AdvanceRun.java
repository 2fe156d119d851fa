package dev.refill.autotopup.run;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import dev.refill.autotopup.notice.AutoTopupEvents;
import dev.refill.autotopup.notice.Notice;
import dev.refill.autotopup.rule.PauseReason;
import dev.refill.autotopup.rule.Rule;
import dev.refill.autotopup.rule.RuleState;
import dev.refill.autotopup.rule.RuleStore;
import dev.refill.autotopup.rule.Trigger;
import dev.refill.autotopup.run.RunStore.Beginning;
import dev.refill.gateway.DeclineReason;
import dev.refill.lowbalance.LowBalance;
import dev.refill.lowbalance.LowMark;
import dev.refill.recharge.Cancellation;
import dev.refill.recharge.Channel;
import dev.refill.recharge.CreditBalance;
import dev.refill.recharge.OrderWithdrawn;
import dev.refill.recharge.PaymentMeans;
import dev.refill.recharge.ReadCredit;
import dev.refill.recharge.Recharge;
import dev.refill.recharge.RechargeId;
import dev.refill.recharge.RechargeState;
import dev.refill.recharge.Recharges;
import dev.refill.recharge.Refusal;
import dev.refill.recharge.StartOutcome;
import dev.refill.recharge.StartRechargeCommand;
import dev.refill.recharge.card.KeptCards;
import dev.refill.subscriber.Subscriber;
import dev.refill.subscriber.Subscribers;

/**
 * Carries a run that was taken as far as it goes: judges whether it may charge, commits that it will, places its order under a claim that is
 * made of the run, and commits what became of it. Whoever comes after a crash finds the same order.
 */
public final class AdvanceRun {

    private final RuleStore rules;
    private final RunStore runs;
    private final Subscribers subscribers;
    private final ReadCredit credit;
    private final LowBalance balances;
    private final Recharges recharges;
    private final KeptCards cards;
    private final AutoTopupEvents events;
    private final RunTerms terms;
    private final Clock clock;

    public AdvanceRun(RuleStore rules, RunStore runs, Subscribers subscribers, ReadCredit credit, LowBalance balances,
            Recharges recharges, KeptCards cards, AutoTopupEvents events, RunTerms terms, Clock clock) {
        this.rules = rules;
        this.runs = runs;
        this.subscribers = subscribers;
        this.credit = credit;
        this.balances = balances;
        this.recharges = recharges;
        this.cards = cards;
        this.events = events;
        this.terms = terms;
        this.clock = clock;
    }

    /** Cold. Whether it moved; {@code false}: it is to be looked at again later, or somebody else has moved it. */
    public Mono<Boolean> advance(Run run) {
        return rules.find(run.rule()).flatMap(rule -> switch (run.state()) {
            case WAITING -> judge(run, rule);
            case STARTING -> startAgain(run, rule);
            case STARTED -> goOn(run, rule);
            case CREDITED, DECLINED, UNPAID, IN_REVIEW, SKIPPED -> Mono.just(false);
        }).defaultIfEmpty(false);
    }

    /** A node has died after it committed to place the order, or the order could not be placed. */
    private Mono<Boolean> startAgain(Run run, Rule rule) {
        return recharges.started(run.claim())
                .flatMap(found -> settle(run, rule, found))
                .switchIfEmpty(Mono.defer(() -> placeLate(run, rule)));
    }

    /** Its rule says what may be charged as long as it is the one that was read when that was committed. */
    private Mono<Boolean> placeLate(Run run, Rule rule) {
        if (rule.state() != RuleState.ACTIVE) {
            return skip(run, rule, SkipReason.RULE_NOT_ACTIVE);
        }
        if (!Objects.equals(run.ruleVersion(), rule.version())) {
            return skip(run, rule, SkipReason.RULE_CHANGED);
        }
        return now().isAfter(Objects.requireNonNull(run.begunAt()).plus(terms.startWithin()))
                ? skip(run, rule, SkipReason.INTERRUPTED)
                : ifActive(run, rule, subscriber -> ifNothingIsOwed(run, rule,
                        () -> ifThereIsACard(run, rule, () -> place(run, rule, subscriber))));
    }

    private Mono<Boolean> ifActive(Run run, Rule rule, Function<Subscriber, Mono<Boolean>> then) {
        return subscribers.withId(rule.subscriber())
                .filter(subscriber -> subscriber.status() == Subscriber.Status.ACTIVE)
                .flatMap(then)
                .switchIfEmpty(Mono.defer(() -> skip(run, rule, SkipReason.SUBSCRIBER_NOT_ACTIVE)));
    }

    private Mono<Boolean> ifThereIsACard(Run run, Rule rule, Supplier<Mono<Boolean>> then) {
        return cards.isRemoved(rule.card().value()).flatMap(removed -> removed ? skipAndPause(run, rule) : then.get());
    }

    /** An order of a rule that is not active is not to be paid any more. */
    private Mono<Boolean> goOn(Run run, Rule rule) {
        RechargeId order = Objects.requireNonNull(run.order());
        Mono<Recharge> now = rule.state() == RuleState.ACTIVE
                ? recharges.find(order)
                : recharges.cancel(order, rule.clientId()).map(AdvanceRun::afterwards);
        return now.flatMap(recharge -> settle(run, rule, recharge));
    }

    private static Recharge afterwards(Cancellation cancellation) {
        return switch (cancellation) {
            case Cancellation.Cancelled(Recharge recharge) -> recharge;
            case Cancellation.UnderWay(Recharge recharge) -> recharge;
            case Cancellation.TooLate(Recharge recharge) -> recharge;
        };
    }

    /** Money may have come for the order of the first try since it was declined. */
    private Mono<Boolean> judge(Run run, Rule rule) {
        RechargeId before = run.order();
        return before == null
                ? judgeAnew(run, rule)
                : recharges.find(before).flatMap(recharge -> recharge.state() == RechargeState.DECLINED
                        ? judgeAnew(run, rule)
                        : settle(run, rule, recharge));
    }

    private Mono<Boolean> judgeAnew(Run run, Rule rule) {
        if (rule.state() != RuleState.ACTIVE) {
            return skip(run, rule, SkipReason.RULE_NOT_ACTIVE);
        }
        return isTooLate(run, rule)
                ? skip(run, rule, SkipReason.TOO_LATE)
                : ifActive(run, rule, subscriber -> judge(run, rule, subscriber));
    }

    /** What was told for one time is not charged much later, nor beside what was told for the next. */
    private boolean isTooLate(Run run, Rule rule) {
        return rule.trigger() instanceof Trigger.Schedule && run.tryNumber() == 1
                && now().isAfter(run.dueAt().plus(terms.beginWithin()));
    }

    private Mono<Boolean> judge(Run run, Rule rule, Subscriber subscriber) {
        return ifNothingIsOwed(run, rule, () -> isWanted(rule).flatMap(wanted -> wanted
                ? ifThereIsACard(run, rule, () -> begin(run, rule, subscriber))
                : skip(run, rule, SkipReason.BALANCE_RESTORED)));
    }

    private Mono<Boolean> ifNothingIsOwed(Run run, Rule rule, Supplier<Mono<Boolean>> then) {
        return credit.of(rule.subscriber())
                .flatMap(balances -> balances.stream().anyMatch(AdvanceRun::isDebt)
                        ? skip(run, rule, SkipReason.IN_DEBT)
                        : then.get());
    }

    private static boolean isDebt(CreditBalance balance) {
        return balance.owed() > 0;
    }

    /** Somebody may have recharged since the credit was low. */
    private Mono<Boolean> isWanted(Rule rule) {
        LowMark mark = rule.mark();
        return mark == null ? Mono.just(true) : balances.isLow(mark);
    }

    private Mono<Boolean> begin(Run run, Rule rule, Subscriber subscriber) {
        Instant now = now();
        ZoneId zone = rule.zone(terms.zone());
        LocalDate today = LocalDate.ofInstant(now, zone);
        return runs.begin(run, rule, now, now.plus(terms.lease()), today.atStartOfDay(zone).toInstant(),
                today.withDayOfMonth(1).atStartOfDay(zone).toInstant(), List.of(events.started(rule, run)))
                .flatMap(beginning -> switch (beginning) {
                    case BEGUN -> runs.find(run.id()).flatMap(begun -> place(begun, rule, subscriber));
                    case LIMIT_REACHED -> skip(run, rule, SkipReason.LIMIT_REACHED);
                    case ANOTHER_UNDER_WAY, OVERTAKEN -> Mono.just(false);
                });
    }

    /** Another run, which was not over when this one was judged, may have filled the credit before this one began. */
    private Mono<Boolean> place(Run run, Rule rule, Subscriber subscriber) {
        return isWanted(rule).flatMap(wanted -> wanted
                ? start(run, rule, subscriber)
                : skip(run, rule, SkipReason.BALANCE_RESTORED));
    }

    private Mono<Boolean> start(Run run, Rule rule, Subscriber subscriber) {
        var command = new StartRechargeCommand(run.claim(), new Recharge.Owner(rule.clientId(), Channel.AUTO_TOPUP),
                subscriber.msisdn(), rule.offer(), Objects.requireNonNull(run.price()),
                new PaymentMeans.CardOnFile(rule.card().value()), true);
        return recharges.start(command)
                .flatMap(outcome -> settle(run, rule, outcome))
                .onErrorResume(OrderWithdrawn.class,
                        late -> ifThereIsACard(run, rule, () -> skip(run, rule, SkipReason.INTERRUPTED)));
    }

    private Mono<Boolean> settle(Run run, Rule rule, StartOutcome outcome) {
        return switch (outcome) {
            case StartOutcome.Accepted(Recharge recharge) -> settle(run, rule, recharge);
            case StartOutcome.ConfirmationNeeded() -> skip(run, rule, SkipReason.RISK);
            case StartOutcome.Refused(Refusal refusal) -> SkipReason.of(refusal)
                    .map(why -> skip(run, rule, why))
                    .orElseGet(() -> Mono.just(false));
        };
    }

    private Mono<Boolean> settle(Run run, Rule rule, Recharge recharge) {
        return switch (recharge.state()) {
            case CREDITED -> change(run, rule, ended(RunState.CREDITED, run, recharge.id(), 0));
            case DECLINED -> settleDeclined(run, rule, recharge);
            case EXPIRED, CANCELLED, RETURNED -> change(run, rule,
                    ended(RunState.UNPAID, run, recharge.id(), rule.declines()));
            case IN_REVIEW -> change(run, rule, ended(RunState.IN_REVIEW, run, recharge.id(), rule.declines()));
            case REQUIRES_ACTION -> run.isAsked() || recharge.paymentPage() == null
                    ? goOn(run, rule, recharge)
                    : change(run, rule, underWay(run, rule, recharge, true,
                            List.of(events.actionRequired(rule, run, recharge))));
            case CREATED, CHARGING, UNKNOWN, CANCELLING, PAID -> goOn(run, rule, recharge);
        };
    }

    private Mono<Boolean> settleDeclined(Run run, Rule rule, Recharge recharge) {
        if (recharge.lastDecline() == null) {
            // Risk has objected before anything was sent.
            return change(run, rule, skipped(run, rule, SkipReason.RISK));
        }
        // The card itself was not refused: its bank wanted to see somebody, who did not come, or paid by another card, or could not be asked.
        boolean isUnconfirmed = run.isAsked() || recharge.lastDecline() == DeclineReason.AUTHENTICATION_REQUIRED;
        return change(run, rule, isUnconfirmed
                ? ended(RunState.UNPAID, run, recharge.id(), rule.declines())
                : declined(run, rule, recharge, recharge.lastDecline()));
    }

    private Mono<Boolean> goOn(Run run, Rule rule, Recharge recharge) {
        return run.state() == RunState.STARTED
                ? Mono.just(false)
                : change(run, rule, underWay(run, rule, recharge, run.isAsked(), List.of()));
    }

    private RunChange underWay(Run run, Rule rule, Recharge recharge, boolean isAsked, List<Notice> notices) {
        return new RunChange(RunState.STARTED, null, run.tryNumber(), recharge.id(), isAsked,
                now().plusSeconds(1), rule.declines(), null, notices);
    }

    private static RunChange ended(RunState to, Run run, @Nullable RechargeId order, int declines) {
        return new RunChange(to, null, run.tryNumber(), order, run.isAsked(), null, declines, null, List.of());
    }

    /** The first is tried again unless it is for good; the second in a row, of this run or of the one before, pauses the rule. */
    private RunChange declined(Run run, Rule rule, Recharge recharge, DeclineReason reason) {
        int declines = rule.declines() + 1;
        boolean isPaused = rule.state() == RuleState.ACTIVE
                && (declines >= Rule.MOST_DECLINES || !mayPass(reason));
        PauseReason why = pauseReason(reason);
        if (!isPaused && run.tryNumber() < Run.MOST_TRIES && rule.state() == RuleState.ACTIVE) {
            Instant again = now().plus(terms.retryAfter());
            return new RunChange(RunState.WAITING, null, run.tryNumber() + 1, recharge.id(), false, again, declines,
                    null,
                    List.of(events.declined(rule, run, recharge, again)));
        }
        Notice told = events.declined(rule, run, recharge, null);
        return isPaused
                ? new RunChange(RunState.DECLINED, null, run.tryNumber(), recharge.id(), false, null, declines,
                        why, List.of(told, events.paused(rule, rule.version() + 1, why)))
                : new RunChange(RunState.DECLINED, null, run.tryNumber(), recharge.id(), false, null, declines, null,
                        List.of(told));
    }

    private static PauseReason pauseReason(DeclineReason reason) {
        if (reason == DeclineReason.CARD_GONE) {
            return PauseReason.CARD_GONE;
        }
        return mayPass(reason) ? PauseReason.DECLINED_TWICE : PauseReason.CARD_REFUSED;
    }

    /** Most banks say no more than no, for whatever reason. */
    private static boolean mayPass(DeclineReason reason) {
        return reason.retryable() || reason == DeclineReason.REFUSED_BY_ISSUER || reason == DeclineReason.OTHER;
    }

    private Mono<Boolean> skipAndPause(Run run, Rule rule) {
        return unlessPlaced(run, rule, new RunChange(RunState.SKIPPED, SkipReason.CARD_REMOVED, run.tryNumber(),
                run.order(), run.isAsked(), null, rule.declines(), PauseReason.CARD_REMOVED,
                List.of(events.skipped(rule, run, SkipReason.CARD_REMOVED),
                        events.paused(rule, rule.version() + 1, PauseReason.CARD_REMOVED))));
    }

    private Mono<Boolean> skip(Run run, Rule rule, SkipReason why) {
        return unlessPlaced(run, rule, skipped(run, rule, why));
    }

    private RunChange skipped(Run run, Rule rule, SkipReason why) {
        return new RunChange(RunState.SKIPPED, why, run.tryNumber(), run.order(), run.isAsked(), null,
                rule.declines(), null, List.of(events.skipped(rule, run, why)));
    }

    /** A slow node may still be about to place its order, or has: that nothing is charged is said once nothing can be. */
    private Mono<Boolean> unlessPlaced(Run run, Rule rule, RunChange change) {
        return run.state() == RunState.STARTING
                ? recharges.withdraw(run.claim())
                        .ofType(StartOutcome.Accepted.class)
                        .flatMap(placed -> settle(run, rule, placed.recharge()))
                        .switchIfEmpty(Mono.defer(() -> change(run, rule, change)))
                : change(run, rule, change);
    }

    private Mono<Boolean> change(Run run, Rule rule, RunChange change) {
        return runs.change(run, rule, change, now());
    }

    /** As the database keeps it. */
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
