package dev.refill.gateways.acme;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import dev.refill.gateway.DeclineReason;
import dev.refill.testkit.gateway.Documented;

import static org.assertj.core.api.Assertions.assertThat;

class AcmeDeclinesTest {

    @ParameterizedTest
    @MethodSource("documentedCodes")
    void documentedCodeThenItsOwnReason(String code) {
        assertThat(AcmeDeclines.reason(code)).isNotEqualTo(DeclineReason.OTHER);
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

    private static List<String> documentedCodes() {
        return Documented.lines(AcmeDeclinesTest.class, "documented-codes.txt");
    }
}
