package dev.refill.recharge.refund.web;

import java.nio.charset.StandardCharsets;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import dev.refill.gateway.Money;
import dev.refill.gateway.ProviderReference;
import dev.refill.recharge.refund.RuleOnRefund.Testimony;
import dev.refill.recharge.refund.Verdict;
import dev.refill.recharge.web.Problems.FieldError;
import dev.refill.recharge.web.StrictJson;

import static org.assertj.core.api.Assertions.assertThat;

class RefundRequestTest {

    private static final String VALID = """
            {"amount": 1000, "currency": "USD", "reason": "did not arrive"}""";

    private static JsonNode tree(String body) {
        return switch (new StrictJson().read(body.getBytes(StandardCharsets.UTF_8))) {
            case StrictJson.Reading.Read read -> read.tree();
            case StrictJson.Reading.Malformed malformed -> throw new AssertionError(malformed.why());
        };
    }

    private static List<String> fieldsRefusedIn(String body) {
        return switch (RefundRequest.read(tree(body))) {
            case RefundRequest.Reading.Valid<RefundRequest> valid -> List.of();
            case RefundRequest.Reading.Invalid<RefundRequest> invalid ->
                invalid.errors().stream().map(FieldError::field).toList();
        };
    }

    @Test
    void validRequestIsRead() {
        assertThat(RefundRequest.read(tree(VALID))).isEqualTo(new RefundRequest.Reading.Valid<>(
                new RefundRequest(Money.of(1_000, "USD"), "did not arrive")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "1e3", "1000.0", "\"10\"", "1234567890123456789", "99999999999999999999", "null",
            "true", "[1000]", "{}", "1000000000001"})
    void amountThatIsNoPlainIntegerWithinBoundsIsRefused(String amount) {
        assertThat(fieldsRefusedIn(VALID.replace("1000", amount))).containsExactly("amount");
    }

    @ParameterizedTest
    @ValueSource(strings = {"usd", "US", "XXXX", "ZZZ", ""})
    void currencyThatIsNoIsoCodeIsRefused(String currency) {
        assertThat(fieldsRefusedIn(VALID.replace("USD", currency))).containsExactly("currency");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "   ", "line\\nbreak", "card 4242 4242 4242 4242", "4242424242424242",
            "x4242424242424242", "424242 4242424242", "number 4222222222222",
            "a\\u0000b", "half a \\ud83d", "\\ude00 half"})
    void reasonThatSaysNothingOrTooMuchIsRefused(String reason) {
        assertThat(fieldsRefusedIn(VALID.replace("did not arrive", reason))).containsExactly("reason");
    }

    @Test
    void reasonIsBounded() {
        assertThat(fieldsRefusedIn(VALID.replace("did not arrive", "x".repeat(200)))).isEmpty();
        assertThat(fieldsRefusedIn(VALID.replace("did not arrive", "x".repeat(201)))).containsExactly("reason");
    }

    @Test
    void unknownAndMissingFieldsAreNamed() {
        assertThat(fieldsRefusedIn("{\"state\": \"succeeded\"}"))
                .containsExactly("state", "amount", "currency", "reason");
        assertThat(fieldsRefusedIn("[]")).contains("");
    }

    @Test
    void rejectionTakesAReasonAndNothingElse() {
        assertThat(RefundRequest.readReason(tree("{\"reason\": \"was used\"}")))
                .isEqualTo(new RefundRequest.Reading.Valid<>("was used"));
        assertThat(RefundRequest.readReason(tree(VALID))).isInstanceOf(RefundRequest.Reading.Invalid.class);
    }

    @Test
    void testimonyIsRead() {
        assertThat(RefundRequest.readTestimony(tree("{\"decision\": \"failed\", \"reason\": \"not in the list\"}")))
                .isEqualTo(new RefundRequest.Reading.Valid<>(new Testimony(Verdict.FAILED, null, "not in the list")));
        assertThat(RefundRequest.readTestimony(tree(
                "{\"decision\": \"succeeded\", \"reference\": \"8836141\", \"reason\": \"in the list\"}")))
                .isEqualTo(new RefundRequest.Reading.Valid<>(
                        new Testimony(Verdict.SUCCEEDED, new ProviderReference("8836141"), "in the list")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "{}                                                                        | decision,reason",
            "{\"decision\": \"FAILED\", \"reason\": \"x\"}                             | decision",
            "{\"decision\": \"in_review\", \"reason\": \"x\"}                          | decision",
            "{\"decision\": 1, \"reason\": \"x\"}                                      | decision",
            "{\"decision\": \"failed\", \"reason\": \"\"}                              | reason",
            "{\"decision\": \"failed\", \"reason\": \"x\", \"reference\": null}        | reference",
            "{\"decision\": \"failed\", \"reason\": \"x\", \"reference\": \"\"}        | reference",
            "{\"decision\": \"failed\", \"reason\": \"x\", \"reference\": \"a b\"}     | reference",
            "{\"decision\": \"failed\", \"reason\": \"x\", \"reference\": 17}          | reference",
            "{\"decision\": \"failed\", \"reason\": \"x\", \"reference\": \"re_1\"}     | reference",
            "{\"decision\": \"failed\", \"reason\": \"x\", \"amount\": 1}              | amount",
            "[]                                                                        | ,decision,reason"})
    void testimonyThatSaysLessOrMoreIsRefused(String body, String fields) {
        assertThat(RefundRequest.readTestimony(tree(body))).isInstanceOfSatisfying(RefundRequest.Reading.Invalid.class,
                invalid -> assertThat(String.join(",", ((RefundRequest.Reading.Invalid<?>) invalid).errors().stream()
                        .map(FieldError::field).toList())).isEqualTo(fields));
    }

    @Test
    void referenceIsBounded() {
        String testimony = "{\"decision\": \"succeeded\", \"reason\": \"x\", \"reference\": \"%s\"}";
        assertThat(RefundRequest.readTestimony(tree(testimony.formatted("r".repeat(255)))))
                .isInstanceOf(RefundRequest.Reading.Valid.class);
        assertThat(RefundRequest.readTestimony(tree(testimony.formatted("r".repeat(256)))))
                .isInstanceOf(RefundRequest.Reading.Invalid.class);
    }
}
