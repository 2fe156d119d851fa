package dev.refill.subscriber;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class MsisdnTest {

    @ParameterizedTest
    @CsvSource({
            "+1 202-555-0123, US, +12025550123",
            "(202) 555-0123, US, +12025550123",
            "2025550123, US, +12025550123",
            "1.202.555.0123, US, +12025550123",
            "0044 20 7946 0958, DE, +442079460958",
            "+44 (0)20 7946 0958, US, +442079460958",
            "0712 345 678, KE, +254712345678",
            "+254712345678, US, +254712345678",
            "٠٧١٢٣٤٥٦٧٨, KE, +254712345678",
            "＋１２０２５５５０１２３, KE, +12025550123",
            "+1\u00a0202\u2013555\u20130123, US, +12025550123"})
    void parseWhenAPersonTypedANumberThenItsE164(String typed, String region, String e164) {
        assertThat(Msisdn.parse(typed, region)).contains(new Msisdn(e164));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "+", "0", "+1", "123", "+1 202 555 012", "+1 202 555 01234", "+12005550123",
            "+999123456789", "+0012025550123", "1-800-FLOWERS", "+1 202 555 0123 ext 5", "+12025550123x5",
            "+12025550123#5", "+12025550123;ext=5", "tel:+12025550123", "+1202555012\u0000", "+12025550123\n",
            "\u202e+12025550123", "+12025550123'; DROP TABLE balance.subscriber", "<script>", "*100#", "+-+-+-+-",
            "null", "NaN", "1e10", "😀😀😀😀😀😀",
            "+1202555012300000000000000000000000000000"})
    void parseWhenNotANumberThenEmpty(String typed) {
        assertThat(Msisdn.parse(typed, "US")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "XX", "us", "USA", "001", "ZZ"})
    void parseWhenRegionIsUnknownThenOnlyInternationalFormIsRead(String region) {
        assertThat(Msisdn.parse("2025550123", region)).isEmpty();
        assertThat(Msisdn.parse("+12025550123", region)).contains(new Msisdn("+12025550123"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "12025550123", "+0123456789", "+123456", "+1234567890123456", "+1202555012a",
            "+12025550123\n", "+١٢٠٢٥٥٥٠١٢٣"})
    void msisdnWhenNotE164ThenRefused(String value) {
        assertThatIllegalArgumentException().isThrownBy(() -> new Msisdn(value));
    }

    @Test
    void maskedThenOnlyTheEndsAreShown() {
        assertThat(new Msisdn("+12025550123").masked()).isEqualTo("+12••••••123");
        assertThat(new Msisdn("+12025550123")).hasToString("+12••••••123");
    }

    @Test
    void countryIsThatOfTheNumberingPlan() {
        assertThat(new Msisdn("+256772123456").country()).contains("UG");
        assertThat(new Msisdn("+12025550123").country()).contains("US");
        assertThat(new Msisdn("+9991234567").country()).isEmpty();
    }
}
