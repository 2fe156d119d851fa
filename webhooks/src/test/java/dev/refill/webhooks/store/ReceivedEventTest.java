package dev.refill.webhooks.store;

import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;

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

    @Test
    void allElseIsKeptAsItCame() {
        String body = "{\"id\":\"cs_1\",\"reference\":\"4242424242424242\",\"orders\":\"/orders/1\"}";
        assertThat(kept(body)).isEqualTo(body);
    }
}
