package dev.refill.ledger;

import java.util.Set;
import java.util.stream.Stream;

import io.r2dbc.spi.R2dbcException;

import dev.refill.groupcommit.GroupCommit;
import dev.refill.ledger.LedgerException.Code;

/** Turns what the database throws into what the ledger's callers can act on, by SQLSTATE. */
final class LedgerFaults {

    /** Serialization failure and deadlock, which were tried again in vain, and a wait for a lock that was given up. */
    private static final Set<String> UNDONE = Set.of("40001", "40P01", "55P03");
    private static final String DATA_EXCEPTION_CLASS = "22";
    private static final String INTEGRITY_CLASS = "23";

    private LedgerFaults() {}

    static LedgerException translate(Throwable fault) {
        return fault instanceof LedgerException translated ? translated : new LedgerException(codeOf(fault), fault);
    }

    private static Code codeOf(Throwable fault) {
        if (fault instanceof GroupCommit.QueueFull) {
            return Code.BUSY;
        }
        String state = sqlState(fault);
        if (UNDONE.contains(state)) {
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
