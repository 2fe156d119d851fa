package dev.refill.usage.store;

import java.util.Objects;

import io.r2dbc.spi.Readable;

/** Columns that are never null. */
final class Column {

    private Column() {}

    static <T> T required(Readable row, String name, Class<T> type) {
        return Objects.requireNonNull(row.get(name, type), name);
    }
}
