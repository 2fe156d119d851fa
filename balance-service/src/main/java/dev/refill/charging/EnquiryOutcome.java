package dev.refill.charging;

import java.util.List;

import dev.refill.bucket.HeldBucket;
import dev.refill.tariff.RatingOutcome;

/** What an enquiry comes to; it moves nothing. */
public sealed interface EnquiryOutcome {

    /**
     * What there is.
     *
     * @param buckets by their id
     */
    record Balance(List<HeldBucket> buckets) implements EnquiryOutcome {

        public Balance {
            buckets = List.copyOf(buckets);
        }
    }

    /**
     * What it would cost.
     *
     * @param version of the plan by which
     */
    record Price(String plan, int version, String unit, RatingOutcome outcome) implements EnquiryOutcome {}

    /** There is nothing to enquire about. */
    record Denied(ResultCode why) implements EnquiryOutcome {}
}
