package dev.refill.gateways.paypal;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

import tools.jackson.databind.JsonNode;

import dev.refill.gateway.OperationKey;
import dev.refill.gateway.json.StrictJson;

/**
 * The ids under which captures are asked for. PayPal answers a repeated id as it answered before, also with a refusal, so an
 * id is good for one agreement of the payer: it follows from the operation key, the order and when PayPal last changed the
 * order. Whoever looks meanwhile asks under the same id; a payer who comes back after a refusal and agrees to another way to
 * pay gets another. That an order is captured once at most does not hang on it: PayPal allows one capture per order.
 */
final class RequestIds {

    private RequestIds() {}

    static String ofCapture(OperationKey key, JsonNode order) {
        return "capture." + sha256(
                key.value() + "\n" + StrictJson.text(order, "id") + "\n" + StrictJson.text(order, "update_time"));
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of().formatHex(
                    MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
