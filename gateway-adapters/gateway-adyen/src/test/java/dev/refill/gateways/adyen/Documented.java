package dev.refill.gateways.adyen;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/** Lists as Adyen documents them, kept apart from the tables of the code so that a row lost there is found. */
final class Documented {

    private Documented() {}

    static List<String> lines(String file) {
        try (var list = Objects.requireNonNull(Documented.class.getResourceAsStream(file))) {
            return new String(list.readAllBytes(), StandardCharsets.UTF_8).lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
