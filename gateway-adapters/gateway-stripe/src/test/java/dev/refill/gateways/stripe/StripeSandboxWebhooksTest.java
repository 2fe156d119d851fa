package dev.refill.gateways.stripe;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.refill.gateway.Approved;
import dev.refill.gateway.GatewayEvent.PaymentObserved;
import dev.refill.gateway.PaymentMethod.CardOnFile;
import dev.refill.gateway.Translation.Events;
import dev.refill.gateway.Verification.Authentic;
import dev.refill.sandbox.SandboxServer;
import dev.refill.sandbox.SandboxSettings;
import dev.refill.sandbox.SandboxSettings.Webhook;
import dev.refill.testkit.gateway.TestCharges;

import static org.assertj.core.api.Assertions.assertThat;

/** What the sandbox signs and sends over the wire, our translator verifies and understands. */
class StripeSandboxWebhooksTest {

    private static final Duration LONGEST = Duration.ofSeconds(20);

    private final BlockingQueue<Received> received = new ArrayBlockingQueue<>(16);
    private HttpServer shop;
    private SandboxServer sandbox;

    private record Received(Map<String, List<String>> headers, String text) {

        byte[] body() {
            return text.getBytes(StandardCharsets.UTF_8);
        }
    }

    @BeforeEach
    void start() throws IOException {
        shop = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
        shop.createContext("/webhooks/stripe", this::receive);
        shop.start();
        var endpoint = "http://127.0.0.1:" + shop.getAddress().getPort() + "/webhooks/stripe";
        sandbox = SandboxServer.start(SandboxSettings.defaults()
                .withPort(0)
                .withApiKey(TestStripe.API_KEY)
                .withWebhook(new Webhook(endpoint, TestStripe.WEBHOOK_SECRET, List.of("payment_intent.succeeded"))));
    }

    @AfterEach
    void stop() {
        sandbox.close();
        shop.stop(0);
    }

    @Test
    void chargeWhenPaidThenTheWebhookSaysSo() throws InterruptedException {
        var command = TestCharges.by(new CardOnFile("pm_card_visa"));
        var charged = TestStripe.adapter(sandbox.baseUrl(), TestStripe.API_KEY).charge(command).block(LONGEST);
        var webhook = Objects.requireNonNull(received.poll(LONGEST.toSeconds(), TimeUnit.SECONDS));
        var translator = new StripeGatewayConfiguration()
                .stripeWebhooks(TestStripe.properties(sandbox.baseUrl(), TestStripe.API_KEY), Clock.systemUTC());
        assertThat(translator.verify(webhook.headers(), webhook.body()).block(LONGEST)).isInstanceOf(Authentic.class);
        assertThat(translator.translate(webhook.body())).isInstanceOfSatisfying(Events.class,
                events -> assertThat(events.events()).singleElement().isInstanceOfSatisfying(PaymentObserved.class,
                        event -> {
                            assertThat(event.operationKey()).isEqualTo(command.operationKey());
                            assertThat(event.observation()).isInstanceOf(Approved.class).isEqualTo(charged);
                        }));
    }

    private void receive(HttpExchange exchange) throws IOException {
        var headers = exchange.getRequestHeaders().entrySet().stream()
                .collect(Collectors.toMap(header -> header.getKey().toLowerCase(Locale.ROOT), Map.Entry::getValue));
        received.add(
                new Received(headers, new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
        exchange.sendResponseHeaders(200, -1);
        exchange.close();
    }
}
