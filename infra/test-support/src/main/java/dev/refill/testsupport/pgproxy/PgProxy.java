package dev.refill.testsupport.pgproxy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

import org.jspecify.annotations.Nullable;

/**
 * A TCP proxy on the loopback before a PostgreSQL server. It reads protocol 3.0 without TLS and understands of it what is
 * needed to see a statement that commits by itself: its text, its parameters, that it was sent to the end, and that the
 * server has committed it. Everything passes until a {@link Hold} is set.
 */
public final class PgProxy implements AutoCloseable {

    private final ServerSocket listener;
    private final int server;
    private final List<Hold> holds = new CopyOnWriteArrayList<>();
    private final Set<Wire> wires = ConcurrentHashMap.newKeySet();

    private PgProxy(ServerSocket listener, int server) {
        this.listener = listener;
        this.server = server;
    }

    /** Starts before the server that listens on a port of the loopback. */
    public static PgProxy before(int server) {
        try {
            PgProxy proxy = new PgProxy(new ServerSocket(0, 128, InetAddress.getLoopbackAddress()), server);
            Thread.ofVirtual().name("pgproxy").start(proxy::accept);
            return proxy;
        } catch (IOException cannotListen) {
            throw new UncheckedIOException(cannotListen);
        }
    }

    /** Where clients connect. */
    public int port() {
        return listener.getLocalPort();
    }

    /**
     * Holds the next statement that has all the texts in its SQL or its parameters. At {@link Moment#COMMITTED} it is the
     * next one that also did something: one that failed or found no row passes.
     */
    public Hold hold(Moment moment, String... parts) {
        Hold hold = new Hold(moment, List.of(parts));
        holds.removeIf(Hold::isSpent);
        holds.add(hold);
        return hold;
    }

    Optional<Hold> concerning(Moment moment, @Nullable Statement statement) {
        if (statement == null) {
            return Optional.empty();
        }
        return holds.stream().filter(hold -> hold.concerns(moment, statement)).findFirst();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                connect(listener.accept());
            } catch (IOException closedOrRefused) {
                // the client notices by itself
            }
        }
    }

    private void connect(Socket client) throws IOException {
        try {
            Wire wire = new Wire(this, client, new Socket(InetAddress.getLoopbackAddress(), server), wires::remove);
            wires.add(wire);
            wire.open();
        } catch (IOException refused) {
            client.close();
            throw refused;
        }
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException closedAnyway) {
            // nobody can connect any more
        }
        holds.forEach(Hold::close);
        wires.forEach(Wire::close);
    }
}
