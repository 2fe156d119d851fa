package dev.refill.webhooks.processing;

import io.r2dbc.spi.R2dbcNonTransientResourceException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.r2dbc.BadSqlGrammarException;

import static org.assertj.core.api.Assertions.assertThat;

class ErrorTextTest {

    @ParameterizedTest
    @ValueSource(strings = {"sk_test_51abc", "whsec_5f4dcc3b", "4242424242424242", "4242 4242 4242 4242",
            "Bearer abc.def", "eyJhbGciOiJub25lIn0.e30."})
    void ofWhenTextHoldsASecretOrACardThenItIsRemoved(String secret) {
        assertThat(ErrorText.of("refused " + secret + " today")).isEqualTo("refused [removed] today");
    }

    @Test
    void ofWhenTextIsOverlongThenItIsCutAt500() {
        assertThat(ErrorText.of("x".repeat(100_000))).hasSize(500);
    }

    @Test
    void ofWhenTextHoldsControlCharactersThenItIsOneLineThatTheTableTakes() {
        assertThat(ErrorText.of("a\r\nforged line\u0000\ud800")).isEqualTo("a forged line ");
    }

    @Test
    void ofWhenADatabaseRefusesThenTheStatementIsNotKept() {
        var refusal = new R2dbcNonTransientResourceException("invalid byte sequence", "22021");
        assertThat(ErrorText.of(new BadSqlGrammarException("execute", "SELECT change_dispute(:id)", refusal)))
                .isEqualTo("R2dbcNonTransientResourceException: invalid byte sequence");
    }

    @Test
    void ofWhenErrorHasNoMessageThenItsKindIsKept() {
        assertThat(ErrorText.of(new IllegalStateException())).isEqualTo("IllegalStateException");
    }
}
