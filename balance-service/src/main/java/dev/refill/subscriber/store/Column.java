package dev.refill.subscriber.store;

import java.time.Instant;
import java.util.Objects;

import io.r2dbc.spi.Readable;

/** Reads columns that the schema declares NOT NULL. */
final class Column {

    private Column() {}

    static String text(Readable row, String name) {
        return required(row, name, String.class);
    }

    static String[] texts(Readable row, String name) {
        return required(row, name, String[].class);
    }

    static int number(Readable row, String name) {
        return required(row, name, Integer.class);
    }

    static long amount(Readable row, String name) {
        return required(row, name, Long.class);
    }

    static Instant time(Readable row, String name) {
        return required(row, name, Instant.class);
    }

    private static <T> T required(Readable row, String name, Class<T> type) {
        return Objects.requireNonNull(row.get(name, type), name);
    }
}
