package dev.refill.gateways.stripe;

import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Events as Stripe sends them; a test changes what it is about. */
final class TestEvents {

    private static final JsonMapper JSON = new JsonMapper();

    private final ObjectNode event;

    private TestEvents(String json) {
        this.event = (ObjectNode) JSON.readTree(json);
    }

    static TestEvents paymentIntent(String type) {
        return new TestEvents("""
                {"id":"evt_1","object":"event","api_version":"2026-07-29.dahlia","created":1772366400,
                 "livemode":false,"pending_webhooks":1,"request":{"id":null,"idempotency_key":null},
                 "type":"%s","data":{"object":{
                   "id":"pi_1","object":"payment_intent","amount":1000,"amount_received":1000,"currency":"eur",
                   "status":"succeeded","latest_charge":"ch_1","last_payment_error":null,"next_action":null,
                   "metadata":{"operation_key":"pay_1","method":"hosted_page"}}}}
                """.formatted(type));
    }

    static TestEvents session(String type) {
        return new TestEvents("""
                {"id":"evt_2","object":"event","api_version":"2026-07-29.dahlia","created":1772366400,
                 "livemode":false,"pending_webhooks":1,"request":null,
                 "type":"%s","data":{"object":{
                   "id":"cs_test_1","object":"checkout.session","amount_total":1000,"currency":"eur",
                   "status":"complete","payment_status":"paid","payment_intent":"pi_1","url":null,
                   "client_reference_id":"pay_1",
                   "metadata":{"operation_key":"pay_1","method":"hosted_page"}}}}
                """.formatted(type));
    }

    static TestEvents refund(String type, String status) {
        return new TestEvents("""
                {"id":"evt_3","object":"event","api_version":"2026-07-29.dahlia","created":1772366400,
                 "livemode":false,"pending_webhooks":1,"request":null,
                 "type":"%s","data":{"object":{
                   "id":"re_1","object":"refund","amount":300,"currency":"eur","charge":"ch_1",
                   "payment_intent":"pi_1","status":"%s","metadata":{"operation_key":"rfd_1"}}}}
                """.formatted(type, status));
    }

    static TestEvents dispute(String type, String status) {
        return new TestEvents("""
                {"id":"evt_4","object":"event","api_version":"2026-07-29.dahlia","created":1772366400,
                 "livemode":false,"pending_webhooks":1,"request":null,
                 "type":"%s","data":{"object":{
                   "id":"du_1","object":"dispute","amount":1000,"currency":"eur","charge":"ch_1",
                   "payment_intent":"pi_1","reason":"fraudulent","status":"%s","metadata":{},
                   "balance_transactions":[
                     {"id":"txn_1","object":"balance_transaction","amount":-1000,"currency":"eur","fee":1500,
                      "net":-2500,"reporting_category":"dispute"},
                     {"id":"txn_2","object":"balance_transaction","amount":900,"currency":"eur","fee":0,
                      "net":900,"reporting_category":"dispute_reversal"}]}}}
                """.formatted(type, status));
    }

    TestEvents withApiVersion(String version) {
        event.put("api_version", version);
        return this;
    }

    TestEvents live() {
        event.put("livemode", true);
        return this;
    }

    TestEvents withId(String id) {
        event.put("id", id);
        return this;
    }

    TestEvents with(Consumer<ObjectNode> change) {
        change.accept((ObjectNode) event.path("data").path("object"));
        return this;
    }

    byte[] bytes() {
        return event.toString().getBytes(StandardCharsets.UTF_8);
    }
}
