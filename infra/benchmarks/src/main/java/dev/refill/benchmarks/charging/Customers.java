package dev.refill.benchmarks.charging;

import dev.refill.benchmarks.Database;
import dev.refill.benchmarks.ResourceText;

/** Subscribers with credit for messages without end. */
final class Customers {

    static final long CREDIT = 100_000_000;

    private Customers() {}

    /** Makes so many at once, with whole books; about 100,000 a second. */
    static void make(Database database, int subscribers) {
        database.execute(filled("customers.sql", subscribers));
        database.execute("VACUUM ANALYZE");
    }

    /** A text beside this class in which the numbers are filled in. */
    static String filled(String resource, int subscribers) {
        return ResourceText.beside(Customers.class, resource)
                .replace("{subscribers}", Integer.toString(subscribers))
                .replace("{credit}", Long.toString(CREDIT));
    }
}
