package dev.refill.testkit.gateway;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

import static org.assertj.core.api.Assertions.assertThat;

/** Lists as a provider documents them, kept apart from the tables of the code so that a row lost there is found. */
public final class Documented {

    private Documented() {}

    /**
     * @param test beside which the list is kept, among the resources
     * @param file a row on each line; lines that begin with {@code #} say where it is from
     * @return one row or more
     */
    public static List<String> lines(Class<?> test, String file) {
        try (var list = Objects.requireNonNull(test.getResourceAsStream(file), file)) {
            var lines = new String(list.readAllBytes(), StandardCharsets.UTF_8).lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .toList();
            assertThat(lines).as("%s is to be written, as the provider documents it", file).isNotEmpty();
            return lines;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
