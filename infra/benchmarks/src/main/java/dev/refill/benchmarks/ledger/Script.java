package dev.refill.benchmarks.ledger;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import dev.refill.benchmarks.Pgbench;
import dev.refill.benchmarks.PlainBooks;
import dev.refill.benchmarks.ResourceText;

/**
 * The SQL of a way: the same text for pgbench and for R2DBC, over the parameters {@code :id} and {@code :subscriber}.
 *
 * @param sql statements, each of which ends with a semicolon
 */
record Script(String sql) {

    /** What makes the tables of a way, with the accounts of all subscribers. */
    static String tables(Way way) {
        return way == Way.PGBENCH_FUNCTION
                ? filled("function-tables.sql", way)
                : PlainBooks.tables(way.schema(), FreshBooks.SUBSCRIBERS);
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
        return ResourceText.beside(Script.class, resource)
                .replace("{schema}", way.schema())
                .replace("{batch}", Integer.toString(way.credits()))
                .replace("{last}", Integer.toString(FreshBooks.SUBSCRIBERS - 1));
    }

    /** The whole as a transaction that pgbench runs over and over. */
    String forPgbench(Way way, long firstId) {
        List<String> statements = statements();
        String body = statements.size() == 1 ? sql : "BEGIN;\n" + sql + "COMMIT;\n";
        return Pgbench.numbered(body, firstId, way.credits(), FreshBooks.SUBSCRIBERS);
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
