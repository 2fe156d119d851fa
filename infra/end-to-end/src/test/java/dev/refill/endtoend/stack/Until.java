package dev.refill.endtoend.stack;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/** Waits for what another process will do. */
public final class Until {

    private static final long PAUSE_NANOS = Duration.ofMillis(100).toNanos();

    private Until() {}

    /**
     * Asks until the answer is yes.
     *
     * @throws AssertionError if it is not within the time
     */
    public static void holds(String what, Duration longest, Callable<Boolean> question) {
        holds(what, longest, question, PAUSE_NANOS);
    }

    /** The same without a pause, for what has to be acted upon within milliseconds. */
    public static void holdsJustNow(String what, Duration longest, Callable<Boolean> question) {
        holds(what, longest, question, 0);
    }

    private static void holds(String what, Duration longest, Callable<Boolean> question, long pauseNanos) {
        long deadline = System.nanoTime() + longest.toNanos();
        while (!answer(question)) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("not within " + longest + ": " + what);
            }
            LockSupport.parkNanos(pauseNanos);
        }
    }

    private static boolean answer(Callable<Boolean> question) {
        try {
            return question.call();
        } catch (RuntimeException | Error failure) {
            throw failure;
        } catch (Exception failure) {
            throw new IllegalStateException(failure);
        }
    }
}
