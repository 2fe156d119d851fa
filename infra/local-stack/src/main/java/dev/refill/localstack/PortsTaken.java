package dev.refill.localstack;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;
import java.util.TreeMap;

/** Ports that the stack needs and other programs have, by the property that chooses each. */
final class PortsTaken extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final transient Map<String, Integer> taken;

    private PortsTaken(Map<String, Integer> taken) {
        super("taken: " + taken);
        this.taken = taken;
    }

    Map<String, Integer> taken() {
        return taken;
    }

    /**
     * Looks before anything is started, so that all taken ports are told at once.
     *
     * @param ports by property; 0 means any port and is never taken
     */
    static void refuse(Map<String, Integer> ports) {
        Map<String, Integer> taken = new TreeMap<>(ports);
        taken.values().removeIf(PortsTaken::isFree);
        if (!taken.isEmpty()) {
            throw new PortsTaken(taken);
        }
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException taken) {
            return false;
        }
    }
}
