package dev.refill.tariff.rating;

import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import dev.refill.ledger.Amount;
import dev.refill.ledger.LedgerUnit;
import dev.refill.tariff.Bucket;
import dev.refill.tariff.Draw;

/** A bucket while a usage draws from it. */
final class Pocket<B extends Bucket> {

    private static final Comparator<Bucket> ORDER = Comparator
            .comparing((Bucket bucket) -> Optional.ofNullable(bucket.validity().until()).orElse(Instant.MAX))
            .thenComparingInt(Bucket::priority)
            .thenComparing(Bucket::id);

    private final B bucket;
    private long left;

    private Pocket(B bucket) {
        this.bucket = bucket;
        this.left = bucket.left();
    }

    /** What expires first comes first, then the lower priority. */
    static <B extends Bucket> List<Pocket<B>> inOrder(Collection<B> buckets) {
        return buckets.stream().sorted(ORDER).map(Pocket::new).toList();
    }

    /** Takes what is wanted or what there is; nothing of a bucket that is not valid. */
    long draw(long wanted, Instant at) {
        if (!bucket.validity().includes(at)) {
            return 0;
        }
        long drawn = Math.min(wanted, left);
        left -= drawn;
        return drawn;
    }

    /** When it begins to be valid and ceases to, as far as that is still to come. */
    Stream<Instant> edgesAfter(Instant at) {
        return Stream.of(Optional.of(bucket.validity().from()), Optional.ofNullable(bucket.validity().until()))
                .flatMap(Optional::stream)
                .filter(edge -> edge.isAfter(at));
    }

    B bucket() {
        return bucket;
    }

    String id() {
        return bucket.id();
    }

    long drawn() {
        return bucket.left() - left;
    }

    Draw asDraw(LedgerUnit unit) {
        return new Draw(bucket.id(), new Amount(unit, drawn()));
    }
}
