package dev.refill.gateway.json;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class StrictJsonTest {

    private static final int LARGEST = 1 << 20;

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void objectThenItsFields() {
        var json = Objects.requireNonNull(StrictJson.object(bytes("{\"a\":\"b\",\"n\":1}")));
        assertThat(StrictJson.text(json, "a")).isEqualTo("b");
        assertThat(StrictJson.text(json, "n")).as("no text").isEmpty();
        assertThat(StrictJson.text(json, "z")).as("absent").isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "null", "1", "\"a\"", "[]", "[{}]", "{", "{}}", "{} {}", "{\"a\":1,\"a\":1}",
            "{a:1}", "{'a':1}",
            "<html>", "\uFEFF{}"})
    void objectWhenItIsNoneThenNull(String body) {
        assertThat(StrictJson.object(bytes(body))).isNull();
    }

    @Test
    void objectWhenItIsNoUtf8ThenNull() {
        assertThat(StrictJson.object(new byte[]{'{', '"', (byte) 0xC3, '"', ':', '1', '}'})).isNull();
    }

    @Test
    void objectUpToTheLargestBodyThenReadAndNoLarger() {
        String frame = "{\"a\":\"\"}";
        String filled = "{\"a\":\"" + "x".repeat(LARGEST - frame.length()) + "\"}";
        assertThat(StrictJson.object(bytes(filled))).isNotNull();
        assertThat(StrictJson.object(bytes(filled + " "))).isNull();
    }

    @Test
    void objectWhenItIsDeepThenNull() {
        assertThat(StrictJson.object(bytes("{\"a\":".repeat(64) + "1" + "}".repeat(64)))).isNotNull();
        assertThat(StrictJson.object(bytes("{\"a\":".repeat(65) + "1" + "}".repeat(65)))).isNull();
    }

    @Test
    void objectWhenANumberIsLongThenNull() {
        assertThat(StrictJson.object(bytes("{\"a\":" + "1".repeat(64) + "}"))).isNotNull();
        assertThat(StrictJson.object(bytes("{\"a\":" + "1".repeat(65) + "}"))).isNull();
    }

    @Test
    void bytesThenAnObjectThatIsReadAgain() {
        var json = StrictJson.object(StrictJson.bytes(Map.of("a", List.of("ä", 1, true, Map.of("b", "c")))));
        assertThat(json).hasToString("{\"a\":[\"ä\",1,true,{\"b\":\"c\"}]}");
    }
}
