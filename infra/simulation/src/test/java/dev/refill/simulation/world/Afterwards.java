package dev.refill.simulation.world;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import dev.refill.gateway.Money;
import dev.refill.gateway.OperationKey;
import dev.refill.gateway.RefundObservation;
import dev.refill.gateway.RefundPending;
import dev.refill.gateway.RefundSucceeded;
import dev.refill.ledger.AccountId;
import dev.refill.ledger.Amount;
import dev.refill.ledger.Entry;
import dev.refill.ledger.EntryId;
import dev.refill.ledger.LedgerUnit;
import dev.refill.ledger.Posting;
import dev.refill.recharge.order.MemoryOrderStore;
import dev.refill.recharge.order.Order;
import dev.refill.recharge.refund.Refund;
import dev.refill.recharge.refund.RefundDecision;
import dev.refill.recharge.refund.RefundId;
import dev.refill.recharge.refund.RefundState;
import dev.refill.recharge.refund.Refundable;
import dev.refill.recharge.refund.RequestOutcome;
import dev.refill.recharge.refund.RequestRefund;
import dev.refill.recharge.refund.RuleOnRefund.Testimony;
import dev.refill.recharge.refund.Verdict;
import dev.refill.simulation.provider.ModelProviders;
import dev.refill.simulation.time.Chance;
import dev.refill.simulation.time.Timeline;

/**
 * What people do once a payment is captured: subscribers spend what it bought, operators give it back, here or at the provider,
 * and banks dispute it.
 */
final class Afterwards {

    private static final List<String> OPERATORS = List.of("anna", "bert", "carl");
    private static final int MOST_TRIES = 8;
    private static final int MOST_LOOKS = 30;
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofHours(2);

    private final Timeline timeline;
    private final Chance chance;
    private final Weather weather;
    private final Trace trace;
    private final Database database;
    private final ModelProviders provider;
    private final Supplier<@Nullable Node> anyNode;
    private final Runnable whenChanged;
    private int wishes;
    private int calls;

    /** @param whenChanged is told of what subscribers, banks and the provider's people did */
    Afterwards(Timeline timeline, Chance chance, Weather weather, Trace trace, Database database,
            ModelProviders provider, Supplier<@Nullable Node> anyNode, Runnable whenChanged) {
        this.timeline = timeline;
        this.chance = chance;
        this.weather = weather;
        this.trace = trace;
        this.database = database;
        this.provider = provider;
        this.anyNode = anyNode;
        this.whenChanged = whenChanged;
    }

    /** A refund that an operator wants, under one claim. */
    private record Wish(String claim, String person, OperationKey payment) {}

    /** Something that is asked of a node until it is answered. */
    private interface Question<T> extends Function<Node, Mono<T>> {}

    /** Plans what comes of a captured payment. */
    void captured(OperationKey payment) {
        if (weather.isSpent()) {
            later(LONGEST, changing(() -> spend(payment)));
        }
        if (weather.isAskedBack()) {
            for (int many = 1 + chance.below(2); many > 0; many--) {
                Wish wish = wish(payment);
                later(LONGEST, () -> look(wish, 0));
            }
            if (!weather.isSilent() && chance.happens(0.3)) {
                later(LONGEST, changing(() -> provider.refundThere(payment)));
            }
        }
        if (weather.isDisputed()) {
            later(LONGEST, changing(() -> provider.dispute(payment)));
        }
    }

    private Wish wish(OperationKey payment) {
        return new Wish("refund-" + ++wishes, chance.pick(OPERATORS), payment);
    }

    private void later(Duration most, Runnable what) {
        timeline.after(chance.spread(SHORTEST, most), timeline.world(), what);
    }

    private Runnable changing(Runnable what) {
        return () -> {
            what.run();
            whenChanged.run();
        };
    }

    private @Nullable Order orderOf(OperationKey payment) {
        for (MemoryOrderStore.Kept kept : database.orders.all()) {
            if (kept.order().payment().operationKey().equals(payment)) {
                return kept.order();
            }
        }
        return null;
    }

    private void look(Wish wish, int tries) {
        Order order = orderOf(wish.payment());
        if (order == null || tries > MOST_TRIES) {
            return;
        }
        ask(node -> node.returns.desk.refundable(order.id()), tries, of -> {
            if (of.isSettled()) {
                consider(wish, of);
                if (chance.happens(0.2)) {
                    // Another one sees the same and asks, too.
                    consider(wish(wish.payment()), of);
                }
            } else {
                later(LONGEST, () -> look(wish, tries + 1));
            }
        });
    }

    private void consider(Wish wish, Refundable seen) {
        long left = seen.left();
        long minor = left == 0 || chance.happens(0.05)
                ? left + 1
                : chance.happens(0.4) ? left : 1 + chance.below((int) left);
        var command = new RequestRefund.Command(wish.claim(), seen.order().id(),
                Money.of(minor, seen.order().recharge().quote().price().currency().getCurrencyCode()), "asked by phone",
                seen.version(), wish.person());
        timeline.after(chance.spread(Duration.ofMillis(100), Duration.ofMinutes(5)), timeline.world(),
                () -> ask(node -> node.returns.desk.request(command), 0, outcome -> hear(wish, outcome)));
    }

