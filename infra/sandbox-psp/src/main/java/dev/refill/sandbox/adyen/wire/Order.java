package dev.refill.sandbox.adyen.wire;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

import tools.jackson.databind.JsonNode;

import dev.refill.sandbox.core.Books;
import dev.refill.sandbox.wire.Json;
import dev.refill.sandbox.wire.Refusal;

/**
 * What all requests about money have in common.
 *
 * @param amount minor units as Adyen counts them, more than 0
 * @param currency in small letters, as the books write it
 * @param reference the shop's own
 * @param metadata what the books keep with it: the reference, the operation key, and what notifications repeat
 */
public record Order(long amount, String currency, String reference, Map<String, String> metadata) {

    /** Where the books keep the shop's own reference. */
    public static final String REFERENCE = "reference";
    /** Before each key of the shop's metadata, as notifications have it. */
    public static final String METADATA = "metadata.";

    private static final Pattern CURRENCY = Pattern.compile("[A-Z]{3}");
    private static final Pattern TEXT = Pattern.compile("[\\x21-\\x7e]{1,80}");
    private static final int MOST_METADATA = 20;

    /** @throws Refusal when it is not one, or of another account than {@code merchant} */
    public static Order read(Call call, String merchant) {
        JsonNode body = call.body();
        if (!Json.text(body, "merchantAccount").equals(merchant)) {
            throw new Refusal(AdyenError.account());
        }
        JsonNode value = body.path("amount").path("value");
        String currency = Json.text(body.path("amount"), "currency");
        if (!value.isIntegralNumber() || !value.canConvertToLong() || value.longValue() < 1) {
            throw new Refusal(AdyenError.invalid("amount.value", "a whole number of minor units, 1 or more"));
        }
        if (!CURRENCY.matcher(currency).matches()) {
            throw new Refusal(AdyenError.invalid("amount.currency", "three capitals"));
        }
        String reference = Json.text(body, "reference");
        if (!TEXT.matcher(reference).matches()) {
            throw new Refusal(AdyenError.invalid("reference", "1 to 80 visible characters"));
        }
        return new Order(value.longValue(), currency.toLowerCase(Locale.ROOT), reference,
                metadata(call, reference, body.path("metadata")));
    }

    private static Map<String, String> metadata(Call call, String reference, JsonNode given) {
        Map<String, String> metadata = new HashMap<>();
        metadata.put(REFERENCE, reference);
        if (call.key() != null) {
            metadata.put(Books.OPERATION_KEY, call.key());
        }
        if (given.size() > MOST_METADATA) {
            throw new Refusal(AdyenError.invalid("metadata", "at most " + MOST_METADATA + " entries"));
        }
        given.properties().forEach(entry -> metadata.put(METADATA + entry.getKey(), entry.getValue().asString("")));
        return Map.copyOf(metadata);
    }
}
