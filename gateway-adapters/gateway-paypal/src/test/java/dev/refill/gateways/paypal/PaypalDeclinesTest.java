package dev.refill.gateways.paypal;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

import dev.refill.gateway.DeclineReason;
import dev.refill.gateway.http.JsonAnswer;
import dev.refill.gateways.paypal.PaypalDeclines.Meaning;

import static org.assertj.core.api.Assertions.assertThat;

class PaypalDeclinesTest {

    private static final JsonMapper JSON = new JsonMapper();

    @ParameterizedTest
    @MethodSource("documentedIssues")
    void documentedIssueThenWhatItMeans(Map.Entry<String, String> documented) {
        var issue = documented.getKey();
        switch (documented.getValue()) {
            case "CHANGED" -> assertThat(meaning(issue)).isEqualTo(Meaning.CHANGED);
            case "OURS" -> assertThat(meaning(issue)).isEqualTo(Meaning.FAILED);
            default -> {
                assertThat(meaning(issue)).isEqualTo(Meaning.DECLINED);
                assertThat(PaypalDeclines.reason(issue)).isEqualTo(DeclineReason.valueOf(documented.getValue()))
                        .isNotEqualTo(DeclineReason.OTHER);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("documentedCodes")
    void documentedCodeOfAProcessorThenItsReason(Map.Entry<String, String> documented) {
        assertThat(PaypalDeclines.reason(documented.getKey())).isEqualTo(DeclineReason.valueOf(documented.getValue()))
                .isNotEqualTo(DeclineReason.OTHER);
    }

    @ParameterizedTest
    @MethodSource("documentedStatusReasons")
    void documentedReasonOfAStatusThenItsReason(Map.Entry<String, String> documented) {
        var capture = JSON.readTree("{\"status\":\"DECLINED\",\"status_details\":{\"reason\":\"" + documented.getKey()
                + "\"}}");
        assertThat(PaypalDeclines.codeOf(capture)).isEqualTo(documented.getKey());
        assertThat(PaypalDeclines.reason(documented.getKey())).isEqualTo(DeclineReason.valueOf(documented.getValue()))
                .isNotEqualTo(DeclineReason.OTHER);
    }

    /** A word of ours that PayPal does not have is a word that was misspelt. */
    @Test
    void everyWordOfTheTablesThenDocumented() {
        var words = new HashSet<String>();
        PaypalDeclines.ISSUES.values().forEach(words::addAll);
        PaypalDeclines.CODES.values().forEach(words::addAll);
        PaypalDeclines.STATUS_REASONS.values().forEach(words::addAll);
        words.addAll(PaypalDeclines.CHANGED);
        words.addAll(PaypalDeclines.OURS);
        var documented = new HashSet<>(DocumentedPairs.in("documented-issues.txt").keySet());
        documented.addAll(DocumentedPairs.in("documented-processor-codes.txt").keySet());
        documented.addAll(DocumentedPairs.in("documented-status-reasons.txt").keySet());
        documented.addAll(Set.of("DECLINED", "FAILED"));
        assertThat(words).containsExactlyInAnyOrderElementsOf(documented);
    }

    @Test
    void wordOfTomorrowThenADeclineAndOther() {
        assertThat(meaning("MOON_PHASE")).isEqualTo(Meaning.DECLINED);
        assertThat(PaypalDeclines.reason("MOON_PHASE")).isEqualTo(DeclineReason.OTHER);
    }

    /** What is no refusal of PayPal's says nothing about the payer. */
    @ParameterizedTest
    @CsvSource({"422,'','',FAILED", "422,UNPROCESSABLE_ENTITY,'',FAILED",
            "400,INVALID_REQUEST,INSTRUMENT_DECLINED,FAILED",
            "422,'',INSTRUMENT_DECLINED,FAILED", "500,INTERNAL_SERVER_ERROR,INSTRUMENT_DECLINED,FAILED",
            "422,UNPROCESSABLE_ENTITY,PREVIOUS_REQUEST_IN_PROGRESS,FAILED",
            "422,UNPROCESSABLE_ENTITY,INSTRUMENT_DECLINED,DECLINED"})
    void answerThenWhatItMeans(int status, String name, String issue, Meaning meaning) {
        assertThat(PaypalDeclines.meaning(answer(status, name, issue))).isEqualTo(meaning);
    }

    @ParameterizedTest
    @CsvSource({"INSTRUMENT_DECLINED,true", "REDIRECT_PAYER_FOR_ALTERNATE_FUNDING,true", "PAYER_CANNOT_PAY,false",
            "TRANSACTION_REFUSED,false", "MOON_PHASE,false"})
    void issueThenWhetherAnotherWayToPayMayFollow(String issue, boolean retriable) {
        assertThat(PaypalDeclines.isRetriable(issue)).isEqualTo(retriable);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "{\"status\":\"DECLINED\",\"processor_response\":{\"response_code\":\"5120\"},\"status_details\":{\"reason\":\"OTHER\"}} | 5120",
            "{\"status\":\"DECLINED\",\"status_details\":{\"reason\":\"BUYER_COMPLAINT\"}} | BUYER_COMPLAINT",
            "{\"status\":\"FAILED\"} | FAILED"})
    void captureThenTheMostThatIsSaid(String capture, String code) {
        assertThat(PaypalDeclines.codeOf(JSON.readTree(capture))).isEqualTo(code);
    }

    private static Meaning meaning(String issue) {
        return PaypalDeclines.meaning(answer(422, "UNPROCESSABLE_ENTITY", issue));
    }

    private static ErrorAnswerException answer(int status, String name, String issue) {
        return new ErrorAnswerException(new JsonAnswer(status,
                JSON.readTree("{\"name\":\"" + name + "\",\"details\":[{\"issue\":\"" + issue + "\"}]}"), null));
    }

    private static Set<Map.Entry<String, String>> documentedIssues() {
        return DocumentedPairs.in("documented-issues.txt").entrySet();
    }

    private static Set<Map.Entry<String, String>> documentedStatusReasons() {
        return DocumentedPairs.in("documented-status-reasons.txt").entrySet();
    }

    private static Set<Map.Entry<String, String>> documentedCodes() {
        return DocumentedPairs.in("documented-processor-codes.txt").entrySet();
    }
}
