package dev.refill.recharge;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class SignedOrderTokensTest {

    private static final RechargeId ID = new RechargeId("rch_01jd3v5k8m2n4p6q8r0s2t4v6w");

    private final OrderTokens tokens = new SignedOrderTokens("0123456789abcdef0123456789abcdef");

    @Test
    void tokenOpensItsOrder() {
        assertThat(tokens.open(tokens.tokenFor(ID))).contains(ID);
    }

    @Test
    void tokenOfAnotherSecretOpensNothing() {
        OrderTokens others = new SignedOrderTokens("another secret of thirty-two characters");
        assertThat(tokens.open(others.tokenFor(ID))).isEmpty();
    }

    @Test
    void everyChangedCharacterSpoilsTheToken() {
        String token = tokens.tokenFor(ID);
        // The last character carries only two bits of the signature, so it has equivalent spellings; all others count.
        for (int at = 0; at < token.length() - 1; at++) {
            char other = token.charAt(at) == 'a' ? 'b' : 'a';
            assertThat(tokens.open(token.substring(0, at) + other + token.substring(at + 1))).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "rch_01jd3v5k8m2n4p6q8r0s2t4v6w", "../../etc/passwd", "%00", "💥"})
    void whatIsNoTokenOpensNothing(String text) {
        assertThat(tokens.open(text)).isEmpty();
    }
}
