package dev.refill.benchmarks;

/** Tables for entries that are written by as little SQL as that takes, as a baseline: a schema for each way of writing. */
public final class PlainBooks {

    private PlainBooks() {}

    /** What makes them, with the accounts of all subscribers, at zero. */
    public static String tables(String schema, int subscribers) {
        return ResourceText.beside(PlainBooks.class, "plain-books.sql")
                .replace("{schema}", schema)
                .replace("{last}", Integer.toString(subscribers - 1));
    }

    /**
     * Proves that they hold what was written and add up.
     *
     * @param inBuckets of all postings to buckets
     * @throws IllegalStateException if anything is wrong
     */
    public static void check(Database database, String schema, long entries, long postings, long inBuckets) {
        Proof.equal(schema + ": entries", database.number("SELECT count(*) FROM " + schema + ".entry"), entries);
        Proof.equal(schema + ": postings", database.number("SELECT count(*) FROM " + schema + ".posting"), postings);
        Proof.equal(schema + ": buckets by postings", database.number("SELECT sum(amount) FROM " + schema
                + ".posting WHERE account LIKE 'bucket-%'"), inBuckets);
        Proof.equal(schema + ": buckets by balances", database.number("SELECT sum(balance) FROM " + schema
                + ".account WHERE account LIKE 'bucket-%'"), inBuckets);
        Proof.equal(schema + ": sum of postings", database.number("SELECT sum(amount) FROM " + schema + ".posting"),
                0L);
        Proof.equal(schema + ": balances that are not the sum of their postings", database.number("""
                SELECT count(*)
                FROM {schema}.account
                LEFT JOIN (SELECT account, sum(amount) AS total FROM {schema}.posting GROUP BY account) AS posted
                    USING (account)
                WHERE balance <> coalesce(total, 0)
                """.replace("{schema}", schema)), 0L);
    }
}
