package dev.refill.recharge;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

import dev.refill.groupcommit.GroupCommit;
import dev.refill.recharge.order.LatePayments;

/**
 * Settings of recharge orders, {@code refill.recharge.*}.
 *
 * @param region the country whose national form of numbers is accepted
 * @param gateway through which gateway new orders are paid
 * @param portalUrl where browsers find the portal; providers send them back there
 * @param orderTokenSecret signs the links to guests' orders, 32 characters or more; changing it breaks links in use
 * @param patience how long a caller waits before it is answered with the state reached so far
 * @param mostAtOnce more orders at once are refused with 503
 * @param longestDrain how long a stop waits for orders in hand
 * @param payableFor how long a payment page stays open; Stripe allows 30 minutes to 24 hours from its creation
 * @param resendFor how long a charge that never arrived may still be sent; half an hour or more below {@code payableFor},
 *        and at most 23 hours, as providers forget their keys after a day
 * @param latePayment what is done with money that arrives after its order has ended or come to review
 * @param lookAnyway how long a live status goes without looking, in case a notification from another node was lost
 * @param alarmAfter orders that rest in a state for longer are counted as overdue
 * @param countEvery how often resting orders are counted for the gauges
 * @param write the bounds of writing orders by group commit
 * @param live the bounds of live status streams
 * @param completer the completer's pace
 * @param relay the pace at which changes are published to partners
 * @param waits per state the pauses between looks at an order that rests in it
 * @param risk the limits of the risk policies
 */
