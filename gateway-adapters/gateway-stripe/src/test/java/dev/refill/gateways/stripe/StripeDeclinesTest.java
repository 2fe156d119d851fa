package dev.refill.gateways.stripe;

import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import dev.refill.gateway.DeclineReason;
import dev.refill.testkit.gateway.Documented;

import static org.assertj.core.api.Assertions.assertThat;

class StripeDeclinesTest {

    @ParameterizedTest
    @MethodSource("documentedCodes")
    void documentedCodeThenItsReason(Map.Entry<String, String> documented) {
        assertThat(StripeDeclines.reason(documented.getKey(), "card_declined"))
                .isEqualTo(DeclineReason.valueOf(documented.getValue())).isNotEqualTo(DeclineReason.OTHER);
        assertThat(StripeDeclines.reason(null, documented.getKey()))
                .isEqualTo(DeclineReason.valueOf(documented.getValue()));
    }

    /** A word of ours that is not in the list was not reviewed, or is misspelt. */
    @Test
    void everyRowThenDocumented() {
        assertThat(StripeDeclines.REASONS.keySet()).containsExactlyInAnyOrderElementsOf(documented().keySet());
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

    private static Set<Map.Entry<String, String>> documentedCodes() {
        return documented().entrySet();
    }

    private static Map<String, String> documented() {
        return Documented.pairs(StripeDeclinesTest.class, "documented-codes.txt");
    }
}
