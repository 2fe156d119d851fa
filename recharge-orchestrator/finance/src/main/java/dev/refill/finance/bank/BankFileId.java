package dev.refill.finance.bank;

import java.util.Optional;
import java.util.regex.Pattern;

/** The id of a file that a bank sent: {@code bkf_} and 26 characters, ordered by time of arrival. */
public record BankFileId(String value) {

    private static final Pattern FORM = Pattern.compile("bkf_[0-9a-z]{26}");

    public BankFileId {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("bank file: " + value + " (expected: " + FORM + ")");
        }
    }

    /** Empty: it is of another form. */
    public static Optional<BankFileId> parse(String text) {
        return Optional.of(text).filter(FORM.asMatchPredicate()).map(BankFileId::new);
    }

    @Override
    public String toString() {
        return value;
    }
}
