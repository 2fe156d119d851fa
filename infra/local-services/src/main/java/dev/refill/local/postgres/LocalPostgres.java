package dev.refill.local.postgres;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A PostgreSQL server that runs as long as this object is open, and no longer than this process. Blocking: start and
 * close it outside event loops. Safe for use by many threads.
 */
public final class LocalPostgres implements AutoCloseable {

    /** What both kinds share: TCP on the loopback only, so that no socket folder can collide or be too long a path. */
    private static final List<String> COMMON = List.of(
            "listen_addresses=127.0.0.1",
            "unix_socket_directories=",
            "max_connections=300",
            "timezone=UTC",
            "log_timezone=UTC");
    private static final List<String> DURABLE = List.of(
            "fsync=on",
            "synchronous_commit=on",
            "full_page_writes=on");
    private static final List<String> FAST = List.of(
            "fsync=off",
            "synchronous_commit=off",
            "full_page_writes=off");

    private final ServerFolder folder;
    private final ServerProcess process;
    private boolean closed;

    private LocalPostgres(ServerFolder folder, ServerProcess process) {
        this.folder = folder;
        this.process = process;
    }

    /**
     * A server for tests: empty, on a free port, thrown away on close or when this process ends in whatever way, not
     * durable and therefore faster.
     */
    public static LocalPostgres disposable() {
        ServerFolder folder = DisposableFolders.claimNew();
        return start(folder, FreePort.ANY, both(COMMON, FAST), Map.of());
    }

    /**
     * A durable server on a free port whose data outlives it.
     *
     * @see #durable(Path, int)
     */
    public static LocalPostgres durable(Path dataFolder) {
        return durable(dataFolder, FreePort.ANY);
    }

    /**
     * A durable server on a free port, with variables of its own in its environment.
     *
     * @param environment what is added to this process's, for example {@code LD_PRELOAD}
     * @see #durable(Path, int)
     */
    public static LocalPostgres durable(Path dataFolder, Map<String, String> environment) {
        return start(ServerFolder.claim(dataFolder), FreePort.ANY, both(COMMON, DURABLE), environment);
    }

    /**
     * A durable server whose data outlives it. A server that an earlier, killed process left running on the folder is
     * stopped first.
     *
     * @param dataFolder where the data is kept; made if it does not exist
     * @param port 1 to 65535, or 0 for any that is free
     * @throws IllegalStateException if another process uses the folder, the port is taken or the server cannot start;
     *             the message says what to do
     */
    public static LocalPostgres durable(Path dataFolder, int port) {
        return start(ServerFolder.claim(dataFolder), port, both(COMMON, DURABLE), Map.of());
    }

    private static LocalPostgres start(ServerFolder folder, int port, List<String> settings,
            Map<String, String> environment) {
        try {
            return new LocalPostgres(folder, ServerProcess.start(folder, port, settings, environment));
        } catch (RuntimeException cannotStart) {
            folder.release();
            throw cannotStart;
        }
    }

    private static List<String> both(List<String> some, List<String> others) {
        return Stream.concat(some.stream(), others.stream()).toList();
    }

    public int port() {
        return process.port();
    }

    /** The server's only role, a superuser. */
    public String username() {
        return ServerFolder.SUPERUSER;
    }

    /** Random, made with the data folder and kept in it. */
    public String password() {
        return folder.password();
    }

    /** The R2DBC address of one of the server's databases. */
    public String r2dbcUrl(String database) {
        return "r2dbc:postgresql://127.0.0.1:" + port() + "/" + database;
    }

    /** The JDBC address of one of the server's databases. */
    public String jdbcUrl(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port() + "/" + database;
    }

    /** Breaks open connections, stops the server and waits for its end. A second call does nothing. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        process.stop();
        folder.release();
    }
}
