package dev.refill.benchmarks.charging;

/** A way of debiting, or what such a way is held against. */
enum Way {
    /** What a message costs goes to one account, as double entry has it. */
    PGBENCH_SHARED("pgbench, one account for all", "'used-credit'"),
    /** It goes to an account of the subscriber's own: nobody waits for anybody, and nobody knows what was used in all. */
    PGBENCH_OWN("pgbench, accounts of their own", "'receivable-sub_' || :subscriber::int"),
    IN_PROCESS("Refill, in process", ""),
    EVENTS("events", ""),
    BARE_EVENTS("bare endpoint, as events", ""),
    REPORTS("session updates", ""),
    BARE_REPORTS("bare endpoint, as updates", "");

    private final String label;
    private final String other;

    Way(String label, String other) {
        this.label = label;
        this.other = other;
    }

    /** SQL for the account that pgbench credits. */
    String other() {
        return other;
    }

    @Override
    public String toString() {
        return label;
    }
}
