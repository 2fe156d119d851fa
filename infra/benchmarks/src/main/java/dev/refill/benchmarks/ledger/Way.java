package dev.refill.benchmarks.ledger;

import java.util.List;
import java.util.Locale;

/** A way of writing credits. Each has tables of its own, so that none is slowed by what another has written. */
enum Way {
    /** BEGIN, five statements, COMMIT: seven round trips, as it is written when nobody has measured. */
    TRANSACTION("R2DBC, a transaction of 5 statements", "transaction", 1),
    /** One statement a credit: as good as one credit at a time gets. */
    ROUND_TRIP("R2DBC, one round trip", "round-trip", 1),
    /** Ours: as the application has it. */
    LEDGER("Refill", "ledger", 1),
    /** The same statements without a JVM. */
    PGBENCH_TRANSACTION("pgbench, a transaction of 5 statements", "transaction", 1, 1, 16, 64),
    PGBENCH_ROUND_TRIP("pgbench, one round trip", "round-trip", 1, 1, 16, 64),
    /** Credits that were gathered by somebody else, for nothing. */
    PGBENCH_BATCH("pgbench, 200 credits a statement", "batch", Way.BATCH, 1, 2, 4),
    /** A ledger as a function in the database, after the idea of pgledger. */
    PGBENCH_FUNCTION("pgbench, create_transfer()", "function", 1, 1, 16, 64);

    static final int BATCH = 200;

    private final String label;
    private final String script;
    private final int credits;
    @SuppressWarnings("ImmutableEnumChecker") // made by List.of
    private final List<Integer> clients;

    Way(String label, String script, int credits, Integer... clients) {
        this.label = label;
        this.script = script;
        this.credits = credits;
        this.clients = List.of(clients);
    }

    /** The schema that holds the tables of this way. */
    String schema() {
        return this == LEDGER ? "balance" : name().toLowerCase(Locale.ROOT);
    }

    /** The name of the SQL that writes; ours comes with the ledger. */
    String script() {
        return script;
    }

    /** How many credits one call writes. */
    int credits() {
        return credits;
    }

    /** Whether pgbench sends the SQL, which has numbers of clients of its own. */
    boolean isPgbench() {
        return !clients.isEmpty();
    }

    /** How many clients call at the same time. */
    List<Integer> clients(List<Integer> callers) {
        return isPgbench() ? clients : callers;
    }

    @Override
    public String toString() {
        return label;
    }
}
