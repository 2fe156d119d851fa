package dev.refill.testsupport;

/**
 * One deliberate fault in SQL that moves money or keeps something to once. Its text is looked for in what is there now, after
 * all migrations, and must be there exactly once.
 */
public sealed interface SqlMutant {

    /** The fault in a few words. */
    String name();

    /**
     * A function with one text replaced.
     *
     * @param function with its schema, for example {@code balance.post}; of those of that name, the one with the most
     *        parameters
     * @param text as {@code pg_get_functiondef} writes it
     */
    record InFunction(String name, String function, String text, String replacement) implements SqlMutant {

        @Override
        public String toString() {
            return function + ": " + name;
        }

        String schema() {
            return function.substring(0, function.indexOf('.'));
        }

        String mutated(String definition) {
            return replaced(definition, text, replacement, this);
        }
    }

    /** A rule of a schema taken away, by one statement that fails if the rule is not there. */
    record InSchema(String name, String schema, String sql) implements SqlMutant {

        @Override
        public String toString() {
            return schema + ": " + name;
        }
    }

    /**
     * A statement of the application.
     *
     * @param name for people
     * @param mark a text that no other statement of its tests has; parameters are {@code $1} and so on
     */
    record Statement(String name, String mark) {}

    /**
     * A statement of the application with one text replaced.
     *
     * @param text parameters are {@code $1} and so on
     */
    record InStatement(String name, Statement statement, String text, String replacement) implements SqlMutant {

        @Override
        public String toString() {
            return statement.name() + ": " + name;
        }

        /** A test that looks at the plan of a statement does not run it. */
        String mutated(String sql) {
            return sql.contains(statement.mark()) && !sql.startsWith("EXPLAIN ")
                    ? replaced(sql, text, replacement, this)
                    : sql;
        }
    }

    private static String replaced(String sql, String text, String replacement, SqlMutant mutant) {
        int at = sql.indexOf(text);
        if (at < 0 || sql.indexOf(text, at + 1) >= 0) {
            throw new IllegalStateException(mutant + ": not once in the SQL: " + text + "\n" + sql);
        }
        return sql.substring(0, at) + replacement + sql.substring(at + text.length());
    }
}
