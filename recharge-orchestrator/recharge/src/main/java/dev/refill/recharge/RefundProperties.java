package dev.refill.recharge;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

import dev.refill.recharge.RechargeProperties.CompleterPace;
import dev.refill.recharge.refund.RefundState;

/**
 * Settings of refunds, {@code refill.refund.*}.
 *
 * @param approvalAbove of an order more than this, all its refunds taken together, goes back only if a second person agrees;
 *        in minor units
 * @param completer the completer's pace
 * @param waits per state the pauses between looks at a refund that rests in it
 */
@ConfigurationProperties("refill.refund")
public record RefundProperties(
        @DefaultValue("5000") long approvalAbove,
        @DefaultValue CompleterPace completer,
        @DefaultValue Map<RefundState, List<Duration>> waits) {

    public RefundProperties {
        if (approvalAbove < 0) {
            throw new IllegalArgumentException(
                    "refill.refund.approval-above: " + approvalAbove + " (expected: zero or more)");
        }
    }

    /** The pauses of a state: as configured, otherwise seconds, then minutes, then hours, then days. */
    List<Duration> waitsOf(RefundState state) {
        List<Duration> configured = waits.get(state);
        return configured != null ? configured : switch (state) {
            case SENDING -> seconds(30, 60, 120, 300, 900, 3_600);
            case UNKNOWN -> seconds(5, 15, 60, 300, 900, 3_600, 3_600, 10_800, 21_600, 86_400);
            case PENDING -> seconds(60, 300, 900, 3_600, 21_600, 86_400);
            case IN_REVIEW -> seconds(86_400);
            case GIVING_BACK -> seconds(30, 60, 300, 900, 3_600);
            case AWAITING_APPROVAL, REJECTED, SUCCEEDED, FAILED -> List.of();
        };
    }

    private static List<Duration> seconds(long... seconds) {
        return LongStream.of(seconds).mapToObj(Duration::ofSeconds).toList();
    }
}
