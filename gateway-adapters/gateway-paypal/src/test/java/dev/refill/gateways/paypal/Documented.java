package dev.refill.gateways.paypal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/** Lists as PayPal documents them, kept apart from the tables of the code so that a row lost there is found. */
final class Documented {

    private Documented() {}

    /** The first two words of each line. */
    static Map<String, String> pairs(String file) {
        try (var list = Objects.requireNonNull(Documented.class.getResourceAsStream(file))) {
            var pairs = new LinkedHashMap<String, String>();
            new String(list.readAllBytes(), StandardCharsets.UTF_8).lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(line -> line.split(" ", -1))
                    .forEach(words -> pairs.put(words[0], words[1]));
            return pairs;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
