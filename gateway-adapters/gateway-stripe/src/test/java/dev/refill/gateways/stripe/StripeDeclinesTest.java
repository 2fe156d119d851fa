package dev.refill.gateways.stripe;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import dev.refill.gateway.DeclineReason;

import static org.assertj.core.api.Assertions.assertThat;

class StripeDeclinesTest {

    @ParameterizedTest
    @MethodSource("documentedCodes")
    void documentedCodeThenItsOwnReason(String code) {
        assertThat(StripeDeclines.reason(code, "card_declined")).isNotEqualTo(DeclineReason.OTHER);
    }

    @Test
    void codeOfTomorrowThenOtherAndTheCodeIsKept() {
        assertThat(StripeDeclines.reason("moon_phase", "card_declined")).isEqualTo(DeclineReason.OTHER);
        assertThat(StripeDeclines.rawCode("moon_phase", "card_declined")).isEqualTo("moon_phase");
    }

    @Test
    void noDeclineCodeThenTheErrorCodeSpeaks() {
        assertThat(StripeDeclines.reason(null, "expired_card")).isEqualTo(DeclineReason.CARD_EXPIRED);
    }

    @Test
    void noCodeAtAllThenOther() {
        assertThat(StripeDeclines.reason(null, null)).isEqualTo(DeclineReason.OTHER);
        assertThat(StripeDeclines.rawCode(null, null)).isEqualTo("unspecified");
    }

    /** The list is kept apart from the table, as Stripe documents it, so that a row lost there is found here. */
    private static List<String> documentedCodes() {
        try (var list = Objects.requireNonNull(StripeDeclinesTest.class.getResourceAsStream("documented-codes.txt"))) {
            return new String(list.readAllBytes(), StandardCharsets.UTF_8).lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
