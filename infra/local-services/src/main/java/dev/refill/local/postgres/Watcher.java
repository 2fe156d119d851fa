package dev.refill.local.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;

/**
 * Stops the server when this process ends without having done so, be it by {@code kill -9}. A shell waits for a line from
 * us; the operating system closes its input when we die, and then it acts. It sleeps in a read until then.
 */
final class Watcher {

    /** $1 signal, $2 PostgreSQL's data folder, $3 folder to delete or empty. It waits up to 10 s for the end. */
    private static final String SCRIPT = """
                                         trap '' HUP INT TERM
                                         read -r released && exit 0
                                         if pid=$(head -n 1 "$2/postmaster.pid"); then
                                             kill "-$1" "$pid"
                                             tries=0
                                             while kill -0 "$pid" && [ $tries -lt 100 ]; do sleep 0.1; tries=$((tries + 1)); done
                                         fi
                                         if [ -n "$3" ]; then rm -rf "$3"; fi
                                         """;
    private static final String FAST = "INT";
    private static final String IMMEDIATE = "QUIT";

    private final Process shell;

    private Watcher(Process shell) {
        this.shell = shell;
    }

    static Watcher over(ServerFolder folder) {
        ProcessBuilder builder = folder.isDisposable()
                ? shell(folder, IMMEDIATE, folder.root().toString())
                : shell(folder, FAST, "");
        try {
            return new Watcher(builder.redirectOutput(Redirect.DISCARD).redirectError(Redirect.DISCARD).start());
        } catch (IOException noShell) {
            throw new UncheckedIOException("cannot watch over PostgreSQL", noShell);
        }
    }

    private static ProcessBuilder shell(ServerFolder folder, String signal, String toDelete) {
        return new ProcessBuilder("sh", "-c", SCRIPT, "refill-watcher", signal, folder.pgdata().toString(), toDelete);
    }

    /** Tells the watcher that there is nothing left to watch. */
    void release() {
        try (var line = shell.outputWriter(StandardCharsets.UTF_8)) {
            line.write("released\n");
        } catch (IOException alreadyGone) {
            shell.destroyForcibly();
        }
    }
}
