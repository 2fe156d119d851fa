package dev.refill.ledger;

import java.util.stream.Stream;

import io.r2dbc.spi.R2dbcException;

import dev.refill.ledger.LedgerException.Code;

/** Turns what the database throws into what the ledger's callers can act on, by SQLSTATE. */
final class LedgerFaults {

    private static final String SERIALIZATION_FAILURE = "40001";
    private static final String DEADLOCK_DETECTED = "40P01";
    private static final String LOCK_NOT_AVAILABLE = "55P03";
    private static final String DATA_EXCEPTION_CLASS = "22";
    private static final String INTEGRITY_CLASS = "23";

    private LedgerFaults() {}

    /** The database undid the statement in favour of another one: the same statement can succeed at once. */
    static boolean isLostRace(Throwable fault) {
        String state = sqlState(fault);
        return state.equals(SERIALIZATION_FAILURE) || state.equals(DEADLOCK_DETECTED);
    }

    static LedgerException translate(Throwable fault) {
        return fault instanceof LedgerException translated ? translated : new LedgerException(codeOf(fault), fault);
    }

    private static Code codeOf(Throwable fault) {
        String state = sqlState(fault);
        if (isLostRace(fault) || state.equals(LOCK_NOT_AVAILABLE)) {
            return Code.BUSY;
        }
        if (state.startsWith(DATA_EXCEPTION_CLASS) || state.startsWith(INTEGRITY_CLASS)) {
            return Code.REFUSED;
        }
        return Code.OUTCOME_UNKNOWN;
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
