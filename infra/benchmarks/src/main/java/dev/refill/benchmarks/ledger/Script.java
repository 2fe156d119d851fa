package dev.refill.benchmarks.ledger;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * The SQL of a way: the same text for pgbench and for R2DBC, over the parameters {@code :id} and {@code :subscriber}.
 *
 * @param sql statements, each of which ends with a semicolon
 */
record Script(String sql) {

    /** No point and no client comes near the numbers of the next one. All are of one length, so that ids sort as they do. */
    private static final long IDS_OF_A_POINT = 1_000_000_000_000L;
    private static final long LEAST_ID = 1_000_000_000_000_000_000L;
    private static final long IDS_OF_A_CLIENT = 1_000_000_000L;

    /** The text of a resource beside this class. */
    static String resource(String name) {
        try (InputStream text = Objects.requireNonNull(Script.class.getResourceAsStream(name), name)) {
            return new String(text.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** What makes the tables of a way, with the accounts of all subscribers. */
    static String tables(Way way) {
        return filled(way == Way.PGBENCH_FUNCTION ? "function-tables.sql" : "tables.sql", way);
    }

    /** What writes a credit, or a batch of them. */
    static Script of(Way way, Contention contention) {
        String subscriber = way == Way.PGBENCH_BATCH ? "subscriber" : ":subscriber::int";
        String other = switch (contention) {
            case HOT -> "'issued-credit'";
            case UNIFORM -> "'receivable-sub_' || " + subscriber;
        };
        return new Script(filled(way.script() + ".sql", way).replace("{other}", other));
    }

    private static String filled(String resource, Way way) {
        return resource(resource)
                .replace("{schema}", way.schema())
                .replace("{batch}", Integer.toString(way.credits()))
                .replace("{last}", Integer.toString(FreshBooks.SUBSCRIBERS - 1));
    }

    /** @param point which one of the run's points it is */
    static long firstId(int point) {
        return LEAST_ID + point * IDS_OF_A_POINT;
    }

    /** The whole as a transaction that pgbench runs over and over. */
    String forPgbench(Way way, long firstId) {
        List<String> statements = statements();
        String body = statements.size() == 1 ? sql : "BEGIN;\n" + sql + "COMMIT;\n";
        return """
                \\set n :n + %d
                \\set id %d + :client_id * %d + :n
                \\set subscriber random(0, %d)
                """.formatted(way.credits(), firstId, IDS_OF_A_CLIENT, FreshBooks.SUBSCRIBERS - 1) + body;
    }

    /** One by one, with numbered parameters. */
    List<Numbered> numbered() {
        return statements().stream().map(Numbered::of).toList();
    }

    private List<String> statements() {
        return Arrays.stream(sql.split(";\n", -1)).filter(statement -> !statement.isBlank()).toList();
    }

    /**
     * One statement as R2DBC takes it.
     *
     * @param parameters their names in the order of their numbers
     */
    record Numbered(String sql, List<String> parameters) {

        private static Numbered of(String sql) {
            List<String> names = Stream.of("id", "subscriber").filter(name -> sql.contains(":" + name)).toList();
            String numbered = sql;
            for (String name : names) {
                numbered = numbered.replaceAll(":" + name + "\\b", "\\$" + (names.indexOf(name) + 1));
            }
            return new Numbered(numbered, names);
        }
    }
}
