package dev.refill.local.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** PostgreSQL's command line programs, unpacked and ready to run. */
final class PostgresPrograms {

    private static final long LONGEST_RUN_SECONDS = 120;

    private final Path folder;
    private final List<String> prefix;

    private PostgresPrograms(Path folder, List<String> prefix) {
        this.folder = folder;
        this.prefix = prefix;
    }

    static PostgresPrograms unpacked() {
        return Holder.INSTANCE;
    }

    /** Makes an empty data folder that asks for the given password from the first moment. */
    void initdb(Path pgdata, Path passwordFile, boolean durable) {
        run(Stream.concat(
                Stream.of("initdb", "-D", pgdata.toString(), "--username=" + ServerFolder.SUPERUSER,
                        "--pwfile=" + passwordFile, "--auth=scram-sha-256", "--encoding=UTF8", "--no-locale",
                        "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--no-instructions"),
                durable ? Stream.of() : Stream.of("--no-sync")).toList(), Map.of());
    }

    /** Starts a server in a session of its own, out of reach of the terminal's Ctrl-C, and waits until it is ready. */
    void start(Path pgdata, Path log, String serverOptions, Map<String, String> environment) {
        run(List.of("pg_ctl", "start", "-D", pgdata.toString(), "-l", log.toString(), "-o", serverOptions, "-w", "-t",
                "60", "-s"), environment);
    }

    /** Stops the server of a data folder and waits for its end. */
    void stop(Path pgdata, StopMode mode) {
        run(List.of("pg_ctl", "stop", "-D", pgdata.toString(), "-m", mode.word(), "-w", "-t", "30", "-s"), Map.of());
    }

    /** Fast writes everything out, immediate leaves that to recovery; neither waits for clients. */
    enum StopMode {
        FAST("fast"),
        IMMEDIATE("immediate");

        private final String word;

        StopMode(String word) {
            this.word = word;
        }

        String word() {
            return word;
        }
    }

    private void run(List<String> command, Map<String, String> environment) {
        String program = folder.resolve("bin").resolve(command.getFirst()).toString();
        execute(Stream.of(prefix, List.of(program), command.subList(1, command.size())).flatMap(List::stream).toList(),
                environment);
    }

    private static String execute(List<String> command, Map<String, String> environment) {
        try {
            ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
            builder.environment().putAll(environment);
            Process process = builder.start();
            process.getOutputStream().close();
            if (!process.waitFor(LONGEST_RUN_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new ProgramFailed(command, "no end within " + LONGEST_RUN_SECONDS + " s");
            }
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                    .strip();
            if (process.exitValue() != 0) {
                throw new ProgramFailed(command, output);
            }
            return output;
        } catch (IOException cannotRun) {
            throw new UncheckedIOException("cannot run " + command, cannotRun);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while running " + command, stopped);
        }
    }

    /** One of the programs ended with an error. */
    static final class ProgramFailed extends RuntimeException {

        private static final long serialVersionUID = 1;

        ProgramFailed(List<String> command, String output) {
            super(String.join(" ", command) + "\n" + output);
        }
    }

    private static final class Holder {

        static final PostgresPrograms INSTANCE = new PostgresPrograms(PostgresArchive.unpack(), prefix());

        /** PostgreSQL refuses to run as root; in a user namespace of its own it sees itself as nobody. */
        private static List<String> prefix() {
            if (!"root".equals(System.getProperty("user.name"))) {
                return List.of();
            }
            try {
                execute(List.of("unshare", "-U", "id", "-u"), Map.of());
                return List.of("unshare", "-U");
            } catch (UncheckedIOException | ProgramFailed refused) {
                throw new IllegalStateException(
                        "PostgreSQL does not run as root, and this system does not let root make"
                                + " a user namespace (unshare -U): run as a plain user.",
                        refused);
            }
        }
    }
}
