package dev.refill.subscriber;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class LanguageTest {

    @ParameterizedTest
    @CsvSource({"en, en", "EN-us, en-US", "pt-br, pt-BR", "zh-hant-tw, zh-Hant-TW", "yue, yue", "es-419, es-419"})
    void tagIsReadInItsCanonicalForm(String text, String tag) {
        assertThat(Language.parse(text)).hasValue(new Language(tag));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "e", "en_US", "english language", "en-", "-en", "x-private", "und", "en\u0000",
            "\uD800",
            "\u202een", "en-x-abcdefgh-abcdefgh-abcdefgh-abcdefgh", "'; DROP TABLE balance.subscriber"})
    void whatNamesNoLanguageIsNotRead(String text) {
        assertThat(Language.parse(text)).isEmpty();
    }

    @Test
    void otherFormDoesNotExist() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Language("EN")).withMessageContaining("expected");
    }
}
