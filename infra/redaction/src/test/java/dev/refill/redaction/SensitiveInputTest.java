package dev.refill.redaction;

import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class SensitiveInputTest {

    @ParameterizedTest
    @ValueSource(strings = {
            "4242424242424242", "paid by 4000 0000 0000 0002", "5555-5555-5555-4444", "2223003122003222",
            "{\"card\":\"378282246310005\"}", "3782 822463 10005", "3782-8224-6310-005", "30569309025904",
            "6011111111111117", "3566002020360505", "6205500000000000004", "6304000000000000",
            "order-4242424242424242-1",
            "cvc 123", "{\"cvc\": \"1234\"}", "cardCvc=123", "CVV2: 999", "security code is 123",
            "sk_live_51Habc0DEF", "rk_test_51Habc0DEF", "x whsec_refill00sandbox", "Bearer abcdefghijklmnopqrst",
            "eyJhbGciOiJub25lIn0.eyJzdWIiOiJhIn0."})
    void whatSurelyIsOneIsSeen(String text) {
        assertThat(SensitiveInput.isIn(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "", "4242424242424241", "pm_card_visa", "+4915112345678", "4915112345678", "+378282246310005",
            "/v1/subscribers/+12025550101/balance", "2026-01-05T10:15:30.123456Z", "1767608130123", "1767608130123456",
            "1767608130123456789", "356938035643809", "8938003991999999999", "8415718415172204",
            "6f1c2a9e-3b7d-4a55-9a53-1f0e5d2c8b11", "rch_01936f2a5b7c7d3e9f0a1b2c3d", "M5N7TQ4TG5PFWR50",
            "a basic allowance", "Basic connectivity", "the bearer of this", "incorrect_cvc", "cvc_check: pass",
            "code 123", "whsec_", "sk_live_", "eyJhbGciOiJub25lIn0",
            "{\"msisdn\":\"+12025550101\",\"amount\":1000,\"quantity\":123456789012345}"})
    void whatAClientHasReasonToSendIsNot(String text) {
        assertThat(SensitiveInput.isIn(text)).isFalse();
    }

    @Test
    void idsNumbersAndTimesNeverAre() {
        Random random = new Random(20260101);
        IntStream.range(0, 20_000).forEach(serial -> {
            String text = new UUID(random.nextLong(), random.nextLong()) + " +" + (1 + random.nextInt(9))
                    + (100_000_000_000L + random.nextLong(900_000_000_000L)) + " 49"
                    + (10_000_000_000L + random.nextLong(90_000_000_000L)) + " "
                    + (1_700_000_000_000L + random.nextLong(100_000_000_000L));
            assertThat(SensitiveInput.isIn(text.replace(' ', ','))).as(text).isFalse();
        });
    }
}
