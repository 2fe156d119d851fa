package dev.refill.simulation.time;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Puts every scheduler of Reactor onto the timeline of the running thread. Unlike Reactor's own virtual time it serves
 * several threads with a simulation each, and knows in whose life a timer was set.
 */
public final class VirtualSchedulers implements Schedulers.Factory {

    private VirtualSchedulers() {}

    /** For this whole JVM, for good. */
    public static void install() {
        Schedulers.setFactory(new VirtualSchedulers());
    }

    @Override
    public Scheduler newParallel(int parallelism, ThreadFactory threads) {
        return new OfTimeline();
    }

    @Override
    public Scheduler newSingle(ThreadFactory threads) {
        return new OfTimeline();
    }

    @Override
    public Scheduler newBoundedElastic(int threads, int queue, ThreadFactory factory, int ttl) {
        return new OfTimeline();
    }

    private static Disposable schedule(Runnable task, long delay, TimeUnit unit) {
        Timeline timeline = Timeline.current();
        return timeline.after(unit.toMicros(delay), timeline.life(), task);
    }

    private static Disposable repeat(Runnable task, long first, long period, TimeUnit unit) {
        Disposable.Swap next = Disposables.swap();
        next.replace(schedule(() -> {
            task.run();
            next.replace(repeat(task, period, period, unit));
        }, first, unit));
        return next;
    }

    private static long time(TimeUnit unit) {
        return unit.convert(Timeline.current().now(), TimeUnit.MICROSECONDS);
    }

    private static final class OfTimeline implements Scheduler {

        @Override
        public Disposable schedule(Runnable task) {
            return VirtualSchedulers.schedule(task, 0, TimeUnit.MICROSECONDS);
        }

        @Override
        public Disposable schedule(Runnable task, long delay, TimeUnit unit) {
            return VirtualSchedulers.schedule(task, delay, unit);
        }

        @Override
        public Disposable schedulePeriodically(Runnable task, long first, long period, TimeUnit unit) {
            return repeat(task, first, period, unit);
        }

        @Override
        public long now(TimeUnit unit) {
            return time(unit);
        }

        @Override
        public Worker createWorker() {
            return new OneAfterAnother();
        }
    }

    private static final class OneAfterAnother implements Scheduler.Worker {

        private boolean disposed;

        private Runnable unlessDisposed(Runnable task) {
            return () -> {
                if (!disposed) {
                    task.run();
                }
            };
        }

        @Override
        public Disposable schedule(Runnable task) {
            return VirtualSchedulers.schedule(unlessDisposed(task), 0, TimeUnit.MICROSECONDS);
        }

        @Override
        public Disposable schedule(Runnable task, long delay, TimeUnit unit) {
            return VirtualSchedulers.schedule(unlessDisposed(task), delay, unit);
        }

        @Override
        public Disposable schedulePeriodically(Runnable task, long first, long period, TimeUnit unit) {
            return repeat(unlessDisposed(task), first, period, unit);
        }

        @Override
        public void dispose() {
            disposed = true;
        }

        @Override
        public boolean isDisposed() {
            return disposed;
        }
    }
}
