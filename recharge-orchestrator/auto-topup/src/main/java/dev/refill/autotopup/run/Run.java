package dev.refill.autotopup.run;

import java.time.Instant;

import org.jspecify.annotations.Nullable;
import org.springframework.modulith.NamedInterface;

import dev.refill.autotopup.rule.RuleId;
import dev.refill.gateway.Money;
import dev.refill.recharge.RechargeId;

/**
 * One occasion on which a rule recharges.
 *
 * @param version rises with every step
 * @param reason why it was skipped; {@code null}: it was not
 * @param dueAt the instant of the schedule, or when credit came below the mark
 * @param tryNumber which order of it, 1 or 2
 * @param order the order of this try, once it is known
 * @param price what it charges; {@code null}: it has not begun
 * @param isAsked whether the subscriber was told to confirm the payment of this try
 * @param begunAt when it was last certain to charge; {@code null}: never
 * @param ruleVersion of which version of its rule it charges; {@code null}: it has not begun
 * @param nextAt when it is looked at next; {@code null} exactly where it has ended
 * @param attempts how often it was taken since it last moved
 */
@NamedInterface("runs")
public record Run(RunId id, RuleId rule, int version, RunState state, @Nullable SkipReason reason, Instant dueAt,
        int tryNumber, @Nullable RechargeId order, @Nullable Money price, boolean isAsked, @Nullable Instant begunAt,
        @Nullable Integer ruleVersion, @Nullable Instant nextAt, int attempts, Instant createdAt, Instant changedAt) {

    /** A declined card is tried once more. */
    static final int MOST_TRIES = 2;

    /** Under which its order is placed: one for each try, however often it is placed. */
    String claim() {
        return "auto-topup:" + id + ":" + tryNumber;
    }
}
