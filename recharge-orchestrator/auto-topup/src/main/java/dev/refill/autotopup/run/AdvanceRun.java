package dev.refill.autotopup.run;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import dev.refill.autotopup.notice.AutoTopupEvents;
import dev.refill.autotopup.notice.Notice;
import dev.refill.autotopup.rule.PauseReason;
import dev.refill.autotopup.rule.Rule;
import dev.refill.autotopup.rule.RuleState;
import dev.refill.autotopup.rule.RuleStore;
import dev.refill.autotopup.run.RunStore.Beginning;
import dev.refill.gateway.DeclineReason;
import dev.refill.lowbalance.LowBalance;
import dev.refill.lowbalance.LowMark;
import dev.refill.recharge.Channel;
import dev.refill.recharge.CreditBalance;
import dev.refill.recharge.PaymentMeans;
import dev.refill.recharge.ReadCredit;
import dev.refill.recharge.Recharge;
import dev.refill.recharge.RechargeId;
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
            case STARTED -> recharges.find(Objects.requireNonNull(run.order()))
                    .flatMap(recharge -> settle(run, rule, recharge));
            case CREDITED, DECLINED, UNPAID, IN_REVIEW, SKIPPED -> Mono.just(false);
        }).defaultIfEmpty(false);
    }

    /** A node has died after it committed to place the order. */
    private Mono<Boolean> startAgain(Run run, Rule rule) {
        boolean isStale = now().isAfter(Objects.requireNonNull(run.begunAt()).plus(terms.startWithin()));
        return isStale
                ? recharges.started(run.claim())
                        .flatMap(found -> settle(run, rule, found))
                        .switchIfEmpty(Mono.defer(() -> skip(run, rule, SkipReason.INTERRUPTED)))
                : subscribers.withId(rule.subscriber()).flatMap(subscriber -> start(run, rule, subscriber));
    }

    private Mono<Boolean> judge(Run run, Rule rule) {
        if (rule.state() != RuleState.ACTIVE) {
            return skip(run, rule, SkipReason.RULE_NOT_ACTIVE);
        }
        return subscribers.withId(rule.subscriber())
                .filter(subscriber -> subscriber.status() == Subscriber.Status.ACTIVE)
                .flatMap(subscriber -> judge(run, rule, subscriber))
                .switchIfEmpty(Mono.defer(() -> skip(run, rule, SkipReason.SUBSCRIBER_NOT_ACTIVE)));
    }

    private Mono<Boolean> judge(Run run, Rule rule, Subscriber subscriber) {
        return credit.of(rule.subscriber())
                .flatMap(balances -> balances.stream().anyMatch(AdvanceRun::isDebt)
                        ? skip(run, rule, SkipReason.IN_DEBT)
                        : isWanted(rule).flatMap(wanted -> wanted
                                ? beginIfThereIsACard(run, rule, subscriber)
                                : skip(run, rule, SkipReason.BALANCE_RESTORED)));
    }

    private static boolean isDebt(CreditBalance balance) {
        return balance.owed() > 0;
    }

    /** Somebody may have recharged since the credit was low. */
    private Mono<Boolean> isWanted(Rule rule) {
        LowMark mark = rule.mark();
        return mark == null ? Mono.just(true) : balances.isLow(mark);
    }

    private Mono<Boolean> beginIfThereIsACard(Run run, Rule rule, Subscriber subscriber) {
        return cards.isRemoved(rule.card().value())
                .flatMap(removed -> removed
                        ? skip(run, rule, SkipReason.CARD_REMOVED)
                        : begin(run, rule, subscriber));
    }

    private Mono<Boolean> begin(Run run, Rule rule, Subscriber subscriber) {
        Instant now = now();
        ZoneId zone = rule.zone(terms.zone());
        LocalDate today = LocalDate.ofInstant(now, zone);
        return runs.begin(run, rule, now, now.plus(terms.lease()), today.atStartOfDay(zone).toInstant(),
                today.withDayOfMonth(1).atStartOfDay(zone).toInstant(), List.of(events.started(rule, run)))
                .flatMap(beginning -> switch (beginning) {
                    case BEGUN -> runs.find(run.id()).flatMap(begun -> start(begun, rule, subscriber));
                    case LIMIT_REACHED -> skip(run, rule, SkipReason.LIMIT_REACHED);
                    case ANOTHER_UNDER_WAY, OVERTAKEN -> Mono.just(false);
                });
    }

    private Mono<Boolean> start(Run run, Rule rule, Subscriber subscriber) {
        var command = new StartRechargeCommand(run.claim(), new Recharge.Owner(rule.clientId(), Channel.AUTO_TOPUP),
                subscriber.msisdn(), rule.offer(), Objects.requireNonNull(run.price()),
                new PaymentMeans.CardOnFile(rule.card().value()), true);
        return recharges.start(command).flatMap(outcome -> settle(run, rule, outcome));
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
            return skip(run, rule, SkipReason.RISK);
        }
        // The card itself was not refused: its bank wanted to see somebody, who was asked and did not come.
        boolean isUnconfirmed = run.isAsked() && recharge.lastDecline() == DeclineReason.AUTHENTICATION_REQUIRED;
        return change(run, rule, isUnconfirmed
                ? ended(RunState.UNPAID, run, recharge.id(), rule.declines())
                : declined(run, rule, recharge));
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

    /** The first is tried again; the second in a row, of this run or of the one before, pauses the rule. */
    private RunChange declined(Run run, Rule rule, Recharge recharge) {
        int declines = rule.declines() + 1;
        boolean isPaused = rule.state() == RuleState.ACTIVE && declines >= Rule.MOST_DECLINES;
        if (!isPaused && run.tryNumber() < Run.MOST_TRIES && rule.state() == RuleState.ACTIVE) {
            Instant again = now().plus(terms.retryAfter());
            return new RunChange(RunState.WAITING, null, run.tryNumber() + 1, recharge.id(), false, again, declines,
                    null,
                    List.of(events.declined(rule, run, recharge, again)));
        }
        Notice told = events.declined(rule, run, recharge, null);
        return isPaused
                ? new RunChange(RunState.DECLINED, null, run.tryNumber(), recharge.id(), false, null, declines,
                        PauseReason.DECLINED_TWICE,
                        List.of(told, events.paused(rule, rule.version() + 1, PauseReason.DECLINED_TWICE)))
                : new RunChange(RunState.DECLINED, null, run.tryNumber(), recharge.id(), false, null, declines, null,
                        List.of(told));
    }

    private Mono<Boolean> skip(Run run, Rule rule, SkipReason why) {
        return change(run, rule, new RunChange(RunState.SKIPPED, why, run.tryNumber(), run.order(), run.isAsked(), null,
                rule.declines(), null, List.of(events.skipped(rule, run, why))));
    }

    private Mono<Boolean> change(Run run, Rule rule, RunChange change) {
        return runs.change(run, rule, change, now());
    }

    /** As the database keeps it. */
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
