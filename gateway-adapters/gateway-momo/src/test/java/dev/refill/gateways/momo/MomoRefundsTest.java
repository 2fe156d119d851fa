package dev.refill.gateways.momo;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

import dev.refill.gateway.ProviderReference;
import dev.refill.gateway.RefundFailed;
import dev.refill.gateway.RefundFailureReason;
import dev.refill.gateway.RefundObservation;
import dev.refill.gateway.RefundPending;

import static org.assertj.core.api.Assertions.assertThat;

class MomoRefundsTest {

    private static final ProviderReference REFERENCE = new ProviderReference("00000000-0000-4000-8000-000000000000");

    @ParameterizedTest
    @CsvSource({"PAYEE_NOT_FOUND,CARD_GONE", "PAYEE_NOT_ALLOWED_TO_RECEIVE,REFUSED_BY_BANK",
            "PAYEE_LIMIT_REACHED,REFUSED_BY_BANK", "NOT_ENOUGH_FUNDS,OUR_BALANCE_TOO_LOW",
            "PAYER_LIMIT_REACHED,OUR_BALANCE_TOO_LOW", "TRANSACTION_CANCELED,CANCELLED", "NOT_ALLOWED,OTHER",
            "LOW_BALANCE_OR_PAYEE_LIMIT_REACHED_OR_NOT_ALLOWED,OTHER"})
    void failedThenItsReasonAndTheWordIsKept(String code, RefundFailureReason reason) {
        assertThat(read("{\"status\":\"FAILED\",\"reason\":\"" + code + "\"}"))
                .isEqualTo(new RefundFailed(REFERENCE, reason, code));
    }

    @Test
    void failedWithAWordOfTomorrowThenOtherAndTheWordIsKept() {
        assertThat(read("{\"status\":\"FAILED\",\"reason\":{\"code\":\"MOON_PHASE\"}}"))
                .isEqualTo(new RefundFailed(REFERENCE, RefundFailureReason.OTHER, "MOON_PHASE"));
    }

    @Test
    void statusOfTomorrowThenPending() {
        assertThat(read("{\"status\":\"ONGOING\"}")).isEqualTo(new RefundPending(REFERENCE));
    }

    private static RefundObservation read(String refund) {
        return MomoRefunds.of(REFERENCE, new JsonMapper().readTree(refund));
    }
}
