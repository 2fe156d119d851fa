package dev.refill.gateways.paypal;

import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Webhooks as PayPal writes them; a test changes what it is about. */
record TestEvents(ObjectNode json) {

    static final String EVENT_ID = "WH-58D329510W468432D-8HN650336L201105X";
    static final String ORDER = "5O190127TN364715T";
    static final String CAPTURE = "3C679366HH908993F";
    static final String REFUND = "1JU08902781691411";
    static final String DISPUTE = "PP-000-042-663-135";

    private static final JsonMapper JSON = new JsonMapper();

    static TestEvents captured(String type, String status) {
        return of(type, "capture", """
                {"id":"3C679366HH908993F","status":"%s","amount":{"currency_code":"EUR","value":"10.00"},
                 "custom_id":"payment.pay_1","invoice_id":"pay_1","final_capture":true,
                 "supplementary_data":{"related_ids":{"order_id":"5O190127TN364715T"}},
                 "links":[{"href":"https://api.sandbox.paypal.com/v2/payments/captures/3C679366HH908993F","rel":"self"}]}
                """.formatted(status));
    }

    static TestEvents agreed() {
        return of("CHECKOUT.ORDER.APPROVED", "checkout-order", """
                {"id":"5O190127TN364715T","intent":"CAPTURE","status":"APPROVED",
                 "purchase_units":[{"reference_id":"default","custom_id":"payment.pay_1",
                  "amount":{"currency_code":"EUR","value":"10.00"}}],
                 "payer":{"email_address":"payer-4711@buyer.example"},
                 "links":[{"href":"https://api.sandbox.paypal.com/v2/checkout/orders/5O190127TN364715T","rel":"self"}]}
                """);
    }

    static TestEvents refunded(String type, String status) {
        return of(type, "refund", """
                {"id":"1JU08902781691411","status":"%s","amount":{"currency_code":"EUR","value":"10.00"},
                 "custom_id":"refund.rfd_1",
                 "links":[{"href":"https://api.sandbox.paypal.com/v2/payments/refunds/1JU08902781691411","rel":"self"},
                  {"href":"https://api.sandbox.paypal.com/v2/payments/captures/3C679366HH908993F","rel":"up"}]}
                """.formatted(status));
    }

    static TestEvents disputed(String type) {
        return of(type, "dispute", """
                {"dispute_id":"PP-000-042-663-135","reason":"MERCHANDISE_OR_SERVICE_NOT_RECEIVED","status":"OPEN",
                 "dispute_amount":{"currency_code":"EUR","value":"10.00"},"dispute_life_cycle_stage":"INQUIRY",
                 "disputed_transactions":[{"seller_transaction_id":"3C679366HH908993F","custom":"payment.pay_1",
                  "gross_amount":{"currency_code":"EUR","value":"10.00"}}]}
                """);
    }

    static TestEvents resolved(String outcome) {
        return disputed("CUSTOMER.DISPUTE.RESOLVED").with(dispute -> dispute.put("status", "RESOLVED")
                .putObject("dispute_outcome").put("outcome_code", outcome)
                .putObject("amount_refunded").put("currency_code", "EUR").put("value", "4.00"));
    }

    /** The resource is what an event is about. */
    TestEvents with(Consumer<ObjectNode> change) {
        change.accept((ObjectNode) json.path("resource"));
        return this;
    }

    TestEvents moved(String party, String type, String reason, String value) {
        return with(dispute -> dispute.withArray("money_movements").addObject()
                .put("affected_party", party)
                .put("type", type)
                .put("reason", reason)
                .putObject("amount").put("currency_code", "EUR").put("value", value));
    }

    TestEvents ofVersion(String version) {
        json.put("resource_version", version);
        return this;
    }

    byte[] bytes() {
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static TestEvents of(String type, String resourceType, String resource) {
        var json = JSON.createObjectNode();
        json.put("id", EVENT_ID)
                .put("event_version", "1.0")
                .put("create_time", "2026-03-01T12:00:00.940Z")
                .put("resource_type", resourceType)
                .put("resource_version", "2.0")
                .put("event_type", type)
                .put("summary", "…")
                .set("resource", JSON.readTree(resource));
        return new TestEvents(json);
    }
}
