package dev.refill.ledger;

import java.io.IOException;
import java.util.concurrent.TimeoutException;

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
            "40001, BUSY",
            "40P01, BUSY",
            "55P03, BUSY",
            "22003, REFUSED",
            "22021, REFUSED",
            "23514, REFUSED",
            "23505, REFUSED",
            "57P01, OUTCOME_UNKNOWN",
            "08006, OUTCOME_UNKNOWN",
            "53300, OUTCOME_UNKNOWN",
            "57014, OUTCOME_UNKNOWN",
            "XX000, OUTCOME_UNKNOWN"})
    void translateThenByItsState(String state, Code code) {
        R2dbcException fault = new R2dbcNonTransientResourceException("reason", state);

        assertThat(LedgerFaults.translate(new IllegalStateException(fault)).code()).isEqualTo(code);
    }

    @Test
    void translateWhenThereIsNoStateThenUnknown() {
        assertThat(LedgerFaults.translate(new IOException("reset")).code()).isEqualTo(Code.OUTCOME_UNKNOWN);
        assertThat(LedgerFaults.translate(new TimeoutException()).code()).isEqualTo(Code.OUTCOME_UNKNOWN);
        assertThat(LedgerFaults.translate(new R2dbcNonTransientResourceException("closed")).code())
                .isEqualTo(Code.OUTCOME_UNKNOWN);
    }
}
