package dev.refill.local.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import dev.refill.local.postgres.PostgresPrograms.ProgramFailed;
import dev.refill.local.postgres.PostgresPrograms.StopMode;

/** The running server of a folder that this process holds, and the watcher that survives this process. */
final class ServerProcess {

    /** A free port can be lost to somebody else between finding and binding it; this often in a row it is not chance. */
    private static final int TRIES_FOR_A_FREE_PORT = 5;
    private static final String PORT_TAKEN = "Address already in use";

    private final ServerFolder folder;
    private final int port;
    private final Watcher watcher;

    private ServerProcess(ServerFolder folder, int port, Watcher watcher) {
        this.folder = folder;
        this.port = port;
        this.watcher = watcher;
    }

    /** Stops what a killed process left, makes the data folder if there is none, and starts the server. */
    static ServerProcess start(ServerFolder folder, int port, List<String> settings,
            Map<String, String> environment) {
        stopLeftover(folder);
        makeData(folder);
        Watcher watcher = Watcher.over(folder);
        try {
            return new ServerProcess(folder, bind(folder, port, settings, environment), watcher);
        } catch (RuntimeException cannotStart) {
            watcher.release();
            throw cannotStart;
        }
    }

    static void stopLeftover(ServerFolder folder) {
        Postmaster.of(folder.pgdata()).ifPresent(leftover -> stop(folder));
        try {
            Files.deleteIfExists(folder.pgdata().resolve("postmaster.pid"));
        } catch (IOException stuck) {
            throw new UncheckedIOException("data folder " + folder.root(), stuck);
        }
    }

    private static void makeData(ServerFolder folder) {
        if (Files.exists(folder.pgdata())) {
            return;
        }
        try {
            FileTree.delete(folder.unfinishedPgdata());
            folder.choosePassword();
            PostgresPrograms.unpacked().initdb(folder.unfinishedPgdata(), folder.passwordFile(),
                    !folder.isDisposable());
            Files.move(folder.unfinishedPgdata(), folder.pgdata(), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException stuck) {
            throw new UncheckedIOException("data folder " + folder.root(), stuck);
        }
    }

    private static int bind(ServerFolder folder, int port, List<String> settings, Map<String, String> environment) {
        return port == FreePort.ANY
                ? bindAnyPort(folder, settings, environment, TRIES_FOR_A_FREE_PORT)
                : startOn(port, folder, settings, environment);
    }

    private static int bindAnyPort(ServerFolder folder, List<String> settings, Map<String, String> environment,
            int triesLeft) {
        try {
            return startOn(FreePort.find(), folder, settings, environment);
        } catch (PortTaken lostTheRace) {
            if (triesLeft == 1) {
                throw lostTheRace;
            }
            return bindAnyPort(folder, settings, environment, triesLeft - 1);
        }
    }

    private static int startOn(int port, ServerFolder folder, List<String> settings,
            Map<String, String> environment) {
        String options = settings.stream().collect(Collectors.joining(" -c ", "-p " + port + " -c ", ""));
        try {
            Files.deleteIfExists(folder.log());
            PostgresPrograms.unpacked().start(folder.pgdata(), folder.log(), options, environment);
            return port;
        } catch (ProgramFailed refused) {
            throw explained(port, folder.log(), refused);
        } catch (IOException stuck) {
            throw new UncheckedIOException("server log " + folder.log(), stuck);
        }
    }

    private static IllegalStateException explained(int port, Path log, ProgramFailed refused) {
        String said;
        try {
            said = Files.readString(log);
        } catch (IOException saidNothing) {
            said = refused.getMessage() + "\n" + saidNothing;
        }
        return said.contains(PORT_TAKEN)
                ? new PortTaken(port, refused)
                : new IllegalStateException("PostgreSQL did not start. It said:\n" + said, refused);
    }

    int port() {
        return port;
    }

    /** Returns when the server has ended and given up its folder and port. */
    void stop() {
        Postmaster.of(folder.pgdata()).ifPresent(running -> stop(folder));
        watcher.release();
    }

    private static void stop(ServerFolder folder) {
        try {
            PostgresPrograms.unpacked().stop(folder.pgdata(),
                    folder.isDisposable() ? StopMode.IMMEDIATE : StopMode.FAST);
        } catch (ProgramFailed stuckOrJustGone) {
            if (Postmaster.of(folder.pgdata()).isPresent()) {
                PostgresPrograms.unpacked().stop(folder.pgdata(), StopMode.IMMEDIATE);
            }
        }
    }

    /** The port belongs to another program. */
    private static final class PortTaken extends IllegalStateException {

        private static final long serialVersionUID = 1;

        PortTaken(int port, ProgramFailed cause) {
            super("Port " + port + " is taken by another program.", cause);
        }
    }
}
