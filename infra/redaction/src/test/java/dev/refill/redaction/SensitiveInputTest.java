package dev.refill.redaction;

import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.refill.redaction.SensitiveInput.Place;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

class SensitiveInputTest {

    /** What is read once takes milliseconds, on a busy machine seconds; what is read anew from each of its signs, minutes. */
    private static final Duration GENEROUS = Duration.ofSeconds(10);
    private static final int BODY = 64 * 1024;

    private final SensitiveInput input = new SensitiveInput(List.of());

    @ParameterizedTest
    @ValueSource(strings = {
            "4242424242424242", "5555-5555-5555-4444", "2223003122003222", "378282246310005", "3782 822463 10005",
            "3782-8224-6310-005", "6011111111111117", "order-4242424242424242-1", "a_4242424242424242",
            "2026 4242 4242 4242 4242", "4242 4242 4242 4242 12/34", "4242\u00a04242\u00a04242\u00a04242",
            "4242.4242.4242.4242",
            "4242_4242_4242_4242", "4242/4242/4242/4242", "4242  4242  4242  4242", "4242 - 4242 - 4242 - 4242",
            "\uff14\uff12\uff14\uff12\uff14\uff12\uff14\uff12\uff14\uff12\uff14\uff12\uff14\uff12\uff14\uff12",
            "\u21164242424242424242",
            "visa4111111111111111", "PAN4111111111111111", "a visa4111111111111111x", "jcb_3530111333300000",
            "Diners: 30569309025904", "unionpay6200000000000005", "4111:1111:1111:1111",
            "4111\u200b1111\u200b1111\u200b1111", "41\u200b11\u2060111111111111", "3530\u200b1113\u200b3330\u200b0000",
            "4111%E2%80%8B1111%E2%80%8B1111%E2%80%8B1111",
            "sk_\u200blive_51Habc0DEF",
            "+4242424242424242", "3056 930902 5904", "3566 0020 2036 0505",
            "http://h/?key=4242%204242%204242%204242", "x\\n4242424242424242", "%2534242424242424242",
            "cvc 123", "cardCvc=123", "CVV2: 999", "security code is 123", "card security code 1234",
            "securityCode=1234", "csc=123",
            "\"cid\": \"1234\"", "cvn 123", "verificationValue: 123", "cardVerification=123", "123 is the cvc",
            "123 is my card's cvv",
            "cvc value=123", "cvc%3D123",
            "sk_live_51Habc0DEF", "rk_test_51Habc0DEF", "x whsec_refill00sandbox", "my_sk_live_51Habc0DEF",
            "x%3Ask_live_51Habc0DEF",
            "pi_1_secret_51Habc0DEFghiJKL", "Bearer 51Habc0DEFghiJKL51Habc",
            "Bearer\t6f1c2a9e-3b7d-4a55-9a53-1f0e5d2c8b11",
            "bearer  51Habc0DEFghiJKL51Habc", "Basic dXNlcjpwYXNz",
            "?auth=Bearer%20eyJhbGciOiJub25lIn0.eyJzdWIiOiJhIn0.",
            "eyJhbGciOiJub25lIn0.eyJzdWIiOiJhIn0.", "-eyJ-eyJhbGciOiJub25lIn0.eyJzdWIiOiJhIn0.c2ln"})
    void whatSurelyIsOneIsSeen(String text) {
        assertThat(input.isIn(text, Place.NUMERAL)).isTrue();
        assertThat(input.isIn(text, Place.TEXT)).isTrue();
        assertThat(SensitiveInput.isInReason(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "", "4242424242424241", "4242 4242 4242 4241", "pm_card_visa", "+4915112345678", "4915112345679",
            "+378282246310005",
            "/v1/subscribers/+12025550101/balance", "2026-01-05T10:15:30.123456Z", "2026-01-05 10:15:30.123",
            "1767608130123",
            "1767608130123456", "1767608130123456789", "356938035643809", "8938003991999999999", "8415718415172204",
            "6f1c2a9e-3b7d-4a55-9a53-1f0e5d2c8b11", "rch_01936f2a5b7c7d3e9f0a1b2c3d", "M5N7TQ4TG5PFWR50",
            "[4420,4421,4422,4423]", "a basic allowance", "Basic connectivity", "the bearer of this", "incorrect_cvc",
            "cvc_check: pass", "code 123", "security code 1234 of the voucher", "whsec_", "sk_live_",
            "eyJhbGciOiJub25lIn0",
            "eyJhbGciOiJub25lIn0.eyJzdWIiOiJhIn0", "Basic pay-as-you-go-international",
            "Bearer unlimited-roaming-package-2026",
            "x4111111111111111", "4111111111111111x", "supervisa4111111111111111", "4111,1111,1111,1111",
            "411111 1111111111",
            "client_secret_expires_at", "100% of 1234 and %zz \\"})
    void whatAClientHasReasonToSendIsNot(String text) {
        assertThat(input.isIn(text, Place.TEXT)).isFalse();
        assertThat(input.isIn(text, Place.NUMERAL)).isFalse();
    }

    /** A log is read by many and refuses nobody: it leans the other way. */
    @ParameterizedTest
    @ValueSource(strings = {"x4111111111111111", "4111111111111111x", "4111,1111,1111,1111", "411111 1111111111",
            "card_3530111333300000", "3530111333300000", "6304000000000000"})
    void whatIsTakenAsAnIdIsNotLogged(String id) {
        assertThat(input.isIn(id, Place.NUMERAL)).isFalse();
        assertThat(Redaction.redact("taken: " + id)).contains("************").doesNotContain(id);
    }

    /** Other schemes' numbers in one piece, and Visa's of other lengths, may as well be a client's own. */
    @ParameterizedTest
    @ValueSource(strings = {"30569309025904", "3566002020360505", "6205500000000000004", "6304000000000000",
            "4222222222222"})
    void rarerCardIsOneInATextAlone(String digits) {
        assertThat(input.isIn("paid by " + digits, Place.TEXT)).isTrue();
        assertThat(input.isIn(digits, Place.NUMERAL)).isFalse();
    }

    @Test
    void phoneNumberIsNoneWhereOneBelongs() {
        assertThat(input.isIn("378282246310005", Place.PHONE)).isFalse();
        assertThat(input.isIn(" 378282246310005", Place.PHONE)).isFalse();
        assertThat(input.isIn("3782 822463 10005", Place.PHONE)).isTrue();
        assertThat(input.isIn("4242424242424242", Place.PHONE)).isTrue();
        assertThat(input.isIn("number 378282246310005", Place.PHONE)).isTrue();
    }

    @Test
    void ownNumberIsNoneInOnePiece() {
        SensitiveInput own = new SensitiveInput(List.of("37002", "4242"));
        assertThat(own.isIn("370020000000000", Place.NUMERAL)).isFalse();
        assertThat(input.isIn("370020000000000", Place.NUMERAL)).isTrue();
        assertThat(own.isIn("4242 4242 4242 4242", Place.NUMERAL)).isTrue();
        assertThat(own.isIn("5555555555554444", Place.NUMERAL)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"x4242424242424242", "424242 4242424242", "42 42 42 42 42 42 42 42",
            "42.42.42.42.42.42.42.42",
            "4111,1111,1111,1111", "123456\u200b7890123",
            "1234567890123", "1 2 3 4 5 6 7 8 9 0 1 2 3", "+1234567890123456"})
    void reasonHasNoLongNumber(String reason) {
        assertThat(SensitiveInput.isInReason(reason)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"did not arrive", "asked by +4915112345678 at 2026-01-05 10:15:30",
            "order rch_01936f2a5b7c7d3e9f0a1b2c3d",
            "moved on 05.01.2026", "+49 151 12345678 called"})
    void reasonMayHaveShorterOnes(String reason) {
        assertThat(SensitiveInput.isInReason(reason)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"-eyJ", "eyJ", "eyJhbGciOiJub25lIn0.", ".-eyJ", "4444 ", "4444-", "4", "42 ", "cvc ",
            "cvc is ", "Bearer ",
            "bearer a", "sk_live_", "-sk_live_", "whsec_.", "_secret_", "a_secret_", "://a:", "://", "%25", "\\",
            "\\\\u003", "%", "Basic YTo",
            "0000000000000000000000000000-", "/orders/", "12 is the ", "card ",
            "4,", "4111,", "4111:", "42 4", "4\u200b", "\u200b", "visa", "visa4", "visa 4111 ", "4242424242424242,",
            "4242424242424242"})
    void hostileTextIsReadInNoTime(String part) {
        String text = part.repeat(BODY / part.length());
        assertTimeoutPreemptively(GENEROUS, () -> {
            for (Place place : Place.values()) {
                input.isIn(text, place);
                input.isIn(text + "x", place);
            }
            Redaction.redact(text + "x");
            GuestLinks.mayBeIn(text);
        });
    }
}
