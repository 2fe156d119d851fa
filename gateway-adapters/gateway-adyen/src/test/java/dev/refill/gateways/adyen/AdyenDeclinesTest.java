package dev.refill.gateways.adyen;

import java.util.Locale;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import dev.refill.gateway.DeclineReason;
import dev.refill.testkit.gateway.Documented;

import static org.assertj.core.api.Assertions.assertThat;

class AdyenDeclinesTest {

    @ParameterizedTest
    @MethodSource("documentedRefusals")
    void documentedRefusalThenItsReasonByCodeAndByText(Map.Entry<String, String> documented) {
        var pair = documented.getKey().split(" ", 2);
        var expected = DeclineReason.valueOf(documented.getValue());
        assertThat(AdyenDeclines.reason(pair[0], "")).isEqualTo(expected).isNotEqualTo(DeclineReason.OTHER);
        assertThat(AdyenDeclines.reason("", pair[1])).isEqualTo(expected);
        assertThat(AdyenDeclines.reason("", " " + pair[1].toUpperCase(Locale.ROOT))).isEqualTo(expected);
    }

    /** A row of ours that is not in the list was not reviewed, or is misspelt. */
    @Test
    void everyRowThenDocumented() {
        assertThat(AdyenDeclines.ROWS).extracting(row -> row.code() + " " + row.text())
                .containsExactlyInAnyOrderElementsOf(documented().keySet());
    }

    @Test
    void codeOfTomorrowThenOtherAndTheCodeIsKept() {
        assertThat(AdyenDeclines.reason("999", "")).isEqualTo(DeclineReason.OTHER);
        assertThat(AdyenDeclines.rawCode("999", "Moon Phase")).isEqualTo("999");
    }

    @Test
    void codeOfTomorrowWithAKnownTextThenTheTextSpeaks() {
        assertThat(AdyenDeclines.reason("999", "Expired Card")).isEqualTo(DeclineReason.CARD_EXPIRED);
    }

    @Test
    void noCodeThenTheTextIsKept() {
        assertThat(AdyenDeclines.rawCode("", "Moon Phase")).isEqualTo("Moon Phase");
    }

    @Test
    void nothingAtAllThenOther() {
        assertThat(AdyenDeclines.reason("", "")).isEqualTo(DeclineReason.OTHER);
        assertThat(AdyenDeclines.rawCode("", "")).isEqualTo("unspecified");
    }

    private static Set<Map.Entry<String, String>> documentedRefusals() {
        return documented().entrySet();
    }

    private static Map<String, String> documented() {
        return Documented.pairs(AdyenDeclinesTest.class, "documented-refusals.txt");
    }
}
