package dev.refill.ledger;

/**
 * One line of an entry.
 *
 * @param account which account moves
 * @param amount by how much, never zero
 */
public record Posting(AccountId account, Amount amount) {

    public Posting {
        if (amount.value() == 0) {
            throw new IllegalArgumentException("amount: 0 (expected: not zero)");
        }
    }
}
