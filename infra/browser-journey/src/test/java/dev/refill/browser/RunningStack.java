package dev.refill.browser;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import dev.refill.localstack.LocalStack;
import dev.refill.testsupport.JavaProcess;

/** The local stack as a process of its own, on free ports and with nothing in its books. */
final class RunningStack implements AutoCloseable {

    private static final Duration LONGEST_START = Duration.ofMinutes(3);

    private final JavaProcess process;
    private final String portal;

    private RunningStack(JavaProcess process, String portal) {
        this.process = process;
        this.portal = portal;
    }

    static RunningStack start() {
        int port = freePort();
        JavaProcess process = JavaProcess.start(LocalStack.class, "--server.port=" + port,
                "--management.server.port=0", "--refill.local.data=" + emptyFolder(),
                "--refill.local.sandbox.port=" + freePort(), "--refill.local.issuer.port=" + freePort(),
                "--refill.local.receiver.port=" + freePort());
        process.awaitLine("Refill is ready", LONGEST_START);
        return new RunningStack(process, "http://localhost:" + port);
    }

    /** Where the portal is. */
    String portal() {
        return portal;
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException none) {
            throw new UncheckedIOException(none);
        }
    }

    private static Path emptyFolder() {
        try {
            return Files.createTempDirectory(Path.of("target").toAbsolutePath(), "stack");
        } catch (IOException none) {
            throw new UncheckedIOException(none);
        }
    }

    @Override
    public void close() {
        process.terminate(Duration.ofMinutes(1));
    }
}
