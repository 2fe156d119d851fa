package dev.refill.autotopup.run;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

import dev.refill.autotopup.notice.Notice;
import dev.refill.autotopup.rule.PauseReason;
import dev.refill.recharge.RechargeId;

/**
 * One step of a run, with what it means for its rule.
 *
 * @param reason why it is skipped; {@code null}: it is not
 * @param nextAt when it is looked at next; {@code null}: it has ended
 * @param declines how many there are of the rule now
 * @param pause why the rule is paused with it; {@code null}: it is not
 */
public record RunChange(RunState to, @Nullable SkipReason reason, int tryNumber, @Nullable RechargeId order,
        boolean isAsked,
        @Nullable Instant nextAt, int declines, @Nullable PauseReason pause, List<Notice> notices) {

    public RunChange {
        notices = List.copyOf(notices);
    }
}