    private void hear(Wish wish, RequestOutcome outcome) {
        trace.note(timeline.world(), "operator is told", () -> wish + " " + outcome);
        switch (outcome) {
            case RequestOutcome.Accepted(var refund, boolean isNew) -> {
                if (refund.state() == RefundState.AWAITING_APPROVAL && chance.happens(0.9)) {
                    for (int many = chance.happens(0.2) ? 2 : 1; many > 0; many--) {
                        later(Duration.ofMinutes(30), () -> decide(refund.id()));
                    }
                }
                if (weather.isMute()) {
                    lookThereTomorrow(refund.id(), 0);
                }
            }
            case RequestOutcome.Stale(Refundable now) -> {
                if (chance.happens(0.5)) {
                    consider(wish, now);
                }
            }
            case RequestOutcome.NoSuchRecharge none -> {
            }
            case RequestOutcome.NotRefundable not -> {
            }
            case RequestOutcome.OtherCurrency other -> {
            }
            case RequestOutcome.Exceeds exceeds -> {
            }
        }
    }

    private void decide(RefundId refund) {
        String person = chance.pick(OPERATORS);
        Question<RefundDecision> decision = chance.happens(0.7)
                ? node -> node.returns.desk.approve(refund, person)
                : node -> node.returns.desk.reject(refund, person, "not this time");
        ask(decision, 0, made -> trace.note(timeline.world(), "decided", () -> made));
    }

    /** A person looks every day for what nothing tells of here. */
    private void lookThereTomorrow(RefundId refund, int looks) {
        if (looks < MOST_LOOKS) {
            timeline.after(chance.spread(Duration.ofHours(12), Duration.ofHours(36)), timeline.world(),
                    () -> database.refunds.byId(refund).subscribe(now -> lookThere(now, looks)));
        }
    }

    private void lookThere(Refund refund, int looks) {
        if (refund.state().isTerminal()) {
            return;
        }
        RefundObservation seen = provider.seen(refund.id().operationKey());
        if (refund.state() == RefundState.IN_REVIEW && !(seen instanceof RefundPending)) {
            Testimony testimony = seen instanceof RefundSucceeded succeeded
                    ? new Testimony(Verdict.SUCCEEDED, succeeded.reference(), "seen at the provider")
                    : new Testimony(Verdict.FAILED, null, "not there, or failed there");
            String person = chance.pick(OPERATORS);
            ask(node -> node.returns.desk.rule(refund.id(), testimony, person), 0,
                    made -> trace.note(timeline.world(), "ruled", () -> made));
        }
        lookThereTomorrow(refund.id(), looks + 1);
    }

    /** Asks any node, again and again until it is answered or patience ends. */
    private <T> void ask(Question<T> question, int tries, Consumer<T> heard) {
        Node node = anyNode.get();
        boolean[] answered = {false};
        if (node != null) {
            timeline.after(weather.travel(), node.life, () -> question.apply(node).subscribe(
                    answer -> timeline.after(weather.travel(), timeline.world(), () -> {
                        if (!answered[0]) {
                            answered[0] = true;
                            heard.accept(answer);
                        }
                    }), failure -> {}));
        }
        timeline.after(Timeline.micros(PATIENCE), timeline.world(), () -> {
            if (!answered[0] && tries < MOST_TRIES) {
                answered[0] = true;
                later(Duration.ofMinutes(10), () -> ask(question, tries + 1, heard));
            }
        });
    }

    /** All of the bucket, or a part of it. */
    private void spend(OperationKey payment) {
        Order order = orderOf(payment);
        if (order == null) {
            return;
        }
        AccountId bucket = AccountId.bucketOf(order.recharge().subscriber().value());
        LedgerUnit unit = order.recharge().quote().credit().unit();
        database.ledger.balanceOf(bucket, unit).subscribe(held -> spend(bucket, held.amount()));
        if (chance.happens(0.5)) {
            later(LONGEST, changing(() -> spend(payment)));
        }
    }

    private void spend(AccountId bucket, Amount held) {
        if (held.value() > 0) {
            long amount = chance.happens(0.5) ? held.value() : 1 + chance.below((int) held.value());
            String call = "call_" + ++calls;
            trace.note(timeline.world(), "spends", () -> bucket + " " + amount);
            database.ledger.post(new Entry(new EntryId("ent_" + call), "usage", call, timeline.clock().instant(),
                    List.of(new Posting(bucket, new Amount(held.unit(), -amount)),
                            new Posting(new AccountId("used-credit"), new Amount(held.unit(), amount)))))
                    .subscribe();
        }
    }
}
