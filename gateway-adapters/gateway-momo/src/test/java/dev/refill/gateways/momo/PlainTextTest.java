package dev.refill.gateways.momo;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class PlainTextTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', ignoreLeadingAndTrailingWhitespace = false, value = {"Airtime 10 EUR|Airtime 10 EUR",
            "it's \"here\"|it s here", "Recharge of +1 ••• 0112|Recharge of 1 0112", "é|Payment", "|Payment",
            "  |Payment", "<b>&amp;|b amp"})
    void ofThenWhatMtnTakes(@Nullable String text, String plain) {
        assertThat(PlainText.of(text == null ? "" : text, "Payment")).isEqualTo(plain);
    }

    @Test
    void ofWhenLongerThanMtnTakesThenCut() {
        assertThat(PlainText.of("x".repeat(161), "Payment")).isEqualTo("x".repeat(160));
    }
}
