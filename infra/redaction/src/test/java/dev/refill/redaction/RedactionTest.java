package dev.refill.redaction;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Random;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

class RedactionTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            paid with 4242424242424242 today      | paid with ************4242 today
            4000 0000 0000 0002                   | ************0002
            5555-5555-5555-4444                   | ************4444
            {"card":"378282246310005"}            | {"card":"************0005"}
            3782 822463 10005                     | ************0005
            key sk_test_51Habc_DEF                | key sk_test_***
            whsec_refill_sandbox_secret_000000    | whsec_***
            Authorization: Bearer abc.def-ghi     | Authorization: Bearer ***
            authorization: basic dXNlcjpwYXNz     | authorization: basic ***
            t=eyJhbGciOiJub25lIn0.eyJzdWIiOiJhIn0. | t=eyJ***
            r2dbc:postgresql://refill:hunter2@db  | r2dbc:postgresql://refill:***@db
            at /orders/01936f2a5b7c7d3e9f0a1b2c3dAbCdEfGhIjKlMnOpQrSt_-/return | at /orders/***/return
            GET "/x?look=01936f2a5b7c7d3e9f0a1b2c3dAbCdEfGhIjKlMnOpQrSt_-" | GET "/x?look=***"
            GET "/x?cvc=123&a=1"                  | GET "/x?cvc=***&a=1"
            {"cardCvc":"123","n":1}               | {"cardCvc":"***","n":1}
            the security code is 1234.            | the security code is ***.
            GET "/x/4242%204242%204242%204242"    | GET "/x/************4242"
            GET "/x?a=4242+4242+4242+4242&b=1"    | GET "/x?a=************4242&b=1"
            GET "/x?cvc%20123"                    | GET "/x?cvc%20***"
            GET "/x?cvc%3D123"                    | GET "/x?cvc%3D***"
            GET "/by%204242424242424242"          | GET "/by%20************4242"
            GET "/4242%2D4242%2D4242%2D4242"      | GET "/************4242"
            GET "/my%20sk_live_51Habc0DEF"        | GET "/my%20sk_live_***"
            GET "/x?auth=Bearer%20eyJhbGciOiJub25lIn0.eyJzdWIiOiJhIn0." | GET "/x?auth=Bearer%20***"
            my_sk_live_51Habc0DEF                 | my_sk_live_***
            {"message":"body:\\n4242424242424242"} | {"message":"body:\\n************4242"}
            {"message":"\\u003d\\t\\\\\\"4242424242424242\\\\\\""} | {"message":"\\u003d\\t\\\\\\"************4242\\\\\\""}
            {"message":"cvc\\t123"}                | {"message":"cvc\\t***"}
            pi_1_secret_51Habc0DEFghiJKL          | pi_1_secret_***
            visa4111111111111111                  | visa************1111
            PAN4111111111111111                   | PAN************1111
            a 4111111111111111x                   | a ************1111x
            4111,1111,1111,1111                   | ************1111
            4111:1111:1111:1111                   | ************1111
            4111\u200b1111\u200b1111\u200b1111     | ************1111
            41\u200b11\u2060\u200b\u200b\u200b\u200b\u200b\u200b\u200b\u200b1111 1111\ufeff1111 | ************1111
            GET "/4111%E2%80%8B1111%E2%80%8B1111%E2%80%8B1111" | GET "/************1111"
            411111 1111111111                     | ************1111
            41 11-11,11.11:11/11;11               | ************1111
            ["4111","1111","1111","1111"]         | ["************1111"]
            GET "/x?reason=card+378282246310005"  | GET "/x?reason=card+************0005"
            reason=card+3782+822463+10005         | reason=card+************0005
            +3782 822463 10005                    | +************0005
            1+378282246310005                     | 1+************0005
            Bearer+abcdefGH12345678901234567      | Bearer+***
            Bearer\u00a0abcdefGH12345678901234567  | Bearer\u00a0***
            Bearer\u2003abcdefGH12345678901234567  | Bearer\u2003***
            GET "/x?a=Bearer%C2%A0abcdefGH12345678901234567" | GET "/x?a=Bearer%C2%A0***"
            GET "/x?access_token=A21AAF-x_y.z&b=1" | GET "/x?access_token=***&b=1"
            {"access_token":"A21AAF-x_y.z","n":1} | {"access_token":"***","n":1}
            {"body":"{\\"access_token\\":\\"A21AAF-x_y.z\\"}"} | {"body":"{\\"access_token\\":\\"***\\"}"}
            Ocp-Apim-Subscription-Key: 0123456789abcdef | Ocp-Apim-Subscription-Key: ***
            client_secret = abcdefgh              | client_secret = ***
            access_token=Bearer abcdefGH123456789 | access_token=Bearer ***
            key SK_LIVE_51HABC0DEF                | key SK_LIVE_***
            4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1        | ************1111
            3530111333300000                      | ************0000
            card_3530111333300000                 | card_************0000
            6200000000000005                      | ************0005
            6205 5000 0000 0000 004               | ************0004
            x30569309025904x                      | x************5904x
            6304000000000000                      | ************0000
            6011-1111 1111 1117                   | ************1117
            4222222222222                         | ************2222
            7 4111 1111 1111 1111                 | 7 ************1111
            x%252Forders%252F01936f2a5b7c7d3e9f0a1b2c3dAbCdEfGhIjKlMnOpQrSt_-%252F | x%252Forders%252F***%252F
            """)
    void secretIsTakenOut(String logged, String written) {
        assertThat(Redaction.redact(logged)).isEqualTo(written);
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "recharge rch_01936f2a5b7c7d3e9f credited",
            "number +12025550101, and +491511234567890 too",
            "+378282246310005 and =+378282246310005 are phones", "access_token is missing", "access_token=null",
            "not a card: 4242424242424241",
            "nor x4242424242424241x, 4242,4242,4242,4241", "at 2026-01-05 10:15:30.123 and 2026-01-05 10:15:37",
            "4111 a 1111 b 1111 c 1111", "version 4.1.1, 11 of 111",
            "at 1732370401123456 microseconds",
            "id 01936f2a-4242-4242-8242-424242424242",
            "POST http://localhost:8080/v1/recharges answered 202",
            "the bearer came late",
            "answer code 200, incorrect_cvc at 2026-01-05T10:15:30Z",
            "/orders/01936f2a5b7c7d3e9f0a1b2c3d",
            "0191ff2a5b7c7d3e9f0a1b2c3d0191ff2a5b7c7d3e9f0a1b2c3d0191ff2a5b7c7d3e9f0a"})
    void allElseStays(String logged) {
        assertThat(Redaction.redact(logged)).isEqualTo(logged);
    }

    /** What nobody has to end is not read again and again. */
    @ParameterizedTest
    @ValueSource(strings = {"Bearer+", "access_token", "access_token=", "access_token\" ", "card+3", "+",
            "Bearer \u00a0+"})
    void timeGrowsWithTheLengthOfTheTextAlone(String piece) {
        assertTimeout(Duration.ofSeconds(20), () -> Redaction.redact(piece.repeat(200_000)));
    }

    @Test
    void linksAreTakenOutOfBytesAndTheRestIsTheSame() {
        byte[] with = "{\"url\":\"https://h/orders/01936f2a5b7c7d3e9f0a1b2c3dAbCdEfGhIjKlMnOpQrSt_-/return\",\"s\":\"\u00e9\"}"
                .getBytes(StandardCharsets.UTF_8);
        assertThat(new String(Redaction.redact(with), StandardCharsets.UTF_8))
                .isEqualTo("{\"url\":\"https://h/orders/***/return\",\"s\":\"\u00e9\"}");
        byte[] without = "{\"url\":\"https://h/orders/other\",\"n\":30569309025904}".getBytes(StandardCharsets.UTF_8);
        assertThat(Redaction.redact(without)).isSameAs(without);
        assertThat(GuestLinks.mayBeIn(new String(with, StandardCharsets.UTF_8))).isTrue();
        assertThat(GuestLinks.mayBeIn(new String(without, StandardCharsets.UTF_8))).isFalse();
    }

    /** Customers write into what providers repeat, in whichever script and with what nobody sees. */
    @ParameterizedTest
    @ValueSource(strings = {"4242 4242 4242 4242", "４２４２４２４２４２４２４２４２", "4242\u200b4242\u200b4242\u200b4242",
            "4\u200b2\u200b4\u200b2\u200b4\u200b2\u200b4\u200b2\u200b4\u200b2\u200b4\u200b2\u200b4\u200b2\u200b4\u200b2",
            "4\\u200b2\\u200b4\\u200b242424242424\\u200b2"})
    void cardNumberIsTakenOutOfBytesHoweverItIsWritten(String card) {
        byte[] redacted = Redaction.redact(("{\"description\":\"für " + card + "\"}").getBytes(StandardCharsets.UTF_8));
        assertThat(new String(redacted, StandardCharsets.UTF_8))
                .isEqualTo("{\"description\":\"für 9999999999994242\"}");
    }

    @Test
    void bytesThatAreNoUtf8AreLeftAlone() {
        byte[] other = "{\"d\":\"für 4242-4242-4242-4242\"}".getBytes(StandardCharsets.ISO_8859_1);
        assertThat(new String(Redaction.redact(other), StandardCharsets.ISO_8859_1))
                .isEqualTo("{\"d\":\"für 9999999999994242\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "/v1/x/%EF%BC%94%EF%BC%92%EF%BC%94%EF%BC%92%EF%BC%94%EF%BC%92%EF%BC%94%EF%BC%924242%EF%BC%94242?a",
            "/v1/x/4242%E2%80%8B4242%E2%80%8B42424242?a", "/v1/x/4242%25E2%2580%258B4242%25E2%2580%258B42424242?a",
            "/v1/x/4%E2%80%8B2%E2%80%8B42%E2%80%8B4242424242%E2%80%8B42?a"})
    void cardNumberInAnAddressIsRedactedInWhicheverSigns(String logged) {
        assertThat(Redaction.redact(logged)).isEqualTo("/v1/x/************4242?a");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/%", "/v1/%E2", "/v1/%E2%80", "/v1/%E2%80x", "/v1/%80%80", "/v1/%F0%9F%98%80",
            "/v1/%C3%A9",
            "/v1/%25%25%", "/v1/%FF%FF%FF%FF"})
    void addressOfOtherSignsStays(String logged) {
        assertThat(Redaction.redact(logged)).isEqualTo(logged);
    }

    @Test
    void noCardNumberSurvivesWhateverStandsAroundIt() {
        Random random = new Random(20260101);
        IntStream.range(0, 10_000).forEach(serial -> {
            String card = card(random);
            String written = Redaction.redact("{\"field" + serial + "\":\"x " + card + "\",note=" + card + ";}");
            assertThat(written).doesNotContain(card).contains("************" + card.substring(card.length() - 4));
        });
    }

    private static String card(Random random) {
        int length = 14 + random.nextInt(6);
        StringBuilder digits = new StringBuilder().append(2 + random.nextInt(5));
        random.ints(length - 2L, 0, 10).forEach(digits::append);
        int sum = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = digits.charAt(digits.length() - 1 - i) - '0';
            int doubled = i % 2 == 0 ? digit * 2 : digit;
            sum += doubled > 9 ? doubled - 9 : doubled;
        }
        return digits.append((10 - sum % 10) % 10).toString();
    }
}
