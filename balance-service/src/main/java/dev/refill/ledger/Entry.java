package dev.refill.ledger;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One event in the books: two or more postings that sum to zero per unit, applied together or not at all.
 *
 * @param id the permanent key
 * @param kind the event's word, for example {@code recharge} or {@code usage}; 1 to 32 characters
 * @param reference the caller's own id of the event, shown in histories; 1 to 100 characters
 * @param occurredAt when it happened by the caller's clock
 * @param postings 2 to 512 postings, at most one per account and unit
 */
public record Entry(EntryId id, String kind, String reference, Instant occurredAt, List<Posting> postings) {

    /** Enough for a session that draws on all the buckets somebody may have, and gives back to as many. */
    private static final int MOST_POSTINGS = 512;

    public Entry {
        postings = List.copyOf(postings);
        requireSize(kind, "kind", 32);
        requireSize(reference, "reference", 100);
        if (postings.size() < 2 || postings.size() > MOST_POSTINGS) {
            throw new IllegalArgumentException(
                    "postings: " + postings.size() + " (expected: 2 to " + MOST_POSTINGS + ")");
        }
        requireOnePerAccountAndUnit(postings);
        requireZeroPerUnit(postings);
    }

    private static void requireSize(String text, String name, int most) {
        if (text.isBlank() || text.length() > most) {
            throw new IllegalArgumentException(name + ": " + text + " (expected: 1 to " + most + " characters)");
        }
    }

    private static void requireOnePerAccountAndUnit(List<Posting> postings) {
        long distinct = postings.stream()
                .map(posting -> posting.account() + " " + posting.amount().unit())
                .distinct()
                .count();
        if (distinct != postings.size()) {
            throw new IllegalArgumentException("postings: an account twice in one unit (expected: once)");
        }
    }

    private static void requireZeroPerUnit(List<Posting> postings) {
        Map<LedgerUnit, Long> sums = new HashMap<>();
        postings.forEach(posting -> sums.merge(posting.amount().unit(), posting.amount().value(), Math::addExact));
        sums.forEach((unit, sum) -> {
            if (sum != 0) {
                throw new IllegalArgumentException("sum of " + unit + ": " + sum + " (expected: 0)");
            }
        });
    }
}
