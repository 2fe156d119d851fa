package dev.refill.endtoend.secrets;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.refill.endtoend.secrets.SeededSecrets.Bundle;
import dev.refill.testsupport.TestIssuer;

import static org.assertj.core.api.Assertions.assertThat;

/** What is planted is found, or the search would prove nothing. */
class SecretSearchTest {

    private static final String LINK = "01936f2a5b7c7d3e9f0a1b2c3d" + "AbCdEfGhIjKlMnOpQrSt_-";

    private final SecretSearch search = search();

    private static SecretSearch search() {
        SecretSearch search = new SecretSearch(Set.of("4242424242424242", "378282246310005"),
                Set.of("36227206271667", "6212345678901234565"), Set.of("123", "9876"),
                Set.of("sk_live_AbCdEfGhIjKlMnOpQrStUvWx"),
                Set.of("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJzb21lYm9keSJ9.c2lnbmVkIGJ5IG5vYm9keQ"));
        search.addLink(LINK);
        return search;
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            paid by 4242424242424242.                         | card number
            /v1/x/4242%204242%204242%204242                   | card number
            4242-4242-4242-4242                               | card number
            7 4242 4242 4242 4242 12                          | card number
            key=1234242424242424242                           | card number
            3782-8224-6310-005                                | card number
            4242  4242%C2%A04242 - 4242                       | card number
            "\\u0034242\\u0020424242424242"                  | card number
            n4242424242424242                                 | card number
            %2534242424242424242                              | card number
            4242.4242.4242.4242                               | card number
            4\u200b242\u200b4242\u200b42424242              | card number
            %EF%BC%94%EF%BC%92424242424242%EF%BC%94%EF%BC%92  | card number
            x36227206271667                                   | card number as a client's own
            6212 3456 7890 1234 565                           | card number as a client's own
            cvc: 123                                          | CVC
            ?cvc%20123                                        | CVC
            cvc\\n123                                          | CVC
            {"cardCvc":"9876"}                                | CVC
            securityCode is 123                               | CVC
            x-sk_live_AbCdEfGhIjKlMnOpQrStUvWx-y              | key
            AbCdEfGhIjKlMnOpQrStUvWx                          | key
            sk%5Flive%5FAbCdEfGhIjKlMnOpQrStUvWx              | key
            \\u0073k_live_\\u0041bCdEfGhIjKlMnOpQrStUvWx      | key
            Bearer eyJh.eyJzdWIiOiJzb21lYm9keSJ9.             | bearer token
            signed c2lnbmVkIGJ5IG5vYm9keQ                     | bearer token
            """)
    void plantedSecretIsFoundAndNotRepeated(String text, String kind) {
        List<SecretSearch.Found> found = search.in("{\"before\":1," + text + " and after");
        assertThat(found).extracting(SecretSearch.Found::kind).containsExactly(kind);
        assertThat(found.getFirst().around()).doesNotContain("4242424242424242", "36227206271667", "sk_live_A",
                "eyJzdWIi");
    }

    @Test
    void linkIsFound() {
        assertThat(search.in("{\"success_url\":\"http://localhost/orders/" + LINK + "/return\"}"))
                .extracting(SecretSearch.Found::kind).containsExactly("link's token");
    }

    @ParameterizedTest
    @ValueSource(strings = {"4242424242424241", "************4242", "sk_live_***", "eyJhbGciOiJIUzI1NiJ9", "123",
            "cvc at 2026-01-05T10:15:31.123456Z", "incorrect_cvc", "[3bba63aa-123] HTTP GET \"/cvc\"",
            "cvc of a card that was kept in 123 other ways",
            "(ent_rch_01kjmmayst27cvcpxtfqr9p15m,1,123,deferred-revenue,USD,-1000,)"})
    void otherTextIsNot(String text) {
        assertThat(search.in(text)).isEmpty();
    }

    @Test
    void everySeededSecretIsFoundWhereverItStands() {
        try (TestIssuer issuer = TestIssuer.start()) {
            SeededSecrets seeded = new SeededSecrets(200, 7, issuer);
            SecretSearch all = seeded.search();
            assertThat(seeded.bundles().stream().map(Bundle::token).distinct()).hasSize(200);
            for (Bundle bundle : seeded.bundles()) {
                assertThat(bundle.spoken().stream().flatMap(text -> Stream.of(all.in("a \"" + text + "\" b"))))
                        .as("%s", bundle.serial()).noneMatch(List::isEmpty);
            }
        }
    }
}
