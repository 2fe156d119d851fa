package dev.refill.charging;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

import dev.refill.groupcommit.GroupCommit;

/**
 * {@code refill.charging.*}.
 *
 * @param validity a session of which nobody speaks for so long is silent
 * @param superviseEvery how often silent sessions are looked for
 * @param superviseBatch how many at a time
 * @param noticeEvery how often top-ups are looked for of sessions that were told that there is no more
 * @param thresholdPercent when so much of a grant is left it is time to ask for more
 * @param finalUnit what a network element does when the last units are used
 * @param writers how many statements write charges at the same time at most, each with a connection of the pool; charges of
 *        one subscriber share a writer
 * @param batch how many charges one statement writes at most, and how many sessions it looks up
 * @param queue how many wait for one writer, or to be looked up, at most; more are refused as busy
 * @param timeout of one statement
 */
@ConfigurationProperties("refill.charging")
public record ChargingProperties(
        @DefaultValue("10m") Duration validity,
        @DefaultValue("5s") Duration superviseEvery,
        @DefaultValue("200") int superviseBatch,
        @DefaultValue("1s") Duration noticeEvery,
        @DefaultValue("20") int thresholdPercent,
        @DefaultValue FinalUnit finalUnit,
        @DefaultValue("2") int writers,
        @DefaultValue("128") int batch,
        @DefaultValue("2048") int queue,
        @DefaultValue("10s") Duration timeout) {

    public ChargingProperties {
        between("validity in seconds", validity.toSeconds(), 1, 86_400);
        between("supervise-every in milliseconds", superviseEvery.toMillis(), 1, 3_600_000);
        between("supervise-batch", superviseBatch, 1, 500);
        between("notice-every in milliseconds", noticeEvery.toMillis(), 1, 3_600_000);
        between("threshold-percent", thresholdPercent, 0, 90);
        between("writers", writers, 1, 8);
        between("batch", batch, 1, 500);
        between("queue", queue, batch, 100_000);
        between("timeout in milliseconds", timeout.toMillis(), 1, 60_000);
    }

    GroupCommit.Limits limits() {
        return new GroupCommit.Limits(batch, queue, timeout);
    }

    private static void between(String name, long value, long least, long most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(
                    "refill.charging." + name + ": " + value + " (expected: " + least + " to " + most + ")");
        }
    }
}
