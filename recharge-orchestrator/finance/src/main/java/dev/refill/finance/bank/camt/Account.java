package dev.refill.finance.bank.camt;

import org.jspecify.annotations.Nullable;

/**
 * The account that a statement is of.
 *
 * @param scheme what the number is
 * @param id the number
 * @param servicer the bank's BIC, if the file tells it; numbers that are no IBAN are of one bank only
 */
public record Account(Scheme scheme, String id, @Nullable String servicer) {

    /** What an account is known by. */
    public enum Scheme {
        IBAN,
        OTHER
    }
}
