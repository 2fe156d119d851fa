package dev.refill.idempotency.web;

import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class KeyHeaderTest {

    private static final int CASES = 20_000;

    private final Random random = new Random(20260301);

    @Test
    void ofWhenNotSentThenMissing() {
        assertThat(KeyHeader.of(List.of())).isEqualTo(new KeyHeader.Missing());
    }

    @Test
    void ofWhenRepeatedThenMalformedEvenIfEqual() {
        assertThat(KeyHeader.of(List.of("a", "a"))).isInstanceOf(KeyHeader.Malformed.class);
    }

    @Test
    void ofWhenQuotedOrBareThenTheSameKey() {
        assertThat(KeyHeader.of(List.of("\"8e03978e-40d5-43dd\"")))
                .isEqualTo(KeyHeader.of(List.of("8e03978e-40d5-43dd")));
        assertThat(KeyHeader.of(List.of("8e03978e-40d5-43dd"))).isEqualTo(new KeyHeader.Present("8e03978e-40d5-43dd"));
    }

    @Test
    void ofWhenSurroundedByBlanksThenTheyDoNotCount() {
        assertThat(KeyHeader.of(List.of(" \tkey\t "))).isEqualTo(new KeyHeader.Present("key"));
    }

    @Test
    void ofWhenLengthIsAtTheBoundThenPresentAndOneMoreIsMalformed() {
        assertThat(KeyHeader.of(List.of("k".repeat(255)))).isEqualTo(new KeyHeader.Present("k".repeat(255)));
        assertThat(KeyHeader.of(List.of("\"" + "k".repeat(255) + "\"")))
                .isEqualTo(new KeyHeader.Present("k".repeat(255)));
        assertThat(KeyHeader.of(List.of("\"" + "\\\"".repeat(255) + "\"")))
                .isEqualTo(new KeyHeader.Present("\"".repeat(255)));
        assertThat(KeyHeader.of(List.of("k".repeat(256)))).isInstanceOf(KeyHeader.Malformed.class);
        assertThat(KeyHeader.of(List.of("\"" + "k".repeat(256) + "\""))).isInstanceOf(KeyHeader.Malformed.class);
        assertThat(KeyHeader.of(List.of("k".repeat(100_000)))).isInstanceOf(KeyHeader.Malformed.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\"\"", "   ", "\"", "\"a", "a\"", "a\"b", "\"a\"b\"", "\"a\\\"", "\"a\\b\"",
            "\"a\";p=1",
            "\"a\",\"b\"", "a,b", "a, b", "a b", "\"a b\"", "a\u0000", "a\u007f", "a\nb", "é", "\"é\"", "\u00a0", "🙂",
            "\u2028"})
    void ofWhenNeitherFormFitsThenMalformed(String line) {
        assertThat(KeyHeader.of(List.of(line))).isInstanceOf(KeyHeader.Malformed.class);
    }

    @Test
    void ofWhenAnyVisibleTextIsQuotedThenReadBackUnchanged() {
        for (int i = 0; i < CASES; i++) {
            String key = visibleText(1 + random.nextInt(255));
            String quoted = "\"" + key.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
            assertThat(KeyHeader.of(List.of(quoted))).isEqualTo(new KeyHeader.Present(key));
        }
    }

    @Test
    void ofWhenOneCharacterIsNotVisibleThenMalformed() {
        for (int i = 0; i < CASES; i++) {
            var text = new StringBuilder("k" + visibleText(1 + random.nextInt(100)).replaceAll("[\",\\\\]", "x") + "k");
            char invisible = random.nextBoolean()
                    ? (char) random.nextInt(0x21)
                    : (char) (0x7f + random.nextInt(0xff00));
            text.insert(1 + random.nextInt(text.length() - 1), invisible);
            assertThat(KeyHeader.of(List.of(text.toString()))).isInstanceOf(KeyHeader.Malformed.class);
            assertThat(KeyHeader.of(List.of("\"" + text + "\""))).isInstanceOf(KeyHeader.Malformed.class);
        }
    }

    private String visibleText(int length) {
        return IntStream.range(0, length)
                .mapToObj(i -> String.valueOf((char) (0x21 + random.nextInt(0x5e))))
                .collect(Collectors.joining());
    }
}
