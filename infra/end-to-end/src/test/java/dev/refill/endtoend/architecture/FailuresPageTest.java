package dev.refill.endtoend.architecture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** {@code docs/concepts/failures.md} names for each failure the tests that show what happens then. */
class FailuresPageTest {

    private static final Path PAGE = Path.of("").toAbsolutePath().resolve("../../docs/concepts/failures.md")
            .normalize();
    private static final Pattern LINK = Pattern.compile("\\[`(\\w+)#(\\w+)`]\\(([^)]+)\\)");

    @ParameterizedTest
    @MethodSource("ids")
    void eachFailureHasATest(String id) throws IOException {
        assertThat(Files.readAllLines(PAGE)).filteredOn(line -> line.startsWith("| " + id + " |"))
                .singleElement().asString().containsPattern(LINK);
    }

    static Stream<String> ids() {
        return Stream.of(ids('K', 1, 9), Stream.of("K12"), ids('A', 15, 19), ids('B', 1, 16), ids('C', 1, 7))
                .flatMap(row -> row);
    }

    private static Stream<String> ids(char letter, int first, int last) {
        return IntStream.rangeClosed(first, last).mapToObj(number -> "" + letter + number);
    }

    @Test
    void eachTestExists() throws IOException {
        List<MatchResult> links = LINK.matcher(Files.readString(PAGE)).results().toList();
        assertThat(links).isNotEmpty();
        for (MatchResult link : links) {
            Path file = PAGE.resolveSibling(link.group(3)).normalize();
            assertThat(file).hasFileName(link.group(1) + ".java");
            assertThat(file).content().as(link.group(1)).containsPattern("void " + link.group(2) + "\\(");
        }
    }
}
