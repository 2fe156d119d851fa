package dev.refill.tariff.rating;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import dev.refill.tariff.Bucket;
import dev.refill.tariff.Usage;
import dev.refill.tariff.plan.Bands;
import dev.refill.tariff.plan.Rate;

/**
 * Shares a usage among allowances and money. It goes through the usage in stretches of whole increments, so long that all
 * that begin in one have the same band and the same valid allowances.
 */
final class ShareUsage {

    private static final long NANOS_OF_A_SECOND = 1_000_000_000L;

    private final Usage usage;
    private final Bands bands;
    private final Rate rate;
    private final List<Pocket<Bucket.Free>> allowances;
    private final List<Part> parts = new ArrayList<>();

    ShareUsage(Usage usage, Bands bands, Rate rate, List<Pocket<Bucket.Free>> allowances) {
        this.usage = usage;
        this.bands = bands;
        this.rate = rate;
        this.allowances = allowances;
    }

    /**
     * Draws from the allowances.
     *
     * @param counted what the usage counts as
     * @return what money pays for, in order of time
     */
    List<Part> share(long counted) {
        long shared = 0;
        while (shared < counted) {
            long stretch = Math.min(counted - shared, stretch(shared, counted));
            share(shared, stretch);
            shared += stretch;
        }
        return List.copyOf(parts);
    }

    private long stretch(long shared, long counted) {
        return switch (usage) {
            case Usage.Messages atOnce -> counted;
            case Usage.Traffic traffic when traffic.marks().isEmpty() -> counted;
            case Usage.Traffic traffic when shared == 0 -> Math.min(counted, rate.increments().first());
            case Usage.Traffic traffic -> untilNextMark(traffic.sameTimeUntil(shared), shared, counted);
            case Usage.Call call when shared == 0 -> rate.increments().first();
            case Usage.Call call -> untilNextEdge(call.at(shared));
        };
    }

    /** As many next increments as begin before the time changes. */
    private long untilNextMark(long mark, long shared, long counted) {
        long next = rate.increments().next();
        return mark >= counted ? counted - shared : next * Math.ceilDiv(mark - shared, next);
    }

    /** As many next increments as begin before anything changes; an increment that has begun is not divided. */
    private long untilNextEdge(Instant at) {
        Instant edge = Stream.concat(Stream.of(bands.staysUntil(at)),
                allowances.stream().flatMap(allowance -> allowance.edgesAfter(at)))
                .min(Instant::compareTo)
                .orElseThrow();
        long next = rate.increments().next();
        return next * Math.ceilDiv(Duration.between(at, edge).toNanos(), next * NANOS_OF_A_SECOND);
    }

    private void share(long from, long stretch) {
        Instant at = usage.at(from);
        long rest = stretch;
        for (Pocket<Bucket.Free> allowance : allowances) {
            rest -= allowance.draw(rest, at);
        }
        if (rest > 0) {
            pay(rate.priced(bands.at(at)), usage.at(from + stretch - rest), rest);
        }
    }

    private void pay(Optional<String> band, Instant from, long quantity) {
        boolean goesOn = !parts.isEmpty() && parts.getLast().band().equals(band);
        parts.add(goesOn ? parts.removeLast().longerBy(quantity) : new Part(band, from, quantity));
    }
}
