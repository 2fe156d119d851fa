package dev.refill.gateways.adyen;

import java.util.List;
import java.util.Locale;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import dev.refill.gateway.DeclineReason;
import dev.refill.testkit.gateway.Documented;

import static org.assertj.core.api.Assertions.assertThat;

class AdyenDeclinesTest {

    @ParameterizedTest
    @MethodSource("documentedRefusals")
    void documentedRefusalThenItsOwnReasonByCodeAndByText(String refusal) {
        var pair = refusal.split(" ", 2);
        var byCode = AdyenDeclines.reason(pair[0], "");
        assertThat(byCode).isNotEqualTo(DeclineReason.OTHER);
        assertThat(AdyenDeclines.reason("", pair[1])).isEqualTo(byCode);
        assertThat(AdyenDeclines.reason("", " " + pair[1].toUpperCase(Locale.ROOT))).isEqualTo(byCode);
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

    private static List<String> documentedRefusals() {
        return Documented.lines(AdyenDeclinesTest.class, "documented-refusals.txt");
    }
}
