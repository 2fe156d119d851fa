package dev.refill.tmf654.action;

import java.util.List;

/**
 * What somebody can spend of a unit.
 *
 * @param id the name of the main bucket in that unit, whether there is one or not
 * @param total of all buckets that are valid now
 * @param buckets those
 */
public record Accumulated(BucketId id, long total, List<BucketId> buckets) {

    public Accumulated {
        buckets = List.copyOf(buckets);
    }
}
