package dev.refill.sandbox.paypal;

import java.net.http.HttpResponse;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

import dev.refill.sandbox.Sandbox;

import static org.assertj.core.api.Assertions.assertThat;

/** Refunds of captures. */
class RefundsTest {

    private static Sandbox sandbox;
    private static Paypal paypal;

    @BeforeAll
    static void start() {
        sandbox = Sandbox.start();
        paypal = new Paypal(sandbox);
    }

    @AfterAll
    static void stop() {
        sandbox.close();
    }

    private static String id(JsonNode object) {
        return Paypal.text(object, "id");
    }

    private static JsonNode capture(String id) {
        return Paypal.json(paypal.get("payments/captures/" + id));
    }

    @Test
    void refundOfAPartThenTheRestIsLeftAndItsOrderTellsOfBoth() {
        String capture = id(paypal.paid("part"));
        HttpResponse<String> answer = paypal.refund(capture, "part-1", "4.00");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        JsonNode refund = Paypal.json(answer);
        assertThat(Paypal.text(refund, "status")).isEqualTo("COMPLETED");
        assertThat(Paypal.text(refund, "custom_id")).isEqualTo("refund.part-1");
        assertThat(refund.path("links").toString()).contains("/v2/payments/captures/" + capture + "\",\"rel\":\"up\"");
        assertThat(Paypal.json(paypal.get("payments/refunds/" + id(refund)))).isEqualTo(refund);
        assertThat(Paypal.text(capture(capture), "status")).isEqualTo("PARTIALLY_REFUNDED");

        JsonNode rest = Paypal.json(paypal.post("payments/captures/" + capture + "/refund", "part-2", "{}"));
        assertThat(rest.at("/amount/value").stringValue("")).isEqualTo("6.00");
        assertThat(Paypal.text(capture(capture), "status")).isEqualTo("REFUNDED");
        JsonNode order = paypal.read(capture(capture).at("/supplementary_data/related_ids/order_id").stringValue(""));
        assertThat(order.at("/purchase_units/0/payments/refunds")).hasSize(2);
        assertThat(order.at("/purchase_units/0/payments/refunds/0")).isEqualTo(refund);
    }

    @Test
    void refundWhenSentAgainThenTheSameOneAndNoMoreGoesBack() {
        String capture = id(paypal.paid("again"));
        HttpResponse<String> first = paypal.refund(capture, "again-1", "4.00");
        HttpResponse<String> again = paypal.refund(capture, "again-1", "4.00");
        assertThat(again.statusCode()).isEqualTo(200);
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(Paypal.issue(paypal.refund(capture, "again-1", "5.00"))).isEqualTo("DUPLICATE_REQUEST_ID");
        assertThat(sandbox.control("GET", "truth", null).body().split("\"again-1\"", -1)).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({"10.01,REFUND_AMOUNT_EXCEEDED", "0,CANNOT_BE_ZERO_OR_NEGATIVE", "1e3,INVALID_PARAMETER_VALUE"})
    void refundWhenItIsTooMuchOrNothingThenRefused(String value, String issue) {
        String id = "much-" + value;
        assertThat(Paypal.issue(paypal.refund(id(paypal.paid(id)), id + "-1", value))).isEqualTo(issue);
    }

    @Test
    void refundWhenNothingIsLeftThenRefused() {
        String capture = id(paypal.paid("left"));
        paypal.refund(capture, "left-1", "10.00");
        assertThat(Paypal.issue(paypal.refund(capture, "left-2", "0.01"))).isEqualTo("CAPTURE_FULLY_REFUNDED");
    }

    @Test
    void refundWhenTheCaptureBroughtNothingOrIsOfAnotherCurrencyThenRefused() {
        JsonNode order = Paypal.json(paypal.order("nothing"));
        paypal.agree(order, "EMPTY_ACCOUNT");
        String declined = id(Paypal.json(paypal.capture(id(order), "capture.nothing"))
                .at("/purchase_units/0/payments/captures/0"));
        assertThat(Paypal.issue(paypal.refund(declined, "nothing-1", "1.00"))).isEqualTo("CAPTURE_STATUS_NOT_VALID");
        assertThat(Paypal.issue(paypal.post("payments/captures/" + id(paypal.paid("euros")) + "/refund", "euros-1",
                "{\"amount\": {\"currency_code\": \"EUR\", \"value\": \"1.00\"}}")))
                .isEqualTo("REFUND_CAPTURE_CURRENCY_MISMATCH");
        assertThat(Paypal.issue(paypal.refund("none", "none-1", "1.00"))).isEqualTo("INVALID_RESOURCE_ID");
    }
}
