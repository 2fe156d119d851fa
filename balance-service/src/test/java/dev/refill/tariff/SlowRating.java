package dev.refill.tariff;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.refill.tariff.plan.Rate;

/** Rates a usage increment by increment, as one would on paper: slow, and too simple to be wrong in the same way. */
final class SlowRating {

    private final TariffPlan plan;
    private final Usage usage;
    private final Rate rate;
    private final List<Bucket.Free> buckets;
    private final Map<String, Long> left = new HashMap<>();
    private BigDecimal sum = BigDecimal.ZERO;
    private boolean paid;

    SlowRating(TariffPlan plan, Usage usage, String key, Rate rate, List<Bucket> buckets) {
        this.plan = plan;
        this.usage = usage;
        this.rate = rate;
        this.buckets = buckets.stream()
                .filter(Bucket.Free.class::isInstance)
                .map(Bucket.Free.class::cast)
                .filter(bucket -> covers(bucket, key))
                .sorted(Comparator.comparing(Bucket.Free::id))
                .sorted(Comparator.comparingInt(Bucket.Free::priority))
                .sorted(Comparator.comparing(SlowRating::expiry))
                .toList();
        this.buckets.forEach(bucket -> left.put(bucket.id(), bucket.left()));
    }

    private boolean covers(Bucket.Free bucket, String key) {
        return Optional.ofNullable(plan.allowances().get(bucket.allowance()))
                .filter(allowance -> allowance.covers(usage.service(), key))
                .isPresent();
    }

    private static Instant expiry(Bucket bucket) {
        Instant until = bucket.validity().until();
        return until == null ? Instant.MAX : until;
    }

    /** In minor units. */
    long charge() {
        long size = rate.increments().first();
        for (long from = 0; from < usage.quantity(); from += size) {
            size = from == 0 ? rate.increments().first() : rate.increments().next();
            increment(usage.at(from), size);
        }
        return paid ? rounded() : 0;
    }

    private void increment(Instant at, long size) {
        long rest = size;
        for (Bucket.Free bucket : buckets) {
            if (bucket.validity().includes(at)) {
                long drawn = Math.min(rest, left.getOrDefault(bucket.id(), 0L));
                left.merge(bucket.id(), -drawn, Long::sum);
                rest -= drawn;
            }
        }
        if (rest > 0) {
            paid = true;
            BigDecimal price = rate.priceIn(rate.priced(plan.bands().at(at))).value();
            sum = sum.add(price.multiply(BigDecimal.valueOf(rest)));
        }
    }

    private long rounded() {
        BigDecimal per = BigDecimal.valueOf(rate.per());
        BigDecimal least = rate.minimum().value().multiply(per);
        BigDecimal step = BigDecimal.valueOf(rate.rounding().step());
        return sum.add(rate.setUp().value().multiply(per)).max(least)
                .divide(per.multiply(step), 0, rate.rounding().direction().mode())
                .multiply(step)
                .longValueExact();
    }
}
