package dev.refill.endtoend.chaos;

import dev.refill.endtoend.stack.Impatience;
import dev.refill.endtoend.stack.Node;
import dev.refill.endtoend.stack.World;
import dev.refill.testsupport.pgproxy.PgProxy;

/** Where a node runs again and again: always at the same address, always behind the same proxy. */
final class Place implements AutoCloseable {

    private final World world;
    private final String name;
    private final int port;
    private final String[] settings;
    private final PgProxy proxy;
    private volatile Node node;

    /** @param settings beyond short leases and the proxy */
    Place(World world, String name, int port, String... settings) {
        this.world = world;
        this.name = name;
        this.port = port;
        this.settings = settings;
        this.proxy = PgProxy.before(world.database().port());
        this.node = start();
    }

    private Node start() {
        return world.startNodeAt(port, world.through(proxy, Impatience.settings(settings)));
    }

    /** Starts the next node after a kill, and waits until it is ready. */
    void restart() {
        node.close();
        node = start();
    }

    Node node() {
        return node;
    }

    PgProxy proxy() {
        return proxy;
    }

    @Override
    public String toString() {
        return name;
    }

    @Override
    public void close() {
        node.close();
        proxy.close();
    }
}
