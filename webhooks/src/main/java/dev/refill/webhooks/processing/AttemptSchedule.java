package dev.refill.webhooks.processing;

import java.time.Duration;
import java.util.List;
import java.util.function.DoubleSupplier;

import dev.refill.webhooks.InboxState;
import dev.refill.webhooks.store.Mark;
import dev.refill.webhooks.store.TakenEvent;

/** Decides from an attempt's verdict whether and when the next one comes. */
public final class AttemptSchedule {

    /** An unknown object is mostly one that is about to be committed; after that, patience is cheap. */
    private static final List<Duration> PARKING = List.of(Duration.ofSeconds(1), Duration.ofSeconds(5),
            Duration.ofSeconds(30), Duration.ofMinutes(2), Duration.ofMinutes(10));
    private static final Duration PARKING_AFTERWARDS = Duration.ofHours(1);
    private static final Duration FIRST_RETRY = Duration.ofSeconds(1);
    private static final Duration LONGEST_RETRY = Duration.ofMinutes(15);

    private final int maxTries;
    private final long maxParkings;
    private final DoubleSupplier jitter;

    /**
     * @param maxTries after which a failing event is dead
     * @param parkFor how long an unknown object is waited for
     * @param jitter gives numbers from 0 up to 1
     */
    public AttemptSchedule(int maxTries, Duration parkFor, DoubleSupplier jitter) {
        this.maxTries = maxTries;
        this.maxParkings = PARKING.size() + parkFor.dividedBy(PARKING_AFTERWARDS);
        this.jitter = jitter;
    }

    /** Whether an event was taken more often than it may be: its attempts ended without a mark, so they killed their worker. */
    public boolean exhausted(TakenEvent event) {
        return event.tries() > maxTries;
    }

    public Mark next(TakenEvent event, Verdict verdict) {
        return switch (verdict) {
            case Verdict.Handled() -> mark(event, InboxState.DONE, Duration.ZERO, "");
            case Verdict.NotUnderstood(String reason) -> mark(event, InboxState.NOT_UNDERSTOOD, Duration.ZERO, reason);
            case Verdict.NotKnownYet(String object) -> park(event, "not known yet: " + object);
            case Verdict.Failed(String error) -> retry(event, error);
        };
    }

    private Mark park(TakenEvent event, String reason) {
        if (event.parkings() >= maxParkings) {
            return mark(event, InboxState.DEAD, Duration.ZERO, reason);
        }
        Duration delay = event.parkings() < PARKING.size() ? PARKING.get(event.parkings()) : PARKING_AFTERWARDS;
        return mark(event, InboxState.PARKED, delay, reason);
    }

    private Mark retry(TakenEvent event, String error) {
        if (event.tries() >= maxTries) {
            return mark(event, InboxState.DEAD, Duration.ZERO, error);
        }
        return mark(event, InboxState.RETRY, jittered(doubled(event.tries() - 1)), error);
    }

    private static Duration doubled(int times) {
        Duration delay = FIRST_RETRY.multipliedBy(1L << Math.min(times, 20));
        return delay.compareTo(LONGEST_RETRY) < 0 ? delay : LONGEST_RETRY;
    }

    /** Between half of the delay and all of it, so that events that failed together do not come back together. */
    private Duration jittered(Duration delay) {
        return Duration.ofMillis(Math.round(delay.toMillis() * (0.5 + jitter.getAsDouble() / 2)));
    }

    private static Mark mark(TakenEvent event, InboxState state, Duration delay, String error) {
        return new Mark(event.sequence(), event.attempt(), state, delay, ErrorText.of(error));
    }
}
