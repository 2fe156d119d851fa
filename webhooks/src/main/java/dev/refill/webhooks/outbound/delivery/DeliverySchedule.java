package dev.refill.webhooks.outbound.delivery;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.function.DoubleSupplier;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import dev.refill.webhooks.outbound.delivery.DeliveryMark.Effect;
import dev.refill.webhooks.processing.ErrorText;

/** Decides from a reply whether and when a delivery is tried again, by the schedule of Standard Webhooks. */
public final class DeliverySchedule {

    /** Before each try, the first one included; after the last the delivery is dead. */
    static final List<Duration> WAITS = List.of(Duration.ZERO, Duration.ofSeconds(5), Duration.ofMinutes(5),
            Duration.ofMinutes(30), Duration.ofHours(2), Duration.ofHours(5), Duration.ofHours(10),
            Duration.ofHours(14), Duration.ofHours(20), Duration.ofHours(24));

    /** An endpoint may ask for so much patience; who wants more disables it. */
    static final Duration LONGEST_RETRY_AFTER = Duration.ofHours(24);

    private static final double MOST_JITTER = 0.2;
    private static final Duration FIRST_SLOW_DOWN = Duration.ofSeconds(30);
    private static final Duration LONGEST_SLOW_DOWN = Duration.ofHours(1);
    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,9}");

    private final DoubleSupplier jitter;
    private final Clock clock;

    /** @param jitter gives numbers from 0 up to 1 */
    public DeliverySchedule(DoubleSupplier jitter, Clock clock) {
        this.jitter = jitter;
        this.clock = clock;
    }

    /** Whether it was taken more often than it may be: its attempts ended without a mark. */
    public boolean exhausted(TakenDelivery delivery) {
        return delivery.tries() > WAITS.size();
    }

    public DeliveryMark next(TakenDelivery delivery, Reply reply) {
        return switch (reply) {
            case Reply.NotSent(String why) -> again(delivery, Duration.ZERO, null, why, new Effect.None());
            case Reply.NoAnswer(String why) -> again(delivery, Duration.ZERO, null, why, new Effect.None());
            case Reply.Answered answered -> answered(delivery, answered);
        };
    }

    private DeliveryMark answered(TakenDelivery delivery, Reply.Answered answer) {
        int status = answer.status();
        if (HttpCourier.isSuccess(status)) {
            return new DeliveryMark(delivery, DeliveryState.DELIVERED, Duration.ZERO, status, null, new Effect.Well());
        }
        String error = "answered " + status + (answer.excerpt().isEmpty() ? "" : ": " + answer.excerpt());
        Duration asked = retryAfter(answer.retryAfter());
        return switch (status) {
            case 410 -> new DeliveryMark(delivery, DeliveryState.DEAD, Duration.ZERO, status, ErrorText.of(error),
                    new Effect.Gone());
            case 429, 502, 504 -> again(delivery, asked, status, error,
                    new Effect.SlowDown(longer(asked, slowDown(delivery.slowDowns()))));
            default -> again(delivery, asked, status, error, new Effect.None());
        };
    }

    private DeliveryMark again(TakenDelivery delivery, Duration asked, @Nullable Integer status, String error,
            Effect effect) {
        return delivery.tries() >= WAITS.size()
                ? new DeliveryMark(delivery, DeliveryState.DEAD, Duration.ZERO, status, ErrorText.of(error), effect)
                : new DeliveryMark(delivery, DeliveryState.PENDING,
                        longer(asked, jittered(WAITS.get(Math.max(1, delivery.tries())))), status, ErrorText.of(error),
                        effect);
    }

    /** Up to a fifth later, never earlier, so that what failed together does not come back together. */
    private Duration jittered(Duration wait) {
        return Duration.ofMillis(Math.round(wait.toMillis() * (1 + MOST_JITTER * jitter.getAsDouble())));
    }

    private static Duration slowDown(int before) {
        return shorter(FIRST_SLOW_DOWN.multipliedBy(1L << Math.min(before, 10)), LONGEST_SLOW_DOWN);
    }

    /** Seconds, or a date; what is neither was not said. */
    private Duration retryAfter(@Nullable String header) {
        if (header == null) {
            return Duration.ZERO;
        }
        String text = header.strip();
        return shorter(SECONDS.matcher(text).matches() ? Duration.ofSeconds(Long.parseLong(text)) : untilDate(text),
                LONGEST_RETRY_AFTER);
    }

    private Duration untilDate(String text) {
        try {
            Instant date = Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(text));
            return longer(Duration.between(clock.instant(), date), Duration.ZERO);
        } catch (DateTimeException neither) {
            return Duration.ZERO;
        }
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) >= 0 ? one : other;
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) <= 0 ? one : other;
    }
}
