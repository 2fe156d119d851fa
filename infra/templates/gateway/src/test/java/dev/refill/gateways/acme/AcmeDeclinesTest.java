package dev.refill.gateways.acme;

import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import dev.refill.gateway.DeclineReason;
import dev.refill.testkit.gateway.Documented;

import static org.assertj.core.api.Assertions.assertThat;

class AcmeDeclinesTest {

    @ParameterizedTest
    @MethodSource("documentedCodes")
    void documentedCodeThenItsReason(Map.Entry<String, String> documented) {
        assertThat(AcmeDeclines.reason(documented.getKey())).isEqualTo(DeclineReason.valueOf(documented.getValue()))
                .isNotEqualTo(DeclineReason.OTHER);
    }

    /** A word of ours that is not in the list was not reviewed, or is misspelt. */
    @Test
    void everyRowThenDocumented() {
        assertThat(AcmeDeclines.REASONS.keySet()).containsExactlyInAnyOrderElementsOf(documented().keySet());
    }

    @Test
    void codeOfTomorrowThenOtherAndTheCodeIsKept() {
        assertThat(AcmeDeclines.reason("moon_phase")).isEqualTo(DeclineReason.OTHER);
        assertThat(AcmeDeclines.rawCode("moon_phase")).isEqualTo("moon_phase");
    }

    @Test
    void noCodeThenOther() {
        assertThat(AcmeDeclines.reason("")).isEqualTo(DeclineReason.OTHER);
        assertThat(AcmeDeclines.rawCode("")).isEqualTo("unspecified");
    }

    private static Set<Map.Entry<String, String>> documentedCodes() {
        return documented().entrySet();
    }

    private static Map<String, String> documented() {
        return Documented.pairs(AcmeDeclinesTest.class, "documented-codes.txt");
    }
}
