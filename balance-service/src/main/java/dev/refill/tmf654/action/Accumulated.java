package dev.refill.tmf654.action;

import java.time.Instant;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;

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

    /** One for each unit, of one owner's buckets. */
    public static List<Accumulated> of(List<SeenBucket> buckets, Instant at) {
        return buckets.stream()
                .filter(bucket -> bucket.isValid(at))
                .collect(Collectors.groupingBy(bucket -> bucket.id().unit().code(), TreeMap::new, Collectors.toList()))
                .values()
                .stream()
                .map(Accumulated::ofOneUnit)
                .toList();
    }

    private static Accumulated ofOneUnit(List<SeenBucket> buckets) {
        BucketId any = buckets.getFirst().id();
        return new Accumulated(BucketId.main(any.owner(), any.unit()),
                buckets.stream().mapToLong(SeenBucket::held).reduce(0, Math::addExact),
                buckets.stream().map(SeenBucket::id).toList());
    }
}
