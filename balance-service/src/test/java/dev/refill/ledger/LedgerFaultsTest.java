package dev.refill.ledger;

import java.io.IOException;

import io.r2dbc.spi.R2dbcException;
import io.r2dbc.spi.R2dbcNonTransientResourceException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.refill.ledger.LedgerException.Code;

import static org.assertj.core.api.Assertions.assertThat;

class LedgerFaultsTest {

    @ParameterizedTest
    @CsvSource({
            "40001, BUSY, true",
            "40P01, BUSY, true",
            "55P03, BUSY, false",
            "22003, REFUSED, false",
            "22021, REFUSED, false",
            "23514, REFUSED, false",
            "23505, REFUSED, false",
            "57P01, OUTCOME_UNKNOWN, false",
            "08006, OUTCOME_UNKNOWN, false",
            "53300, OUTCOME_UNKNOWN, false",
            "57014, OUTCOME_UNKNOWN, false",
            "XX000, OUTCOME_UNKNOWN, false"})
    void translateThenByItsState(String state, Code code, boolean lostRace) {
        R2dbcException fault = new R2dbcNonTransientResourceException("reason", state);

        assertThat(LedgerFaults.translate(new IllegalStateException(fault)).code()).isEqualTo(code);
        assertThat(LedgerFaults.isLostRace(new IllegalStateException(fault))).isEqualTo(lostRace);
    }

    @Test
    void translateWhenThereIsNoStateThenUnknown() {
        assertThat(LedgerFaults.translate(new IOException("reset")).code()).isEqualTo(Code.OUTCOME_UNKNOWN);
        assertThat(LedgerFaults.translate(new R2dbcNonTransientResourceException("closed")).code())
                .isEqualTo(Code.OUTCOME_UNKNOWN);
    }
}
