package dev.refill.ledger;

import java.util.regex.Pattern;

/**
 * Names an account. System accounts have a fixed word ({@code gateway-clearing:stripe}, {@code deferred-revenue}) and may
 * go either way; a subscriber's bucket ({@code bucket:sub_…}) never falls below zero. One account holds one balance
 * per unit.
 *
 * @param value 3 to 100 characters, lower case words joined by {@code - : _}
 */
public record AccountId(String value) {

    private static final Pattern FORM = Pattern.compile("[a-z][a-z0-9_:-]{2,99}");
    private static final String BUCKET = "bucket:";

    public AccountId {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("account: " + value + " (expected: " + FORM + ")");
        }
    }

    /** The main bucket of the owner, for example of {@code sub_01jd…}. */
    public static AccountId bucketOf(String owner) {
        return new AccountId(BUCKET + owner);
    }

    public boolean isBucket() {
        return value.startsWith(BUCKET);
    }

    @Override
    public String toString() {
        return value;
    }
}
