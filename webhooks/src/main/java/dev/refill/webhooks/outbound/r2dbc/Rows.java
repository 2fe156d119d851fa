package dev.refill.webhooks.outbound.r2dbc;

import java.time.Instant;

import io.r2dbc.spi.Readable;

import static java.util.Objects.requireNonNull;

/** Columns that are never null. */
final class Rows {

    static String text(Readable row, String column) {
        return requireNonNull(row.get(column, String.class), column);
    }

    static long number(Readable row, String column) {
        return requireNonNull(row.get(column, Long.class), column);
    }

    static int count(Readable row, String column) {
        return requireNonNull(row.get(column, Integer.class), column);
    }

    static boolean flag(Readable row, String column) {
        return requireNonNull(row.get(column, Boolean.class), column);
    }

    static Instant time(Readable row, String column) {
        return requireNonNull(row.get(column, Instant.class), column);
    }

    private Rows() {}
}
