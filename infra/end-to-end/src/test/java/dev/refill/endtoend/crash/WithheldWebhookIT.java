package dev.refill.endtoend.crash;

import java.time.Duration;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import dev.refill.endtoend.stack.Api;
import dev.refill.endtoend.stack.HostedPage;
import dev.refill.endtoend.stack.Node;
import dev.refill.endtoend.stack.Provider;
import dev.refill.endtoend.stack.Until;
import dev.refill.endtoend.stack.World;

import static org.assertj.core.api.Assertions.assertThat;

/** The payment succeeds and no webhook ever says so. */
class WithheldWebhookIT {

    private static final Duration LONGEST = Duration.ofMinutes(1);

    private final World world = new World();
    private final Provider provider = new Provider(world.sandbox());

    @AfterEach
    void booksAgreeWithTheProvider() {
        provider.heal();
        world.books().check();
        world.close();
    }

    @Test
    void completerFindsThePayment() {
        provider.fault("{\"kind\": \"webhook_withhold\"}");
        try (Node node = world.startNode("--refill.recharge.waits.requires-action=2s",
                "--refill.recharge.completer.every=200ms")) {
            Api.Answer placed = placeAndPay(node);
            Until.holds("credited without webhook", LONGEST,
                    () -> node.api(world.token()).get("/v1/recharges/" + placed.id()).state().equals("credited"));
            provider.heal();
            assertThat(world.books().ordersIn("CREDITED")).isEqualTo(1);
        }
    }

    @Test
    void returnPageFindsThePayment() {
        provider.fault("{\"kind\": \"webhook_withhold\"}");
        // The completer would look only after an hour.
        try (Node node = world.startNode("--refill.recharge.waits.requires-action=1h")) {
            Api.Answer placed = node.api(world.token()).place("key", Api.rechargeOnPage(World.msisdn(7), 1_000));
            HostedPage page = HostedPage.open(placed.json().path("paymentPage").stringValue(""));
            String back = page.pay("4242424242424242");
            assertThat(node.api(world.token()).get("/v1/recharges/" + placed.id()).state())
                    .isEqualTo("requires_action");
            assertThat(HostedPage.follow(back)).isLessThan(400);
            assertThat(node.api(world.token()).get("/v1/recharges/" + placed.id()).state()).isEqualTo("credited");
        }
    }

    @Test
    void sweepFindsThePaymentAndNobodyReturns() {
        provider.fault("{\"kind\": \"webhook_withhold\"}");
        // The completer would look only after an hour.
        try (Node node = world.startNode("--refill.recharge.waits.requires-action=1h",
                "--refill.webhooks.sweep.every=1s", "--refill.webhooks.sweep.delay=0s")) {
            Api.Answer placed = placeAndPay(node);
            Until.holds("credited out of the provider's list", LONGEST,
                    () -> node.api(world.token()).get("/v1/recharges/" + placed.id()).state().equals("credited"));
            assertThat(world.books().ordersIn("CREDITED")).isEqualTo(1);
            assertThat(world.books().count("SELECT count(*) FROM webhooks.inbox WHERE state = 'done'")).isPositive();
        }
    }

    private Api.Answer placeAndPay(Node node) {
        Api.Answer placed = node.api(world.token()).place("key", Api.rechargeOnPage(World.msisdn(7), 1_000));
        assertThat(placed.state()).isEqualTo("requires_action");
        HostedPage.open(placed.json().path("paymentPage").stringValue("")).pay("4242424242424242");
        return placed;
    }
}
