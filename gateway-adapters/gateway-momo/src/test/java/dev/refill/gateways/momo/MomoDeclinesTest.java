package dev.refill.gateways.momo;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

import dev.refill.gateway.DeclineReason;
import dev.refill.testkit.gateway.Documented;

import static org.assertj.core.api.Assertions.assertThat;

class MomoDeclinesTest {

    @ParameterizedTest
    @MethodSource("documentedCodes")
    void documentedCodeThenItsOwnReason(String code) {
        assertThat(MomoDeclines.reason(code)).isNotEqualTo(DeclineReason.OTHER);
    }

    @Test
    void everyRowThenDocumented() {
        assertThat(documentedCodes()).doesNotHaveDuplicates()
                .containsExactlyInAnyOrderElementsOf(MomoDeclines.REASONS.keySet());
    }

    @Test
    void codeOfTomorrowThenOther() {
        assertThat(MomoDeclines.reason("MOON_PHASE")).isEqualTo(DeclineReason.OTHER);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"{\"reason\":\"NOT_ENOUGH_FUNDS\"}|NOT_ENOUGH_FUNDS",
            "{\"reason\":{\"code\":\"MOON_PHASE\",\"message\":\"…\"}}|MOON_PHASE", "{\"reason\":{}}|unspecified",
            "{\"reason\":{\"code\":7}}|unspecified", "{\"reason\":[]}|unspecified", "{\"reason\":\" \"}|unspecified",
            "{\"reason\":null}|unspecified", "{}|unspecified"})
    void rawCodeThenAsMtnWroteIt(String failed, String code) {
        assertThat(MomoDeclines.rawCode(new JsonMapper().readTree(failed))).isEqualTo(code);
    }

    private static List<String> documentedCodes() {
        return Documented.lines(MomoDeclinesTest.class, "documented-codes.txt");
    }
}
