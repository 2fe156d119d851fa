package dev.refill.autotopup.rule;

import java.time.Instant;
import java.time.ZoneId;

import org.jspecify.annotations.Nullable;

import dev.refill.gateway.Money;
import dev.refill.ledger.LedgerUnit;
import dev.refill.lowbalance.LowMark;
import dev.refill.offer.OfferId;
import dev.refill.subscriber.SubscriberId;

/**
 * What is recharged when.
 *
 * @param version rises with every change that a person sees
 * @param reason why it is paused; {@code null}: it is not
 * @param clientId who made it, and is told of it
 * @param unit what its offer credits
 * @param declines how often the card was declined since it was last accepted, or the rule was resumed
 * @param nextAt which instant is planned next; {@code null}: none, as it is no schedule or not active
 */
public record Rule(RuleId id, int version, RuleState state, @Nullable PauseReason reason, String clientId,
        SubscriberId subscriber, OfferId offer, Money price, LedgerUnit unit, CardToken card, Trigger trigger,
        Limits limits, int declines, @Nullable Instant nextAt, Instant createdAt, Instant changedAt) {

    /** So many in a row, and it is paused. */
    public static final int MOST_DECLINES = 2;

    /** The mark that its credit must not come below, by this version; {@code null}: it is a schedule. */
    public @Nullable LowMark mark() {
        return trigger instanceof Trigger.LowBalance(long threshold)
                ? new LowMark(id.value(), subscriber, unit, threshold, version)
                : null;
    }

    /** The same, paused. */
    public Rule paused(PauseReason why, Instant now) {
        return new Rule(id, version, RuleState.PAUSED, why, clientId, subscriber, offer, price, unit, card, trigger,
                limits, declines, null, createdAt, now);
    }

    /** Where its days begin. */
    public ZoneId zone(ZoneId otherwise) {
        return trigger instanceof Trigger.Schedule schedule ? schedule.zone() : otherwise;
    }

    /** Which instant is planned next if it is active at that one. */
    public @Nullable Instant nextAfter(Instant now) {
        return trigger instanceof Trigger.Schedule schedule && state == RuleState.ACTIVE ? schedule.next(now) : null;
    }
}
