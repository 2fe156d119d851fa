package dev.refill.gateways.momo;

import java.util.Map;
import java.util.Set;

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
    void documentedCodeThenItsReason(Map.Entry<String, String> documented) {
        assertThat(MomoDeclines.reason(documented.getKey())).isEqualTo(DeclineReason.valueOf(documented.getValue()))
                .isNotEqualTo(DeclineReason.OTHER);
    }

    @Test
    void everyRowThenDocumented() {
        assertThat(MomoDeclines.REASONS.keySet()).containsExactlyInAnyOrderElementsOf(documented().keySet());
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

    private static Set<Map.Entry<String, String>> documentedCodes() {
        return documented().entrySet();
    }

    private static Map<String, String> documented() {
        return Documented.pairs(MomoDeclinesTest.class, "documented-codes.txt");
    }
}
