package dev.refill.gateways.paypal;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.StreamSupport;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.extension.ResponseDefinitionTransformerV2;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.http.Request;
import com.github.tomakehurst.wiremock.http.RequestMethod;
import com.github.tomakehurst.wiremock.http.ResponseDefinition;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import dev.refill.testkit.gateway.Situation;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;

/** What PayPal answers in each situation: as its documentation says, with a memory for what was asked of it. */
final class PaypalAnswers implements ResponseDefinitionTransformerV2 {

    static final String NAME = "paypal-answers";
    static final String TOKEN = "A21AA_contract_token_0123456789";
    static final String PAYER = "payer-4711@buyer.example";

    private static final JsonMapper JSON = new JsonMapper();

    private final Map<String, ObjectNode> orders = new LinkedHashMap<>();
    /** Answers by request id, refusals too. */
    private final Map<String, Answer> kept = new LinkedHashMap<>();
    private volatile Situation situation = new Situation.Approves();
    private int made;

    private record Answer(int status, String body) {}

    void play(Situation next) {
        situation = next;
    }

    synchronized void customerPays(String order) {
        var agreed = Objects.requireNonNull(orders.get(order));
        agreed.put("status", "APPROVED").put("update_time", "2026-03-01T12:00:00Z/" + ++made);
        agreed.putObject("payer").put("email_address", PAYER);
    }

    synchronized void timePasses() {
        orders.values().forEach(order -> refunds(order).forEach(refund -> {
            var come = situation instanceof Situation.RefundsComeBack ? "FAILED" : "COMPLETED";
            ((ObjectNode) refund).put("status", come);
        }));
    }

    synchronized void forgets(String order) {
        orders.remove(order);
    }

    synchronized int captures(String key) {
        return (int) orders.values().stream()
                .filter(order -> unit(order).path("custom_id").asString("").endsWith("." + key))
                .flatMap(order -> StreamSupport.stream(captures(order).spliterator(), false))
                .filter(capture -> !capture.path("status").asString("").equals("DECLINED"))
                .count();
    }

    synchronized int refunds(String key) {
        return (int) orders.values().stream()
                .flatMap(order -> StreamSupport.stream(refunds(order).spliterator(), false))
                .filter(refund -> refund.path("custom_id").asString("").equals("refund." + key))
                .count();
    }

    @Override
    public String getName() {
        return NAME;
    }

    @Override
    public boolean applyGlobally() {
        return false;
    }

    @Override
    public ResponseDefinition transform(ServeEvent event) {
        var request = event.getRequest();
        var answer = situation instanceof Situation.AnswersFromElsewhere
                ? aResponse().withStatus(404).withBody("<html>Not Found</html>")
                : answered(request);
        return answer.withHeader("Content-Type", "application/json").build();
    }

    private ResponseDefinitionBuilder answered(Request request) {
        if (request.getUrl().equals("/v1/oauth2/token")) {
            return json(new Answer(200, "{\"scope\":\"…\",\"access_token\":\"" + TOKEN
                    + "\",\"token_type\":\"Bearer\",\"app_id\":\"APP-80W284485P519543T\",\"expires_in\":31668}"));
        }
        return request.getMethod().equals(RequestMethod.GET) ? json(read(request)) : changed(request);
    }