@ConfigurationProperties("refill.recharge")
public record RechargeProperties(
        @DefaultValue("US") String region,
        @DefaultValue("stripe") String gateway,
        @DefaultValue("http://localhost:8080") URI portalUrl,
        String orderTokenSecret,
        @DefaultValue("12s") Duration patience,
        @DefaultValue("2000") int mostAtOnce,
        @DefaultValue("20s") Duration longestDrain,
        @DefaultValue("70m") Duration payableFor,
        @DefaultValue("30m") Duration resendFor,
        @DefaultValue("credit") LatePayment latePayment,
        @DefaultValue("5s") Duration lookAnyway,
        @DefaultValue("1h") Duration alarmAfter,
        @DefaultValue("15s") Duration countEvery,
        @DefaultValue WriteLimits write,
        @DefaultValue LiveBounds live,
        @DefaultValue CompleterPace completer,
        @DefaultValue RelayPace relay,
        @DefaultValue Map<RechargeState, List<Duration>> waits,
        @DefaultValue RiskLimits risk) {

    private static final Duration LONGEST_RESEND = Duration.ofHours(23);

    public RechargeProperties {
        if (orderTokenSecret == null || orderTokenSecret.length() < 32) {
            throw new IllegalArgumentException("refill.recharge.order-token-secret: expected 32 characters or more");
        }
        if (payableFor.minus(resendFor).compareTo(Duration.ofMinutes(30)) < 0) {
            throw new IllegalArgumentException("refill.recharge.resend-for: " + resendFor
                    + " (expected: 30 minutes or more below payable-for, " + payableFor + ")");
        }
        if (resendFor.compareTo(LONGEST_RESEND) > 0) {
            throw new IllegalArgumentException("refill.recharge.resend-for: " + resendFor
                    + " (expected: at most 23 hours, as providers forget operation keys after a day)");
        }
    }

    /** What is done with money that is captured as ordered after its order has ended. */
    public enum LatePayment {
        /** The order is credited after all. */
        CREDIT,
        /** It is to be given back. */
        REFUND;

        LatePayments policy() {
            return switch (this) {
                case CREDIT -> new LatePayments.Credit();
                case REFUND -> new LatePayments.Refund();
            };
        }
    }

    /**
     * The bounds of writing orders by group commit; new orders and changes have one each.
     *
     * @param batch how many orders one statement writes at most
     * @param queue how many wait for the statement before theirs; more are refused
     * @param timeout of one statement, after which it is not known what became of it
     */
    public record WriteLimits(
            @DefaultValue("200") int batch,
            @DefaultValue("10000") int queue,
            @DefaultValue("5s") Duration timeout) {

        GroupCommit.Limits limits() {
            return new GroupCommit.Limits(batch, queue, timeout);
        }
    }

    /**
     * The bounds of live status streams, those of the API and those of the portal's pages.
     *
     * @param heartbeat how often a stream shows a sign of life, so that proxies keep a silent one open
     * @param longest how long a stream lasts before it ends and the watcher opens the next
     * @param mostAtOnce more streams at once are refused with 503, per node
     */
    public record LiveBounds(
            @DefaultValue("15s") Duration heartbeat,
            @DefaultValue("10m") Duration longest,
            @DefaultValue("5000") int mostAtOnce) {

        public LiveBounds {
            requirePositive("heartbeat", heartbeat);
            requirePositive("longest", longest);
            if (mostAtOnce < 1) {
                throw new IllegalArgumentException(
                        "refill.recharge.live.most-at-once: " + mostAtOnce + " (expected: 1 or more)");
            }
        }

        private static void requirePositive(String name, Duration value) {
            if (!value.isPositive()) {
                throw new IllegalArgumentException(
                        "refill.recharge.live." + name + ": " + value + " (expected: longer than 0)");
            }
        }
    }

    /**
     * The completer's pace.
     *
     * @param every the pause after a look that found nothing due
     * @param lease for how long an order that was taken is left alone by other nodes
     * @param batch at most so many orders are taken at once
     * @param concurrency at most so many are worked on at once
     */
    public record CompleterPace(
            @DefaultValue("1s") Duration every,
            @DefaultValue("3m") Duration lease,
            @DefaultValue("32") int batch,
            @DefaultValue("8") int concurrency) {}

    /**
     * The pace at which changes are published to partners.
     *
     * @param every the pause after a look that found fewer than a batch
     * @param lease for how long other nodes wait for one that has fallen silent
     * @param batch at most so many changes are read at once
     */
    public record RelayPace(
            @DefaultValue("500ms") Duration every,
            @DefaultValue("30s") Duration lease,
            @DefaultValue("250") int batch) {}

    /**
     * The limits of the risk policies.
     *
     * @param ordersPerNumberAndHour more orders for one number are refused
     * @param amountPerNumberAndDay more money for one number is refused, in minor units
     * @param ordersPerClientAndSecond more orders from one client are refused, per node
     * @param ordersPerPayerAndHour more orders that ask one phone to pay are refused, per node
     */
    public record RiskLimits(
            @DefaultValue("20") int ordersPerNumberAndHour,
            @DefaultValue("50000") long amountPerNumberAndDay,
            @DefaultValue("200") int ordersPerClientAndSecond,
            @DefaultValue("20") int ordersPerPayerAndHour) {}

    /** The pauses of a state: as configured, otherwise seconds, then minutes, then hours, then days. */
    List<Duration> waitsOf(RechargeState state) {
        List<Duration> configured = waits.get(state);
        return configured != null ? configured : switch (state) {
            case CREATED -> seconds(15, 15, 30, 60, 120);
            // Longer than a charge takes unless the provider is ill; a look while one is on its way is safe, and for nothing.
            case CHARGING -> seconds(30, 60, 120, 300);
            case UNKNOWN -> seconds(5, 15, 60, 300, 900, 3_600, 3_600, 3_600, 10_800, 21_600, 86_400);
            case REQUIRES_ACTION -> seconds(30, 30, 60, 120, 300, 600);
            case CANCELLING -> seconds(5, 15, 60, 300, 900, 3_600);
            case PAID -> seconds(5, 5, 15, 60, 300);
            case CREDITED, DECLINED, EXPIRED, CANCELLED, IN_REVIEW, RETURNED -> List.of();
        };
    }

    private static List<Duration> seconds(long... seconds) {
        return java.util.Arrays.stream(seconds).mapToObj(Duration::ofSeconds).toList();
    }
}
