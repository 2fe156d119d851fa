package dev.refill.groupcommit;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToIntFunction;

import org.jspecify.annotations.Nullable;

/**
 * A batch as the arrays that a statement takes, one for each column.
 *
 * @param items in the order of their answers
 */
public record Columns<T>(List<T> items) {

    /**
     * How a statement names an array of unknown length. PostgreSQL plans a statement anew for each length that it sees when that
     * looks cheaper than a plan for any length, and then a small batch costs more to plan than to run; so one array at least hides its own.
     *
     * @param type of an element, for example {@code text}
     */
    public static String parameter(String name, String type) {
        return "CAST((SELECT CAST(:%1$s AS %2$s[])) AS %2$s[])".formatted(name, type);
    }

    /** A column of texts; anything but {@code null} becomes what it is printed as. */
    public String[] texts(Function<T, @Nullable Object> column) {
        return items.stream().map(item -> text(column.apply(item))).toArray(String[]::new);
    }

    public Long[] longs(Function<T, @Nullable Long> column) {
        return items.stream().map(column).toArray(Long[]::new);
    }

    public Integer[] ints(ToIntFunction<T> column) {
        return items.stream().map(column::applyAsInt).toArray(Integer[]::new);
    }

    public Boolean[] flags(Function<T, Boolean> column) {
        return items.stream().map(column).toArray(Boolean[]::new);
    }

    public OffsetDateTime[] times(Function<T, @Nullable Instant> column) {
        return items.stream().map(item -> time(column.apply(item))).toArray(OffsetDateTime[]::new);
    }

    private static @Nullable String text(@Nullable Object value) {
        return value == null ? null : value.toString();
    }

    private static @Nullable OffsetDateTime time(@Nullable Instant at) {
        return at == null ? null : OffsetDateTime.ofInstant(at, ZoneOffset.UTC);
    }
}
