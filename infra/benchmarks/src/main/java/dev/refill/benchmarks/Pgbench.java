package dev.refill.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import dev.refill.local.postgres.LocalPostgres;

/** PostgreSQL's own benchmark against the same server: what this machine's processors and disk can do at all. */
final class Pgbench {

    static final String DATABASE = "pgbench";
    private static final Pattern RATE = Pattern.compile("tps = ([0-9.]+) \\(without initial connection time\\)");

    private final LocalPostgres server;

    private Pgbench(LocalPostgres server) {
        this.server = server;
    }

    /** Fills the database {@value #DATABASE}, which must exist. */
    static Pgbench prepared(LocalPostgres server, int scale) {
        Pgbench pgbench = new Pgbench(server);
        pgbench.run("--initialize", "--quiet", "--scale=" + scale);
        return pgbench;
    }

    /** Transactions of the TPC-B kind a second: one round of five statements and a durable commit each. */
    double rate(int clients, int seconds) {
        String output = run("--no-vacuum", "--protocol=prepared", "--client=" + clients, "--jobs=2",
                "--time=" + seconds);
        Matcher rate = RATE.matcher(output);
        if (!rate.find()) {
            throw new IllegalStateException("pgbench printed no rate:\n" + output);
        }
        return Double.parseDouble(rate.group(1));
    }

    private String run(String... options) {
        List<String> command = Stream.concat(
                Stream.of("pgbench", "--host=127.0.0.1", "--port=" + server.port(), "--username=" + server.username()),
                Stream.concat(Stream.of(options), Stream.of(DATABASE))).toList();
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("PGPASSWORD", server.password());
        try {
            Process process = builder.start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException(command + " failed:\n" + output);
            }
            return output;
        } catch (IOException missing) {
            throw new UncheckedIOException("pgbench comes with the package postgresql", missing);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }
}
