package dev.refill.usage;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

import dev.refill.tariff.plan.Service;

/**
 * Which part of a history is wanted; {@code null} leaves nothing out.
 *
 * @param from what began then or later
 * @param until what began earlier
 * @param before what comes after the record at this position, on the next page
 */
public record UsageFilter(@Nullable Instant from, @Nullable Instant until, @Nullable Service service,
        @Nullable Long before) {

    public static final UsageFilter ALL = new UsageFilter(null, null, null, null);
}