    private ResponseDefinitionBuilder changed(Request request) {
        return switch (situation) {
            case Situation.LosesAnswers() ->
                afterwards(request, aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER));
            case Situation.AnswersTooLate() -> json(carriedOut(request))
                    .withFixedDelay((int) TestPaypal.PATIENCE.plusSeconds(2).toMillis());
            case Situation.FailsAfterCharging() ->
                afterwards(request, json(error(500, "INTERNAL_SERVER_ERROR", "INTERNAL_SERVICE_ERROR")));
            case Situation.SaysKeyIsInUse() ->
                json(error(request.getUrl().endsWith("/refund") ? 409 : 422,
                        request.getUrl().endsWith("/refund") ? "RESOURCE_CONFLICT" : "UNPROCESSABLE_ENTITY",
                        "PREVIOUS_REQUEST_IN_PROGRESS"));
            case Situation.LimitsTheRate(var retryAfter) -> json(error(429, "RATE_LIMIT_REACHED", ""))
                    .withHeader("Retry-After", String.valueOf(retryAfter.toSeconds()));
            case Situation.RefusesConnections() -> throw new IllegalStateException("nobody listens");
            case Situation.AnswersFromElsewhere() -> throw new IllegalStateException("somebody else answers");
            case Situation.Approves() -> json(carriedOut(request));
            case Situation.RefundsTakeTime() -> json(carriedOut(request));
            case Situation.RefundsComeBack() -> json(carriedOut(request));
            case Situation.Declines(var _code) -> json(carriedOut(request));
            case Situation.SearchIsBehind() -> json(carriedOut(request));
            case Situation.AsksForAuthentication() -> json(carriedOut(request));
        };
    }

    /** What was done stays done; this is what is heard of it. */
    private ResponseDefinitionBuilder afterwards(Request request, ResponseDefinitionBuilder heard) {
        carriedOut(request);
        return heard;
    }

    private synchronized Answer carriedOut(Request request) {
        var path = request.getUrl().split("/", -1);
        if (request.getMethod().equals(RequestMethod.PATCH)) {
            return patched(path[4], JSON.readTree(request.getBody()).path(0));
        }
        var key = path[path.length - 1] + ":" + request.header("PayPal-Request-Id").firstValue();
        var before = kept.get(key);
        if (before != null) {
            return before.status() == 201 ? new Answer(200, before.body()) : before;
        }
        var answer = switch (path[path.length - 1]) {
            case "orders" -> opened(JSON.readTree(request.getBody()));
            case "capture" -> captured(path[4]);
            case "refund" -> refunded(path[4], JSON.readTree(request.getBody()));
            default -> error(404, "RESOURCE_NOT_FOUND", "INVALID_RESOURCE_ID");
        };
        kept.put(key, answer);
        return answer;
    }

    private Answer opened(JsonNode body) {
        var id = id("5OR");
        var order = JSON.createObjectNode();
        order.put("id", id)
                .put("intent", body.path("intent").asString())
                .put("status", "PAYER_ACTION_REQUIRED")
                .put("create_time", "2026-03-01T11:00:00Z")
                .put("update_time", "2026-03-01T11:00:00Z");
        order.putObject("payment_source").putObject("paypal");
        var unit = (ObjectNode) body.path("purchase_units").path(0);
        unit.put("reference_id", "default").putObject("payee").put("merchant_id", "3SQBR4YEWZ4BA");
        order.putArray("purchase_units").add(unit);
        link(order, "https://api-m.sandbox.paypal.com/v2/checkout/orders/" + id, "self");
        link(order, "https://www.sandbox.paypal.com/checkoutnow?token=" + id, "payer-action");
        orders.put(id, order);
        return new Answer(201, order.toString());
    }

    private Answer captured(String id) {
        var order = orders.get(id);
        if (order == null) {
            return error(404, "RESOURCE_NOT_FOUND", "INVALID_RESOURCE_ID");
        }
        if (!captures(order).isEmpty()) {
            return error(422, "UNPROCESSABLE_ENTITY", "ORDER_ALREADY_CAPTURED");
        }
        if (!order.path("status").asString("").equals("APPROVED")) {
            return error(422, "UNPROCESSABLE_ENTITY", "ORDER_NOT_APPROVED");
        }
        if (situation instanceof Situation.Declines(var code)) {
            return code.length() > 8
                    ? error(422, "UNPROCESSABLE_ENTITY", code)
                    : completed(order, "DECLINED", code);
        }
        return completed(order, "COMPLETED", "0000");
    }

    private Answer completed(ObjectNode order, String status, String code) {
        var capture = JSON.createObjectNode();
        capture.put("id", id("3CA"))
                .put("status", status)
                .put("custom_id", unit(order).path("custom_id").asString())
                .put("invoice_id", unit(order).path("invoice_id").asString())
                .put("final_capture", true)
                .set("amount", unit(order).path("amount"));
        capture.putObject("processor_response").put("response_code", code);
        capture.putObject("supplementary_data").putObject("related_ids")
                .put("order_id", order.path("id").asString());
        payments(order, "captures").add(capture);
        order.put("status", "COMPLETED");
        return new Answer(201, order.toString());
    }

    private Answer refunded(String id, JsonNode body) {
        for (var order : orders.values()) {
            var capture = captures(order).path(0);
            if (capture.path("id").asString("").equals(id)) {
                return refunded(order, capture, body);
            }
        }
        return error(404, "RESOURCE_NOT_FOUND", "INVALID_RESOURCE_ID");
    }

    private Answer refunded(ObjectNode order, JsonNode capture, JsonNode body) {
        var left = value(capture);
        for (var refund : refunds(order)) {
            left = refund.path("status").asString("").equals("FAILED") ? left : left.subtract(value(refund));
        }
        if (value(body).compareTo(left) > 0) {
            return error(422, "UNPROCESSABLE_ENTITY",
                    left.signum() == 0 ? "CAPTURE_FULLY_REFUNDED" : "REFUND_AMOUNT_EXCEEDED");
        }
        var refund = JSON.createObjectNode();
        refund.put("id", id("1RE"))
                .put("status", situation instanceof Situation.RefundsTakeTime ? "PENDING" : "COMPLETED")
                .put("custom_id", body.path("custom_id").asString())
                .set("amount", body.path("amount"));
        link(refund, "https://api-m.sandbox.paypal.com/v2/payments/captures/" + capture.path("id").asString(), "up");
        payments(order, "refunds").add(refund);
        return new Answer(201, refund.toString());
    }

    private Answer patched(String id, JsonNode change) {
        var order = orders.get(id);
        if (order == null) {
            return error(404, "RESOURCE_NOT_FOUND", "INVALID_RESOURCE_ID");
        }
        if (order.path("status").asString("").equals("COMPLETED")) {
            return error(422, "UNPROCESSABLE_ENTITY", "ORDER_ALREADY_COMPLETED");
        }
        if (!change.path("path").asString("").equals("/purchase_units/@reference_id=='default'/custom_id")) {
            return error(400, "INVALID_REQUEST", "FIELD_NOT_PATCHABLE");
        }
        unit(order).put("custom_id", change.path("value").asString());
        return new Answer(204, "");
    }

    private synchronized Answer read(Request request) {
        var path = request.getUrl().split("/", -1);
        var found = find(path[3], path[4]);
        return found == null
                ? error(404, "RESOURCE_NOT_FOUND", "INVALID_RESOURCE_ID")
                : new Answer(200, found.toString());
    }

    private @Nullable JsonNode find(String kind, String id) {
        if (kind.equals("orders")) {
            return orders.get(id);
        }
        return orders.values().stream()
                .flatMap(order -> StreamSupport.stream(
                        (kind.equals("captures") ? captures(order) : refunds(order)).spliterator(), false))
                .filter(one -> one.path("id").asString("").equals(id))
                .findFirst()
                .orElse(null);
    }

    private static JsonNode captures(JsonNode order) {
        return order.path("purchase_units").path(0).path("payments").path("captures");
    }

    private static JsonNode refunds(JsonNode order) {
        return order.path("purchase_units").path(0).path("payments").path("refunds");
    }

    private static ArrayNode payments(JsonNode order, String kind) {
        var unit = unit(order);
        var payments = unit.path("payments").isObject()
                ? (ObjectNode) unit.path("payments")
                : unit.putObject("payments");
        return payments.path(kind).isArray() ? (ArrayNode) payments.path(kind) : payments.putArray(kind);
    }

    private static ObjectNode unit(JsonNode order) {
        return (ObjectNode) order.path("purchase_units").path(0);
    }

    private static BigDecimal value(JsonNode of) {
        return new BigDecimal(of.path("amount").path("value").asString());
    }

    private static void link(ObjectNode object, String address, String rel) {
        var links = object.path("links").isArray() ? (ArrayNode) object.path("links") : object.putArray("links");
        links.addObject().put("href", address).put("rel", rel).put("method", "GET");
    }

    private String id(String prefix) {
        return "%s%014d".formatted(prefix, ++made);
    }

    private static Answer error(int status, String name, String issue) {
        var details = issue.isEmpty() ? "" : ",\"details\":[{\"issue\":\"" + issue + "\",\"description\":\"…\"}]";
        return new Answer(status, "{\"name\":\"%s\",\"message\":\"…\",\"debug_id\":\"90957fca61718\"%s,\"links\":[]}"
                .formatted(name, details));
    }

    private static ResponseDefinitionBuilder json(Answer answer) {
        var response = aResponse().withStatus(answer.status());
        return answer.body().isEmpty() ? response : response.withBody(answer.body());
    }
}
