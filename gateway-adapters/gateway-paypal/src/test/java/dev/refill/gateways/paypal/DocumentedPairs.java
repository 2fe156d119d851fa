package dev.refill.gateways.paypal;

import java.util.Map;

import dev.refill.testkit.gateway.Documented;

/** Lists as PayPal documents them: a word and what it is to us. */
final class DocumentedPairs {

    private DocumentedPairs() {}

    static Map<String, String> in(String file) {
        return Documented.pairs(DocumentedPairs.class, file);
    }
}
