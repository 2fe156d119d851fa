package dev.refill.endtoend.stack;

import java.util.Collection;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;

/** Does something with each of many things, 64 at a time. */
public final class InParallel {

    private static final int AT_ONCE = 64;

    private InParallel() {}

    /** Returns when the last one is done. What fails is told by the thread's own handler, and the others go on. */
    public static <T> void each(Collection<T> items, Consumer<T> work) {
        Semaphore places = new Semaphore(AT_ONCE);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (T item : items) {
                places.acquireUninterruptibly();
                threads.execute(() -> {
                    try {
                        work.accept(item);
                    } finally {
                        places.release();
                    }
                });
            }
        }
    }
}
