package dev.refill.sandbox.paypal;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import dev.refill.sandbox.Sandbox;

/** PayPal's API at a sandbox, as a shop calls it. */
final class Paypal {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Sandbox sandbox;

    Paypal(Sandbox sandbox) {
        this.sandbox = sandbox;
    }

    static JsonNode json(HttpResponse<String> answer) {
        return JSON.readTree(answer.body());
    }

    static String text(JsonNode object, String field) {
        return object.path(field).stringValue("");
    }

    static String issue(HttpResponse<String> answer) {
        return json(answer).at("/details/0/issue").stringValue("");
    }

    /** Ten dollars. */
    static String tenDollars() {
        return """
                {"intent": "CAPTURE", "purchase_units": [{"amount": {"currency_code": "USD", "value": "10.00"},
                  "description": "Airtime", "custom_id": "payment.op-1", "invoice_id": "op-1"}],
                 "payment_source": {"paypal": {"experience_context": {"return_url": "http://shop.example/back?x=1",
                  "cancel_url": "http://shop.example/cancelled"}}}}""";
    }

    HttpRequest.Builder tokenRequest(String secret, String form) {
        String basic = Base64.getEncoder().encodeToString(
                (PaypalAccount.CLIENT_ID + ":" + secret).getBytes(StandardCharsets.UTF_8));
        return sandbox.request("/paypal/v1/oauth2/token")
                .header("Authorization", "Basic " + basic)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form));
    }

    String token() {
        return text(json(sandbox.send(tokenRequest(PaypalAccount.CLIENT_SECRET, "grant_type=client_credentials"))),
                "access_token");
    }

    HttpRequest.Builder request(String path) {
        return sandbox.request("/paypal/v2/" + path)
                .setHeader("Authorization", "Bearer " + token())
                .setHeader("Content-Type", "application/json");
    }

    HttpResponse<String> get(String path) {
        return sandbox.send(request(path));
    }

    HttpResponse<String> post(String path, String requestId, String body) {
        return sandbox.send(request(path).header("PayPal-Request-Id", requestId)
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    HttpResponse<String> order(String requestId) {
        return post("checkout/orders", requestId, tenDollars());
    }

    JsonNode read(String order) {
        return json(get("checkout/orders/" + order));
    }

    HttpResponse<String> capture(String order, String requestId) {
        return post("checkout/orders/" + order + "/capture", requestId, "{}");
    }

    HttpResponse<String> mark(String order, String path, String customId) {
        return sandbox.send(request("checkout/orders/" + order).method("PATCH", HttpRequest.BodyPublishers.ofString(
                "[{\"op\": \"replace\", \"path\": \"%s\", \"value\": \"%s\"}]".formatted(path, customId))));
    }

    HttpResponse<String> refund(String capture, String requestId, String value) {
        return post("payments/captures/" + capture + "/refund", requestId,
                "{\"amount\": {\"currency_code\": \"USD\", \"value\": \"" + value + "\"}, \"custom_id\": \"refund."
                        + requestId + "\"}");
    }

    /** The payer presses the button. */
    HttpResponse<String> agree(JsonNode order, String funding) {
        return sandbox.send(sandbox.request(page(order))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString("funding=" + funding)));
    }

    static String page(JsonNode order) {
        for (JsonNode link : order.path("links")) {
            if (text(link, "rel").equals("payer-action")) {
                return text(link, "href");
            }
        }
        throw new AssertionError("no page: " + order);
    }

    /** An order that a payer has agreed to and that was captured; answers with the capture. */
    JsonNode paid(String requestId) {
        JsonNode order = json(order(requestId));
        agree(order, "BALANCE");
        return json(capture(text(order, "id"), "capture." + requestId))
                .at("/purchase_units/0/payments/captures/0");
    }
}
