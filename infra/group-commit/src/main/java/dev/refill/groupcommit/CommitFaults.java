package dev.refill.groupcommit;

import java.util.stream.Stream;

import io.r2dbc.spi.R2dbcException;

/** What a failed batch tells of its items, by SQLSTATE. */
final class CommitFaults {

    private static final String SERIALIZATION_FAILURE = "40001";
    private static final String DEADLOCK_DETECTED = "40P01";
    private static final String DATA_EXCEPTION_CLASS = "22";
    private static final String INTEGRITY_CLASS = "23";

    private CommitFaults() {}

    /** The database undid the statement in favour of another one: the same statement can succeed at once. */
    static boolean isLostRace(Throwable fault) {
        String state = sqlState(fault);
        return state.equals(SERIALIZATION_FAILURE) || state.equals(DEADLOCK_DETECTED);
    }

    /** The database refused what an item says and wrote nothing: its neighbours are not to blame. */
    static boolean blamesAnItem(Throwable fault) {
        String state = sqlState(fault);
        return state.startsWith(DATA_EXCEPTION_CLASS) || state.startsWith(INTEGRITY_CLASS);
    }

    private static String sqlState(Throwable fault) {
        return Stream.iterate(fault, cause -> cause != null, Throwable::getCause)
                .filter(R2dbcException.class::isInstance)
                .map(cause -> ((R2dbcException) cause).getSqlState())
                .filter(state -> state != null)
                .findFirst()
                .orElse("");
    }
}
