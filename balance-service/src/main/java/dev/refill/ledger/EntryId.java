package dev.refill.ledger;

import java.util.regex.Pattern;

/**
 * The permanent key of an entry, derived by the caller from its own row ({@code ent_rch_01jd…_credit}), so that a
 * repeated post is recognised for ever.
 */
public record EntryId(String value) {

    private static final Pattern FORM = Pattern.compile("ent_[a-z0-9_-]{1,96}");

    public EntryId {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("entry id: " + value + " (expected: " + FORM + ")");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
