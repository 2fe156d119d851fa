package dev.refill.app.database;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The JDBC URL of the database that an R2DBC URL names. */
final class JdbcUrl {

    private static final Pattern PLAIN = Pattern.compile("r2dbc:(?:postgresql|postgres)://([^/?#@]+)/([^/?#]+)");

    private JdbcUrl() {}

    /**
     * Options and fail-over hosts are spelled differently by the two drivers. They are not guessed: a URL that has any
     * needs its JDBC counterpart set.
     */
    static String of(String r2dbcUrl) {
        Matcher url = PLAIN.matcher(r2dbcUrl);
        if (!url.matches()) {
            throw new IllegalArgumentException("refill.migrations.url is not set, and refill.database.url has more than"
                    + " host, port and database (expected: r2dbc:postgresql://host:port/database, or both URLs set)");
        }
        return "jdbc:postgresql://" + url.group(1) + "/" + url.group(2);
    }
}
