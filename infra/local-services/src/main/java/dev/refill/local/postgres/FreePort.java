package dev.refill.local.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;

final class FreePort {

    /** Asks for any port that is free. */
    static final int ANY = 0;

    private FreePort() {}

    /** A port that was free a moment ago; whoever binds it must be ready to lose the race. */
    static int find() {
        try (ServerSocket socket = new ServerSocket(ANY, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException noneLeft) {
            throw new UncheckedIOException("no free port", noneLeft);
        }
    }
}
