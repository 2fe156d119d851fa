package dev.refill.testsupport;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A child JVM for crash tests. What it prints, on both streams, is kept in memory up to a bound. It never outlives this
 * JVM: whatever is still running when this one ends is killed.
 */
public final class JavaProcess implements AutoCloseable {

    private static final int MOST_LINES = 50_000;
    private static final Duration LONGEST_END = Duration.ofSeconds(30);

    private final Process process;
    private final Thread killer;
    private final List<String> lines = new ArrayList<>();
    private boolean outputEnded;

    private JavaProcess(Process process) {
        this.process = process;
        this.killer = new Thread(process.toHandle()::destroyForcibly, "kill-" + process.pid());
        Runtime.getRuntime().addShutdownHook(killer);
        Thread.ofPlatform().daemon().name("output-of-" + process.pid()).start(this::readOutput);
    }

    /** Runs a main class on this JVM's own class path. */
    public static JavaProcess start(Class<?> main, String... arguments) {
        return start(main.getName(), System.getProperty("java.class.path"), List.of(), Map.of(), List.of(arguments));
    }

    /**
     * Runs a main class on a class path of its own.
     *
     * @param jvmOptions such as {@code -Xmx256m}
     * @param environment added to this process's environment
     */
    public static JavaProcess start(String main, String classPath, List<String> jvmOptions,
            Map<String, String> environment, List<String> arguments) {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        List<String> command = Stream.of(List.of(java), jvmOptions, List.of("-cp", classPath, main), arguments)
                .flatMap(List::stream)
                .toList();
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true).redirectInput(Redirect.PIPE);
        builder.environment().putAll(environment);
        try {
            return new JavaProcess(builder.start());
        } catch (IOException cannotStart) {
            throw new UncheckedIOException("cannot run " + command, cannotStart);
        }
    }

    private void readOutput() {
        try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
            output.lines().forEach(this::keep);
        } catch (IOException | UncheckedIOException killed) {
            keep("[output ended: " + killed.getMessage() + "]");
        } finally {
            endOutput();
        }
    }

    private synchronized void keep(String line) {
        if (lines.size() < MOST_LINES) {
            lines.add(line);
        }
        notifyAll();
    }

    private synchronized void endOutput() {
        outputEnded = true;
        notifyAll();
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** What it has printed so far, at most the first 50,000 lines. */
    public synchronized List<String> output() {
        return List.copyOf(lines);
    }

    /**
     * Waits for a line that contains a text and returns it; a line that was printed before counts.
     *
     * @throws AssertionError with the whole output, if the process ends or the time passes first
     */
    public String awaitLine(String part, Duration longest) {
        return awaitLine(line -> line.contains(part), "a line with \"" + part + "\"", longest);
    }

    private synchronized String awaitLine(Predicate<String> wanted, String description, Duration longest) {
        long deadline = System.nanoTime() + longest.toNanos();
        int seen = 0;
        while (true) {
            for (; seen < lines.size(); seen++) {
                if (wanted.test(lines.get(seen))) {
                    return lines.get(seen);
                }
            }
            long left = deadline - System.nanoTime();
            if (outputEnded || left <= 0) {
                throw new AssertionError((outputEnded ? "ended" : "waited " + longest) + " without " + description
                        + ":\n" + String.join("\n", lines));
            }
            waitFor(left);
        }
    }

    @SuppressWarnings("WaitNotInLoop") // the caller is the loop
    private synchronized void waitFor(long nanos) {
        try {
            TimeUnit.NANOSECONDS.timedWait(this, nanos);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", stopped);
        }
    }

    /** {@code kill -9}: nothing of the process runs any more when this returns. */
    public void kill() {
        process.toHandle().destroyForcibly();
        awaitEnd(LONGEST_END);
    }

    /** {@code kill -STOP}: the process stands still, as under a hypervisor's pause, and keeps what it holds. */
    public void pause() {
        signal("STOP");
    }

    /** {@code kill -CONT}: the process goes on and knows nothing of the pause. */
    public void resume() {
        signal("CONT");
    }

    private void signal(String name) {
        try {
            int status = new ProcessBuilder("sh", "-c", "kill -" + name + " " + pid()).inheritIO().start().waitFor();
            if (status != 0) {
                throw new IllegalStateException("kill -" + name + " " + pid() + ": exit code " + status);
            }
        } catch (IOException cannotRun) {
            throw new UncheckedIOException(cannotRun);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", stopped);
        }
    }

    /**
     * SIGTERM, then waits for the orderly end.
     *
     * @return the exit code
     * @throws AssertionError if the process has not ended after the given time
     */
    public int terminate(Duration longest) {
        // Not Process::destroy, which closes the streams too and so loses the last words.
        process.toHandle().destroy();
        return awaitEnd(longest);
    }

    /**
     * Waits for the end.
     *
     * @return the exit code; 128 + n where signal n ended it
     * @throws AssertionError if the process has not ended after the given time
     */
    public int awaitEnd(Duration longest) {
        try {
            if (!process.waitFor(longest.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AssertionError("process " + pid() + " has not ended after " + longest + ":\n"
                        + String.join("\n", output()));
            }
            return process.exitValue();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", stopped);
        }
    }

    /** Kills the process if it still runs. */
    @Override
    public void close() {
        kill();
        try {
            Runtime.getRuntime().removeShutdownHook(killer);
        } catch (IllegalStateException alreadyShuttingDown) {
            // then the hook runs, and finds nothing left to kill
        }
    }
}
