package dev.refill.tariff.plan;

import dev.refill.ledger.LedgerUnit;

/** What can be used, each in its own unit. */
public enum Service {
    /** Seconds, a week of them at most. */
    VOICE("voice", "voice:second", "s", 604_800),
    /** Messages: the parts of one long text, or one batch. */
    SMS("sms", "sms:message", "messages", 1_000),
    /** Bytes, at most a pebibyte. */
    DATA("data", "data:byte", "B", 1L << 50);

    private final String word;
    private final String unit;
    private final String symbol;
    private final long most;

    Service(String word, String unit, String symbol, long most) {
        this.word = word;
        this.unit = unit;
        this.symbol = symbol;
        this.most = most;
    }

    /** As plans write it. */
    public String word() {
        return word;
    }

    /** What allowances of this service are counted in. */
    public LedgerUnit unit() {
        return new LedgerUnit(unit);
    }

    /** A quantity as explanations write it, for example {@code 60 s}. */
    public String text(long quantity) {
        return quantity + " " + (this == SMS && quantity == 1 ? "message" : symbol);
    }

    /** The largest quantity of one usage, and of one increment of a rate. */
    public long most() {
        return most;
    }
}
