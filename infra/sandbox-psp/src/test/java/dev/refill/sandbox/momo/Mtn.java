package dev.refill.sandbox.momo;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.UUID;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import dev.refill.sandbox.Sandbox;

/** MTN's API at a sandbox, as a shop calls it. */
final class Mtn {

    static final String PHONE = "256770000001";

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Sandbox sandbox;

    Mtn(Sandbox sandbox) {
        this.sandbox = sandbox;
    }

    static String newReference() {
        return UUID.randomUUID().toString();
    }

    static JsonNode json(HttpResponse<String> answer) {
        return JSON.readTree(answer.body());
    }

    /** Ten euros asked of a phone. */
    static String tenEurosOf(String phone) {
        return """
                {"amount": "10.00", "currency": "EUR", "externalId": "op-1", "payerMessage": "Airtime",
                 "payeeNote": "Airtime", "payer": {"partyIdType": "MSISDN", "partyId": "%s"}}""".formatted(phone);
    }

    static String refundOf(String payment, String amount) {
        return """
                {"amount": "%s", "currency": "EUR", "externalId": "op-2", "payerMessage": "Sorry",
                 "payeeNote": "Sorry", "referenceIdToRefund": "%s"}""".formatted(amount, payment);
    }

    HttpRequest.Builder tokenRequest(Product product, String apiKey) {
        String basic = Base64.getEncoder()
                .encodeToString((product.apiUser() + ":" + apiKey).getBytes(StandardCharsets.UTF_8));
        return sandbox.request("/momo/" + product.path() + "/token/")
                .header("Authorization", "Basic " + basic)
                .header("Ocp-Apim-Subscription-Key", product.subscriptionKey())
                .POST(HttpRequest.BodyPublishers.noBody());
    }

    String token(Product product) {
        return json(sandbox.send(tokenRequest(product, product.apiKey()))).path("access_token").stringValue("");
    }

    /** A request with all headers that it needs, to be changed by the test. */
    HttpRequest.Builder request(Product product, String path) {
        return sandbox.request("/momo/" + product.path() + "/v1_0/" + path)
                .setHeader("Authorization", "Bearer " + token(product))
                .setHeader("Ocp-Apim-Subscription-Key", product.subscriptionKey())
                .setHeader("X-Target-Environment", "sandbox");
    }

    HttpRequest.Builder creation(Product product, String resource, String reference, String body) {
        return request(product, resource)
                .setHeader("Content-Type", "application/json")
                .setHeader("X-Reference-Id", reference)
                .POST(HttpRequest.BodyPublishers.ofString(body));
    }

    HttpResponse<String> ask(String reference, String body) {
        return sandbox.send(creation(Product.COLLECTION, "requesttopay", reference, body));
    }

    HttpResponse<String> refund(String reference, String body) {
        return sandbox.send(creation(Product.DISBURSEMENT, "refund", reference, body));
    }

    JsonNode payment(String reference) {
        return json(sandbox.send(request(Product.COLLECTION, "requesttopay/" + reference)));
    }

    JsonNode refund(String reference) {
        return json(sandbox.send(request(Product.DISBURSEMENT, "refund/" + reference)));
    }

    /** The customer presses a button. */
    HttpResponse<String> says(String reference, String outcome) {
        return sandbox.send(sandbox.request("/momo/phone/" + reference)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString("outcome=" + outcome)));
    }

    /** A request that a phone has agreed to. */
    String paid() {
        String reference = newReference();
        ask(reference, tenEurosOf(PHONE));
        says(reference, "approve");
        return reference;
    }
}
