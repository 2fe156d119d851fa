package dev.refill.webhooks;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class ReasonTest {

    @Test
    void readTakesTheSpacesAroundItAway() {
        assertThat(Reason.read(" the bank says so ")).hasValue("the bank says so");
        assertThat(Reason.read("x".repeat(Reason.LONGEST))).isPresent();
        assertThat(Reason.read("customer is happy \ud83d\ude00")).isPresent();
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "  ", "a\u0000b", "two\nlines", "half a \ud83d", "\u0085"})
    void readRefusesWhatCannotBeKeptOnALine(String written) {
        assertThat(Reason.read(written)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"paid by 4242 4242 4242 4242", "its cvc is 123", "key sk_live_51Habc0DEF",
            "Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiJhIn0.", "x4242424242424242", "number 1234567890123"})
    void readRefusesWhatNobodyIsToRead(String written) {
        assertThat(Reason.read(written)).isEmpty();
    }

    @Test
    void readRefusesWhatIsTooLong() {
        assertThat(Reason.read("x".repeat(Reason.LONGEST + 1))).isEmpty();
        assertThat(Reason.read("12345", 5)).isPresent();
        assertThat(Reason.read("123456", 5)).isEmpty();
    }
}
