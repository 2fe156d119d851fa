package dev.refill.recharge.web;

import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.refill.recharge.Decision;

import static org.assertj.core.api.Assertions.assertThat;

class DecisionRequestTest {

    private static DecisionRequest.Reading read(String body) {
        var json = new StrictJson().read(body.getBytes(StandardCharsets.UTF_8));
        return DecisionRequest.read(((StrictJson.Reading.Read) json).tree());
    }

    @Test
    void decisionIsReadAsItIs() {
        assertThat(read("{\"decision\":\"credit\",\"reason\":\" the bank says so \",\"version\":7}"))
                .isEqualTo(new DecisionRequest.Reading.Valid(
                        new DecisionRequest(Decision.CREDIT, "the bank says so", 7)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                                            {"decision":"CREDIT","reason":"r","version":7} | decision
                                            {"decision":"refund","reason":"r","version":7} | decision
                                            {"reason":"r","version":7}                     | decision
                                            {"decision":"close","reason":" ","version":7}  | reason
                                            {"decision":"close","reason":7,"version":7}    | reason
                                            {"decision":"close","reason":"a\\u0000b","version":7} | reason
                                            {"decision":"close","reason":"half a \\ud83d","version":7} | reason
                                            {"decision":"close","version":7}               | reason
                                            {"decision":"close","reason":"r"}              | version
                                            {"decision":"close","reason":"r","version":"7"}| version
                                            {"decision":"close","reason":"r","version":7.0}| version
                                            {"decision":"close","reason":"r","version":0}  | version
                                            {"decision":"close","reason":"r","version":7,"amount":1} | amount
                                            """)
    void whatIsNotAsExpectedIsNamed(String body, String field) {
        assertThat(read(body)).isInstanceOfSatisfying(DecisionRequest.Reading.Invalid.class,
                invalid -> assertThat(invalid.errors()).extracting(Problems.FieldError::field).containsExactly(field));
    }
}
