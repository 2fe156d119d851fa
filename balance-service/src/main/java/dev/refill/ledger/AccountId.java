package dev.refill.ledger;

import java.util.regex.Pattern;

/**
 * Names an account. System accounts have a fixed word ({@code gateway-clearing:stripe}, {@code deferred-revenue}) and may
 * go either way. Holdings belong to somebody and never cross zero: a bucket ({@code bucket:sub_…}) and frozen credit
 * ({@code frozen:sub_…}) never fall below it, a debt ({@code receivable:sub_…}) never rises above it. One account holds one
 * balance per unit.
 *
 * @param value 3 to 100 characters, lower case words joined by {@code - : _}
 */
public record AccountId(String value) {

    private static final Pattern FORM = Pattern.compile("[a-z][a-z0-9_:-]{2,99}");
    private static final String BUCKET = "bucket:";
    private static final String FROZEN = "frozen:";
    private static final String RECEIVABLE = "receivable:";

    public AccountId {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("account: " + value + " (expected: " + FORM + ")");
        }
    }

    /** The main bucket of the owner, for example of {@code sub_01jd…}. */
    public static AccountId bucketOf(String owner) {
        return new AccountId(BUCKET + owner);
    }

    /** What is held back from an owner, a subscriber or a dispute. */
    public static AccountId frozenOf(String owner) {
        return new AccountId(FROZEN + owner);
    }

    /** What the owner owes: credit that was taken back after it was spent, as a balance below zero. */
    public static AccountId receivableOf(String owner) {
        return new AccountId(RECEIVABLE + owner);
    }

    /** Whether it can be spent from. */
    public boolean isBucket() {
        return value.startsWith(BUCKET);
    }

    /** Whether it is a bucket, frozen credit or a debt: kept as one row, with a history of its own, and never across zero. */
    public boolean isHolding() {
        return isBucket() || value.startsWith(FROZEN) || isReceivable();
    }

    /** Whether the balance is one that the account may have. */
    public boolean allows(long balance) {
        return !isHolding() || (isReceivable() ? balance <= 0 : balance >= 0);
    }

    private boolean isReceivable() {
        return value.startsWith(RECEIVABLE);
    }

    @Override
    public String toString() {
        return value;
    }
}
