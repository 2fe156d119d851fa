package dev.refill.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import dev.refill.local.postgres.LocalPostgres;

/** PostgreSQL's own benchmark against the same server: what this machine's processors and disk can do at all. */
public final class Pgbench {

    static final String DATABASE = "pgbench";
    private static final Pattern RATE = Pattern.compile("tps = ([0-9.]+) \\(without initial connection time\\)");
    private static final int MICROS = 2;
    /** No point and no client comes near the numbers of the next one. All are of one length, so that ids sort as they do. */
    private static final long IDS_OF_A_POINT = 1_000_000_000_000L;
    private static final long LEAST_ID = 1_000_000_000_000_000_000L;
    private static final long IDS_OF_A_CLIENT = 1_000_000_000L;

    private final LocalPostgres server;
    private final String database;

    /** Against a database that is there. */
    public Pgbench(LocalPostgres server, String database) {
        this.server = server;
        this.database = database;
    }

    /** Fills the database {@value #DATABASE}, which must exist. */
    static Pgbench prepared(LocalPostgres server, int scale) {
        Pgbench pgbench = new Pgbench(server, DATABASE);
        pgbench.run("--initialize", "--quiet", "--scale=" + scale);
        return pgbench;
    }

    /** Transactions of the TPC-B kind a second: one round of five statements and a durable commit each. */
    double rate(int clients, int seconds) {
        return rate(clients, seconds, Stream.of());
    }

    /**
     * The first id of what is written at a point.
     *
     * @param point which one it is of those that write to the same tables, at most a million
     */
    public static long firstId(int point) {
        return LEAST_ID + point * IDS_OF_A_POINT;
    }

    /**
     * A script whose SQL has two parameters more: an id that nobody else takes, and a subscriber, from 0, at random.
     *
     * @param each how many ids it takes
     */
    public static String numbered(String sql, long firstId, int each, int subscribers) {
        return """
                \\set n :n + %d
                \\set id %d + :client_id * %d + :n
                \\set subscriber random(0, %d)
                """.formatted(each, firstId, IDS_OF_A_CLIENT, subscribers - 1) + sql;
    }

    /**
     * Runs a script of one's own over and over; the rate is that of transactions.
     *
     * @param script see pgbench's manual; statements are prepared, and each client has a variable n, at first 0
     * @throws IllegalStateException if any transaction fails
     */
    public Paced script(String script, int clients, int seconds) {
        try (TemporaryFolder folder = TemporaryFolder.create()) {
            Path file = Files.writeString(folder.path().resolve("script.sql"), script);
            double rate = rate(clients, seconds,
                    Stream.of("--file=" + file, "--define=n=0", "--log",
                            "--log-prefix=" + folder.path().resolve("log")));
            Files.delete(file);
            return new Paced(rate, Seen.of(folder.files().stream().map(Pgbench::logged).toList()));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** A line is client, number, microseconds and more; the word failed stands for the time of one that was undone. */
    private static Seen.ByOne logged(Path log) {
        try (Stream<String> lines = Files.lines(log)) {
            var seen = new Seen.ByOne();
            lines.forEach(line -> seen.add(Long.parseLong(line.split(" ", -1)[MICROS]) * 1_000));
            return seen;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (NumberFormatException failed) {
            throw new IllegalStateException("a transaction failed", failed);
        }
    }

    private double rate(int clients, int seconds, Stream<String> more) {
        String output = run(Stream.concat(Stream.of("--no-vacuum", "--protocol=prepared", "--client=" + clients,
                "--jobs=2", "--time=" + seconds), more).toArray(String[]::new));
        Matcher rate = RATE.matcher(output);
        if (!rate.find()) {
            throw new IllegalStateException("pgbench printed no rate:\n" + output);
        }
        return Double.parseDouble(rate.group(1));
    }

    private String run(String... options) {
        List<String> command = Stream.concat(
                Stream.of("pgbench", "--host=127.0.0.1", "--port=" + server.port(), "--username=" + server.username()),
                Stream.concat(Stream.of(options), Stream.of(database))).toList();
        return Program.run(command, Map.of("PGPASSWORD", server.password()));
    }
}
