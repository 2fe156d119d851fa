package dev.refill.tariff;

import java.util.List;

import dev.refill.tariff.rating.RateUsage;

/**
 * Rates usage: pure functions, the same answer for the same question for ever. An increment belongs to the instant at which
 * it begins, which says its band and which allowances are valid for it; credit has to be valid when the usage begins.
 */
public final class Rating {

    /** Of one subscriber. */
    public static final int MOST_BUCKETS = 512;

    private Rating() {}

    /**
     * What a usage costs and what pays for it: first allowances, then credit, of each what expires first, then the lower
     * priority, then by id. Nothing is drawn: the draws say what to draw.
     *
     * @param buckets at most 512, in any order
     */
    public static RatingOutcome rate(TariffPlan plan, Usage usage, List<Bucket> buckets) {
        if (buckets.size() > MOST_BUCKETS) {
            throw new IllegalArgumentException(
                    "buckets: " + buckets.size() + " (expected: " + MOST_BUCKETS + " at most)");
        }
        return new RateUsage(plan, usage, buckets).rate();
    }

    /** What a usage costs who has no allowance, whoever pays: {@code Rated} without draws, or {@code Refused}. */
    public static RatingOutcome price(TariffPlan plan, Usage usage) {
        return new RateUsage(plan, usage, List.of()).price();
    }
}
