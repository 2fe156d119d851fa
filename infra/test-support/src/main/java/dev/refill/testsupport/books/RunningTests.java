package dev.refill.testsupport.books;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;

/** Knows which test each thread runs, and has the books kept after each. JUnit finds it by itself. */
public final class RunningTests implements TestExecutionListener {

    private static final Name UNKNOWN = new Name("", "");
    private static final ThreadLocal<Name> CURRENT = ThreadLocal.withInitial(() -> UNKNOWN);

    /**
     * What runs.
     *
     * @param testClass its full name; empty: not known
     * @param test the method; {@code class} before the first and after the last of them
     */
    record Name(String testClass, String test) {

        boolean isKnown() {
            return !testClass.isEmpty();
        }

        @Override
        public String toString() {
            return isKnown() ? testClass + "." + test : "unknown";
        }
    }

    static Name current() {
        return CURRENT.get();
    }

    @Override
    public void executionStarted(TestIdentifier test) {
        switch (test.getSource().orElse(null)) {
            case MethodSource method -> CURRENT.set(new Name(method.getClassName(), method.getMethodName()));
            case ClassSource testClass -> CURRENT.set(new Name(testClass.getClassName(), "class"));
            case null, default -> {
                // An engine, or a factory's own test, which is its method's.
            }
        }
    }

    /** JUnit passes over what a listener throws, so it is kept beside the books. */
    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        if (test.isTest()) {
            try {
                LeftBooks.keepThoseOf(Thread.currentThread());
            } catch (RuntimeException cannotKeep) {
                tell(cannotKeep);
            }
        }
        if (test.getSource().orElse(null) instanceof MethodSource method) {
            CURRENT.set(new Name(method.getClassName(), "class"));
        }
    }

    private static void tell(RuntimeException cannotKeep) {
        Path folder = Objects.requireNonNull(LeftBooks.keptIn());
        try {
            Files.createDirectories(folder);
            try (PrintWriter file = new PrintWriter(Files.newBufferedWriter(folder.resolve(current() + ".failed")))) {
                cannotKeep.printStackTrace(file);
            }
        } catch (IOException cannotTell) {
            throw new UncheckedIOException(cannotTell);
        }
    }
}
