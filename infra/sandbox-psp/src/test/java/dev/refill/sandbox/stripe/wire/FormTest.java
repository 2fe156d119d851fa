package dev.refill.sandbox.stripe.wire;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Nested names, and what is no name. */
class FormTest {

    @Test
    void parseWhenNestedThenTree() {
        assertThat(Form.parse("a[b][0][c]=v&a[b][0][d]=w&a[b][1][c]=x&e=+%26%C3%BC"))
                .isEqualTo(Map.of("a", Map.of("b", Map.of("0", Map.of("c", "v", "d", "w"), "1", Map.of("c", "x"))), "e",
                        " &ü"));
    }

    @Test
    void parseWhenNamesAreEncodedOrIndicesEmptyThenSameTree() {
        assertThat(Form.parse("expand%5B%5D=a&expand[]=b")).isEqualTo(Map.of("expand", Map.of("0", "a", "1", "b")));
    }

    @Test
    void parseWhenValueOrPairIsMissingThenEmptyText() {
        assertThat(Form.parse("a&&b=&c=d=e")).isEqualTo(Map.of("a", "", "b", "", "c", "d=e"));
        assertThat(Form.parse("")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a[b=1", "a[b]c=1", "a=1&a[b]=2", "a[b]=1&a=2", "a[b]=1&a[b][c]=2", "a=%zz",
            "a[1][2][3][4][5][6][7][8][9]=deep"})
    void parseWhenMalformedThenRefused(String form) {
        assertThatExceptionOfType(Refusal.class).isThrownBy(() -> Form.parse(form))
                .satisfies(refusal -> assertThat(refusal.error().status()).isEqualTo(400));
    }

    @Test
    void parseWhenThereAreTooManyPairsThenRefused() {
        assertThatExceptionOfType(Refusal.class).isThrownBy(() -> Form.parse("a=1&".repeat(2000)));
    }

    @Test
    void fingerprintWhenOrderDiffersThenSameAndElseOther() {
        String one = Form.fingerprint("POST /v1/x", "a=1&b=2");
        assertThat(Form.fingerprint("POST /v1/x", "b=2&a=1")).isEqualTo(one);
        assertThat(List.of(Form.fingerprint("POST /v1/y", "a=1&b=2"), Form.fingerprint("POST /v1/x", "a=1&b=3")))
                .doesNotContain(one);
    }

    @Test
    void refuseRestWhenNestedNameWasNotReadThenNamesIt() {
        Params params = Params.of(Form.parse("a[known]=1&a[other]=2"));
        assertThat(params.nested("a").text("known")).isEqualTo("1");
        assertThatExceptionOfType(Refusal.class).isThrownBy(params::refuseRest)
                .satisfies(refusal -> assertThat(refusal.error().param()).isEqualTo("a[other]"));
    }

    @Test
    void metadataWhenOverTheLimitsThenRefused() {
        for (String form : List.of("m[" + "k".repeat(41) + "]=v", "m[k]=" + "v".repeat(501), "m[k][x]=v", "m=text")) {
            assertThatExceptionOfType(Refusal.class)
                    .isThrownBy(() -> Params.of(Form.parse(form)).metadata("m"));
        }
    }
}
