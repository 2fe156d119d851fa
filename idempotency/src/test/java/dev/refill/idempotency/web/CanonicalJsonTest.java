package dev.refill.idempotency.web;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class CanonicalJsonTest {

    private static final int CASES = 2_000;

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "{\"a\":1,\"b\":2}       | {\"b\":2,\"a\":1}",
            "{\"a\":[1,{\"c\":3,\"d\":4}]} | { \"a\" : [ 1 , {\"d\":4,\"c\":3} ] }",
            "{\"a\":\"é\"}           | {\"\\u0061\":\"\\u00e9\"}",
            "\"a/b\"                 | \"a\\/b\"",
            "[true,false,null]       | [ true, false, null ]"})
    void ofWhenOnlySpellingDiffersThenEqual(String one, String other) {
        assertThat(canonical(one)).isPresent().isEqualTo(canonical(other));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "{\"a\":1}          | {\"a\":1.0}",
            "{\"a\":1}          | {\"a\":\"1\"}",
            "{\"a\":10}         | {\"a\":1e1}",
            "{\"a\":0}          | {\"a\":-0}",
            "{\"a\":null}       | {}",
            "{\"a\":null}       | {\"a\":\"null\"}",
            "[1,2]              | [2,1]",
            "[1,[2]]            | [[1],2]",
            "[[],[]]            | [[[]]]",
            "{\"a\":1,\"a\":2}  | {\"a\":2,\"a\":1}",
            "{\"a\":\"b\\\",\\\"c\\\":\\\"d\"} | {\"a\":\"b\",\"c\":\"d\"}"})
    void ofWhenMeaningDiffersThenDifferent(String one, String other) {
        assertThat(canonical(one)).isPresent().isNotEqualTo(canonical(other));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "{", "{\"a\"}", "{}{}", "[1,]", "{'a':1}", "NaN", "01", "1 2", "nul",
            "{\"a\":1}x"})
    void ofWhenNotOneJsonValueThenEmpty(String text) {
        assertThat(canonical(text)).isEmpty();
    }

    @Test
    void ofWhenUtf8IsBrokenThenEmpty() {
        assertThat(CanonicalJson.of(new byte[]{'"', (byte) 0xc3, '(', '"'})).isEmpty();
    }

    @Test
    void ofWhenTooDeepThenEmptyAndNoStackOverflow() {
        assertThat(canonical("[".repeat(30_000) + "]".repeat(30_000))).isEmpty();
    }

    @Test
    void ofWhenMembersAreShuffledAtEveryLevelThenEqual() {
        var random = new Random(20260301);
        for (int i = 0; i < CASES; i++) {
            long shape = random.nextLong();
            String one = document(new Random(shape), new Random(random.nextLong()), 4);
            String other = document(new Random(shape), new Random(random.nextLong()), 4);
            assertThat(canonical(one)).as("%s and %s", one, other).isPresent().isEqualTo(canonical(other));
        }
    }

    /** The same document for the same shape, with member order and whitespace by the spelling. */
    private static String document(Random shape, Random spelling, int depth) {
        String blank = " ".repeat(spelling.nextInt(3));
        int members = depth == 0 ? 0 : shape.nextInt(5);
        List<String> parts = new ArrayList<>();
        for (int i = 0; i < members; i++) {
            parts.add("\"m" + i + "\"" + blank + ":" + blank + document(shape, spelling, depth - 1));
        }
        Collections.shuffle(parts, spelling);
        return members == 0 ? blank + shape.nextInt() + blank : "{" + blank + String.join("," + blank, parts) + "}";
    }

    private static Optional<String> canonical(String text) {
        return CanonicalJson.of(text.getBytes(StandardCharsets.UTF_8))
                .map(bytes -> new String(bytes, StandardCharsets.UTF_8));
    }
}
