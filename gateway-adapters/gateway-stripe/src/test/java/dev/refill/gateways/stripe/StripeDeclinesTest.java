package dev.refill.gateways.stripe;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import dev.refill.gateway.DeclineReason;
import dev.refill.testkit.gateway.Documented;

import static org.assertj.core.api.Assertions.assertThat;

class StripeDeclinesTest {

    @ParameterizedTest
    @MethodSource("documentedCodes")
    void documentedCodeThenItsOwnReason(String code) {
        assertThat(StripeDeclines.reason(code, "card_declined")).isNotEqualTo(DeclineReason.OTHER);
    }

    @Test
    void codeOfTomorrowThenOtherAndTheCodeIsKept() {
        assertThat(StripeDeclines.reason("moon_phase", "card_declined")).isEqualTo(DeclineReason.OTHER);
        assertThat(StripeDeclines.rawCode("moon_phase", "card_declined")).isEqualTo("moon_phase");
    }

    @Test
    void noDeclineCodeThenTheErrorCodeSpeaks() {
        assertThat(StripeDeclines.reason(null, "expired_card")).isEqualTo(DeclineReason.CARD_EXPIRED);
    }

    @Test
    void noCodeAtAllThenOther() {
        assertThat(StripeDeclines.reason(null, null)).isEqualTo(DeclineReason.OTHER);
        assertThat(StripeDeclines.rawCode(null, null)).isEqualTo("unspecified");
    }

    private static List<String> documentedCodes() {
        return Documented.lines(StripeDeclinesTest.class, "documented-codes.txt");
    }
}
