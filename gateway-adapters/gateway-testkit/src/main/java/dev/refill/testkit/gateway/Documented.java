package dev.refill.testkit.gateway;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import static org.assertj.core.api.Assertions.assertThat;

/** Lists as a provider documents them, kept apart from the tables of the code so that a row lost there is found. */
public final class Documented {

    private Documented() {}

    /**
     * A list with what each of its codes must become: the last word of each line, decided by what the provider documents of the code.
     *
     * @param test beside which the list is kept, among the resources
     * @return by code, in their order; a code may be of more than one word
     */
    public static Map<String, String> pairs(Class<?> test, String file) {
        Map<String, String> pairs = new LinkedHashMap<>();
        for (var line : lines(test, file)) {
            var end = line.strip().lastIndexOf(' ');
            assertThat(end).as("%s: %s (expected: a code and what it must become)", file, line).isPositive();
            assertThat(pairs.put(line.substring(0, end).strip(), line.substring(end + 1).strip()))
                    .as("%s: %s (expected: once)", file, line).isNull();
        }
        return pairs;
    }

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
