package dev.refill.recharge.r2dbc;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/** The items of a batch, column by column, as a function over arrays takes them. */
record Columns<T>(List<T> items) {

    String[] texts(Function<T, @Nullable Object> column) {
        return items.stream().map(item -> text(column.apply(item))).toArray(String[]::new);
    }

    Long[] numbers(Function<T, @Nullable Long> column) {
        return items.stream().map(column).toArray(Long[]::new);
    }

    Boolean[] flags(Function<T, Boolean> column) {
        return items.stream().map(column).toArray(Boolean[]::new);
    }

    OffsetDateTime[] times(Function<T, @Nullable Instant> column) {
        return items.stream().map(item -> time(column.apply(item))).toArray(OffsetDateTime[]::new);
    }

    private static @Nullable String text(@Nullable Object value) {
        return value == null ? null : value.toString();
    }

    private static @Nullable OffsetDateTime time(@Nullable Instant at) {
        return at == null ? null : OffsetDateTime.ofInstant(at, ZoneOffset.UTC);
    }
}
