package dev.refill.webhooks.store;

import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.refill.gateway.GatewayId;

import static org.assertj.core.api.Assertions.assertThat;

class ReceivedEventTest {

    private static String kept(String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        return new String(
                new ReceivedEvent(new GatewayId("stripe"), "evt_1", "checkout.session.completed", bytes).body(),
                StandardCharsets.UTF_8);
    }

    @Test
    void tokenOfAGuestsLinkIsNotKept() {
        String link = "https://refill.example/orders/01936f2a5b7c7d3e9f0a1b2c3dAbCdEfGhIjKlMnOpQrSt_-/return";
        assertThat(kept("{\"success_url\":\"" + link + "\",\"id\":\"cs_1\"}"))
                .isEqualTo("{\"success_url\":\"https://refill.example/orders/***/return\",\"id\":\"cs_1\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"https:\\/\\/h\\/orders\\/%s\\/return", "https%%3A%%2F%%2Fh%%2forders%%2f%s%%2Freturn",
            "\\u002forders\\u002F%s"})
    void tokenOfALinkThatIsEscapedIsNotKept(String link) {
        assertThat(kept("{\"url\":\"" + link.formatted("01936f2a5b7c7d3e9f0a1b2c3dAbCdEfGhIjKlMnOpQrSt_-") + "\"}"))
                .isEqualTo("{\"url\":\"" + link.formatted("***") + "\"}");
    }

    /** Customers write into what a provider repeats, such as the name of who pays. A number stays one. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"name":"4242 4242 4242 4242"}                   | {"name":"9999999999994242"}
            {"name":"x 4242424242424242"}                    | {"name":"x 9999999999994242"}
            {"n":4242424242424242}                           | {"n":9999999999994242}
            {"cvc":123}                                      | {"cvc":999}
            {"client_secret":"pi_1_secret_51Habc0DEFghiJKL"} | {"client_secret":"pi_1_secret_***"}
            {"note":"key sk_live_51Habc0DEF"}                | {"note":"key sk_live_***"}
            """)
    void whatSurelyNobodyIsToReadIsNotKept(String body, String kept) {
        assertThat(kept(body)).isEqualTo(kept);
    }

    @Test
    void allElseIsKeptAsItCame() {
        String body = "{\"id\":\"cs_1\",\"pspReference\":\"8415718415172204\",\"created\":1767225600,\"orders\":\"/orders/1\"}";
        assertThat(kept(body)).isEqualTo(body);
    }
}
