package dev.refill.tariff;

import java.util.List;

/** What rating a usage comes to. */
public sealed interface RatingOutcome {

    /** The explanation, in order. */
    List<Step> steps();

    /** The buckets cover it, or nobody asked them to. */
    record Rated(Charge charge) implements RatingOutcome {

        @Override
        public List<Step> steps() {
            return charge.steps();
        }
    }

    /**
     * Credit does not cover it.
     *
     * @param charge all of it; its draws take what there is
     * @param missing more than zero, in minor units of the plan's unit
     */
    record Uncovered(Charge charge, long missing) implements RatingOutcome {

        @Override
        public List<Step> steps() {
            return charge.steps();
        }
    }

    /** The plan cannot rate it. */
    record Refused(Why why, List<Step> steps) implements RatingOutcome {

        public Refused {
            steps = List.copyOf(steps);
        }
    }

    /** What a plan has no answer to. */
    enum Why {
        /** No prefix of the destination is in a zone. */
        NO_ZONE,
        /** The service has no rate in the zone, or for the rating group. */
        NO_RATE,
        /** The charge is beyond 10¹⁵ minor units. */
        TOO_LARGE
    }
}
