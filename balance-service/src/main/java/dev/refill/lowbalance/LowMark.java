package dev.refill.lowbalance;

import dev.refill.ledger.LedgerUnit;
import dev.refill.subscriber.SubscriberId;

/**
 * Where a subscriber's credit counts as low.
 *
 * @param id by whoever sets it, 1 to 64 characters
 * @param unit of the credit
 * @param threshold less than that is low; more than zero
 * @param revision of this mark: what has a lower one, or the same, and comes later, changes nothing
 */
public record LowMark(String id, SubscriberId subscriber, LedgerUnit unit, long threshold, long revision) {

    private static final int LONGEST_ID = 64;

    public LowMark {
        if (id.isEmpty() || id.length() > LONGEST_ID || threshold < 1) {
            throw new IllegalArgumentException("mark: " + id + ", " + threshold + " (expected: 1 to " + LONGEST_ID
                    + " characters, more than zero)");
        }
    }
}
