package dev.refill.simulation.time;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.Objects;
import java.util.PriorityQueue;

import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;

/**
 * All that is going to happen, in its order: by time, and at one time in the order in which it was asked for. Belongs to
 * one thread. Times are microseconds since the beginning.
 */
public final class Timeline {

    public static final Instant BEGINNING = Instant.parse("2026-01-15T12:00:00Z");

    private static final ThreadLocal<@Nullable Timeline> CURRENT = new ThreadLocal<>();

    private final PriorityQueue<Happening> queue = new PriorityQueue<>(
            Comparator.comparingLong((Happening one) -> one.at).thenComparingLong(one -> one.serial));
    private final Life world = new Life("world");
    private long now;
    private long serial;
    private Life life = world;

    private static final class Happening implements Disposable {

        private long at;
        private final long serial;
        private final Life life;
        private final Runnable task;
        private boolean cancelled;

        Happening(long at, long serial, Life life, Runnable task) {
            this.at = at;
            this.serial = serial;
            this.life = life;
            this.task = task;
        }

        @Override
        public void dispose() {
            cancelled = true;
        }

        @Override
        public boolean isDisposed() {
            return cancelled;
        }
    }

    /** Makes this the timeline of the running thread. */
    public Timeline() {
        CURRENT.set(this);
    }

    static Timeline current() {
        return Objects.requireNonNull(CURRENT.get(), "no simulation runs on this thread");
    }

    /** Whoever never dies: the provider, the database, the clients. */
    public Life world() {
        return world;
    }

    /** Whose step is running. */
    public Life life() {
        return life;
    }

    public long now() {
        return now;
    }

    /** Lets something happen in a life, unless that ends before. */
    public Disposable after(long micros, Life whose, Runnable task) {
        Happening happening = new Happening(now + Math.max(0, micros), serial++, whose, task);
        queue.add(happening);
        return happening;
    }

    /** Does something at once in the name of a life. */
    public void as(Life whose, Runnable task) {
        Life before = life;
        life = whose;
        try {
            task.run();
        } finally {
            life = before;
        }
    }

    /** The next thing happens. False: there is none until then. */
    public boolean step(long until) {
        Happening next = queue.poll();
        while (next != null) {
            if (!next.cancelled && !next.life.isOver()) {
                if (next.at > until) {
                    return false;
                }
                if (next.life.pausedUntil() <= next.at) {
                    now = next.at;
                    as(next.life, next.task);
                    return true;
                }
                next.at = next.life.pausedUntil();
                queue.add(next);
            }
            next = queue.poll();
        }
        return false;
    }

    /** Shows the timeline's time. */
    public Clock clock() {
        return new Clock() {

            @Override
            public Instant instant() {
                return BEGINNING.plus(now, ChronoUnit.MICROS);
            }

            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                throw new UnsupportedOperationException("virtual time is UTC only");
            }
        };
    }

    /** A moment as microseconds since the beginning. */
    public static long at(Instant moment) {
        return ChronoUnit.MICROS.between(BEGINNING, moment);
    }

    public static long micros(Duration time) {
        return time.toNanos() / 1_000;
    }
}
