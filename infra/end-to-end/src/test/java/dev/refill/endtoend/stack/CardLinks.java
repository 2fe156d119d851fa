package dev.refill.endtoend.stack;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;

import dev.refill.sandbox.adyen.AdyenAccount;

/** Adyen at the sandbox: what a node is told of it, and the page of a payment link. */
public final class CardLinks {

    private static final String CARD = "4111111111111111";

    private CardLinks() {}

    /**
     * What makes a node have new orders paid at Adyen.
     *
     * @param more settings as arguments
     */
    public static String[] settings(World world, String... more) {
        return Stream.concat(Stream.of(
                "--refill.recharge.gateway=adyen",
                "--refill.gateways.adyen.live=false",
                "--refill.gateways.adyen.api-base=" + world.sandbox().baseUrl() + "/adyen/v71",
                "--refill.gateways.adyen.api-key=" + AdyenAccount.API_KEY,
                "--refill.gateways.adyen.merchant-account=" + AdyenAccount.MERCHANT,
                "--refill.gateways.adyen.hmac-keys=" + AdyenAccount.HMAC_KEY), Stream.of(more)).toArray(String[]::new);
    }

    /**
     * Enters a card on a payment link's page.
     *
     * @param holder says what becomes of it
     * @return 303 when it was paid
     */
    public static int pay(String page, String holder) throws IOException {
        return Api.send(HttpRequest.newBuilder(URI.create(page))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString("cardNumber=" + CARD + "&holderName="
                        + URLEncoder.encode(holder, StandardCharsets.UTF_8)))
                .build()).status();
    }
}
