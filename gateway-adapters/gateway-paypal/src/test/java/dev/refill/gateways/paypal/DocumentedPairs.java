package dev.refill.gateways.paypal;

import java.util.LinkedHashMap;
import java.util.Map;

import dev.refill.testkit.gateway.Documented;

/** Lists as PayPal documents them: a word and what it is to us. */
final class DocumentedPairs {

    private DocumentedPairs() {}

    /** The first two words of each line. */
    static Map<String, String> in(String file) {
        var pairs = new LinkedHashMap<String, String>();
        Documented.lines(DocumentedPairs.class, file).stream()
                .map(line -> line.split(" ", -1))
                .forEach(words -> pairs.put(words[0], words[1]));
        return pairs;
    }
}
