package dev.refill.local.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The server that runs on a data folder, as {@code postmaster.pid} in it tells.
 *
 * @param process the server's first process
 * @param port where it listens
 */
record Postmaster(ProcessHandle process, int port) {

    private static final int PID_LINE = 0;
    private static final int PORT_LINE = 3;

    /**
     * Empty: none runs. A file that a killed server left is taken for what it is even if its process id belongs to some
     * other program by now, which PostgreSQL itself would not tell apart.
     */
    static Optional<Postmaster> of(Path pgdata) {
        List<String> lines = lines(pgdata.resolve("postmaster.pid"));
        return lines.size() <= PORT_LINE
                ? Optional.empty()
                : ProcessHandle.of(Long.parseLong(lines.get(PID_LINE).strip()))
                        .filter(process -> serves(process, pgdata))
                        .map(process -> new Postmaster(process, Integer.parseInt(lines.get(PORT_LINE).strip())));
    }

    private static boolean serves(ProcessHandle process, Path pgdata) {
        List<String> arguments = List.of(process.info().arguments().orElse(new String[0]));
        return process.isAlive() && arguments.contains(pgdata.toString());
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (NoSuchFileException notRunning) {
            return List.of();
        } catch (IOException unreadable) {
            throw new UncheckedIOException("file " + file, unreadable);
        }
    }
}
