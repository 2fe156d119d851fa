package dev.refill.sandbox.adyen;

import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import dev.refill.sandbox.Sandbox;

/** Adyen's API at a sandbox, as a shop calls it. */
final class Adyen {

    static final String CARD = "4111 1111 1111 1111";

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Sandbox sandbox;

    Adyen(Sandbox sandbox) {
        this.sandbox = sandbox;
    }

    static JsonNode json(HttpResponse<String> answer) {
        return JSON.readTree(answer.body());
    }

    static String text(JsonNode object, String field) {
        return object.path(field).stringValue("");
    }

    /** Ten dollars. */
    static String order(String more) {
        return """
                {"merchantAccount": "RefillSandbox", "reference": "payment.op-1", "amount": {"value": 1000, "currency": "USD"}%s}"""
                .formatted(more);
    }

    HttpRequest.Builder request(String path) {
        return sandbox.request("/adyen/v71/" + path)
                .setHeader("X-API-Key", AdyenAccount.API_KEY)
                .setHeader("Content-Type", "application/json");
    }

    HttpResponse<String> post(String path, String key, String body) {
        return sandbox.send(request(path).header("Idempotency-Key", key)
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    HttpResponse<String> link(String key) {
        return post("paymentLinks", key, order(", \"returnUrl\": \"http://shop.example/back\","
                + " \"description\": \"Airtime\", \"metadata\": {\"method\": \"hosted_page\"}"));
    }

    JsonNode read(String link) {
        return json(sandbox.send(request("paymentLinks/" + link)));
    }

    HttpResponse<String> close(String link) {
        return sandbox.send(request("paymentLinks/" + link)
                .method("PATCH", HttpRequest.BodyPublishers.ofString("{\"status\": \"expired\"}")));
    }

    /** The customer enters a card on the page. */
    HttpResponse<String> pay(String url, String number, String holder) {
        return sandbox.send(sandbox.request(url)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString("cardNumber=" + encoded(number) + "&holderName="
                        + encoded(holder))));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
