package dev.refill.endtoend.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import dev.refill.testsupport.JavaProcess;

/** One running application process. */
public final class Node implements AutoCloseable {

    private static final Duration LONGEST_START = Duration.ofMinutes(2);
    private static final Duration LONGEST_STOP = Duration.ofMinutes(1);

    private final JavaProcess process;
    private final URI base;

    Node(JavaProcess process, URI base) {
        this.process = process;
        this.base = base;
    }

    public URI base() {
        return base;
    }

    public Api api(String token) {
        return new Api(base, token);
    }

    public JavaProcess process() {
        return process;
    }

    /** Where a {@link World#startWatchedNode watched} node has blocked an event loop so far. */
    public List<String> blockingCalls() {
        return UnderBlockHound.found(process.output());
    }

    /** {@code kill -9}. */
    public void kill() {
        process.kill();
    }

    /** {@code kill -STOP}, so that leases pass and connections stay. */
    public void pause() {
        process.pause();
    }

    /** {@code kill -CONT}. */
    public void resume() {
        process.resume();
    }

    /** SIGTERM; waits for the end and answers with the exit code. */
    public int terminate() {
        return process.terminate(LONGEST_STOP);
    }

    void awaitReady() {
        HttpClient client = HttpClient.newHttpClient();
        HttpRequest readyz = HttpRequest.newBuilder(base.resolve("/readyz")).timeout(Duration.ofSeconds(5)).build();
        Until.holds("ready", LONGEST_START, () -> {
            if (!process.isAlive()) {
                throw new AssertionError("the application ended:\n" + String.join("\n", process.output()));
            }
            return isOk(client, readyz);
        });
    }

    private static boolean isOk(HttpClient client, HttpRequest request) {
        try {
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }

    /** Ends the process if it still runs, and keeps what it logged, to be scanned for what must never be in a log. */
    @Override
    public void close() {
        process.close();
        try {
            Path logs = Files.createDirectories(Path.of("target", "logs"));
            Files.write(logs.resolve("node-" + process.pid() + ".log"), process.output());
        } catch (IOException cannotKeep) {
            throw new UncheckedIOException(cannotKeep);
        }
    }
}
