package dev.refill.portal.cards;

import java.time.Instant;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import dev.refill.autotopup.rule.PauseReason;
import dev.refill.autotopup.rule.Rule;
import dev.refill.autotopup.rule.RuleState;
import dev.refill.autotopup.rule.Trigger;
import dev.refill.autotopup.rule.Trigger.Schedule;
import dev.refill.ledger.Amount;
import dev.refill.portal.page.CardName;
import dev.refill.portal.page.CreditText;
import dev.refill.portal.page.Written;
import dev.refill.recharge.card.KeptCard;

/**
 * An automatic top-up as the page shows it.
 *
 * @param why it is paused; {@code null}: it is not
 * @param offer the title of what is bought
 * @param below the credit below which it recharges; {@code null}: it is a schedule
 * @param schedule {@code null}: it is no schedule
 * @param card {@code null}: it is not among the kept ones any more
 * @param perMonth how much a month at most; {@code null}: as often as may be
 * @param next when it recharges next; {@code null}: nobody knows
 * @param runs the newest first
 */
record RuleView(String id, int version, String state, @Nullable String why, String offer, String price,
        @Nullable CreditText below, @Nullable Recurring schedule, @Nullable CardName card, @Nullable String perMonth,
        int timesPerDay, int timesPerMonth, @Nullable String next, List<RunView> runs) {

    private static final Set<String> WITHOUT_CARD = Set.of(PauseReason.CARD_GONE.name(),
            PauseReason.CARD_REMOVED.name());

    /**
     * Certain days.
     *
     * @param key of the message that says which
     * @param weekday the key of its name; empty text: it is no day of the week
     */
    record Recurring(String key, int day, String weekday, String at) {

        static Recurring of(Schedule schedule) {
            String at = schedule.at() + " " + schedule.zone().getId();
            return switch (schedule.frequency()) {
                case DAILY -> new Recurring("rule.daily", schedule.day(), "", at);
                case WEEKLY -> new Recurring("rule.weekly", schedule.day(), "weekday." + schedule.day(), at);
                case MONTHLY -> new Recurring("rule.monthly", schedule.day(), "", at);
            };
        }
    }

    static RuleView of(Rule rule, String offer, List<KeptCard> cards, List<RunView> runs) {
        Long perMonth = rule.limits().amountPerMonth();
        Instant next = rule.nextAt();
        return new RuleView(rule.id().value(), rule.version(), rule.state().name(),
                rule.reason() == null ? null : rule.reason().name(), offer, Written.money(rule.price()),
                rule.trigger() instanceof Trigger.LowBalance(long threshold)
                        ? CreditText.of(new Amount(rule.unit(), threshold))
                        : null,
                rule.trigger() instanceof Schedule schedule ? Recurring.of(schedule) : null, card(rule, cards),
                perMonth == null ? null : Written.money(perMonth, rule.price().currency()), rule.limits().perDay(),
                rule.limits().perMonth(), next == null ? null : Written.time(next), runs);
    }

    private static @Nullable CardName card(Rule rule, List<KeptCard> cards) {
        return cards.stream()
                .filter(card -> card.card().token().equals(rule.card().value()))
                .findFirst()
                .map(CardName::of)
                .orElse(null);
    }

    public boolean mayPause() {
        return state.equals(RuleState.ACTIVE.name());
    }

    /** Without its card it would be paused again; a card that was gone may be kept again. */
    public boolean mayResume() {
        return state.equals(RuleState.PAUSED.name()) && (why == null || card != null || !WITHOUT_CARD.contains(why));
    }

    public boolean mayCancel() {
        return !state.equals(RuleState.CANCELLED.name());
    }
}
