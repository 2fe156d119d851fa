package dev.refill.portal.cards;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

import dev.refill.autotopup.rule.Trigger;
import dev.refill.autotopup.run.Run;
import dev.refill.gateway.Money;
import dev.refill.portal.page.Written;
import dev.refill.recharge.OrderTokens;

/**
 * What a rule did on one occasion, as the page tells it.
 *
 * @param text the key of the message that says how it stands
 * @param next when it goes on, for that message; empty text: it says nothing of it
 * @param order where its order is; {@code null}: there is none
 * @param asks whether the payer has to confirm the payment there
 * @param price {@code null}: nothing was to be charged yet
 */
record RunView(String text, String next, String at, String iso, @Nullable String order, boolean asks,
        @Nullable String price) {

    static RunView of(Run run, Trigger trigger, OrderTokens tokens) {
        Money price = run.price();
        Instant next = run.nextAt();
        return new RunView(text(run, trigger), next == null ? "" : Written.time(next), Written.time(run.dueAt()),
                run.dueAt().toString(), run.order() == null ? null : "/orders/" + tokens.tokenFor(run.order()),
                isAsking(run), price == null ? null : Written.money(price));
    }

    private static String text(Run run, Trigger trigger) {
        return switch (run.state()) {
            case WAITING -> run.tryNumber() > 1
                    ? "run.again"
                    : trigger instanceof Trigger.Schedule ? "run.planned" : "run.beginning";
            case STARTING -> "run.charging";
            case STARTED -> isAsking(run) ? "run.asks" : "run.charging";
            case CREDITED -> "run.credited";
            case DECLINED -> "run.declined";
            case UNPAID -> "run.unpaid";
            case IN_REVIEW -> "run.review";
            case SKIPPED -> "run.skipped." + (run.reason() == null ? "INTERRUPTED" : run.reason().name());
        };
    }

    private static boolean isAsking(Run run) {
        return run.isAsked() && !run.state().isTerminal();
    }
}
