package dev.refill.endtoend.crash;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import dev.refill.endtoend.stack.Api;
import dev.refill.endtoend.stack.Node;
import dev.refill.endtoend.stack.Provider;
import dev.refill.endtoend.stack.Until;
import dev.refill.endtoend.stack.World;

import static org.assertj.core.api.Assertions.assertThat;

/** 500 orders wait for a provider that takes five seconds; nobody else notices. */
class SlowProviderIT {

    private static final int ORDERS = 500;
    private static final long MOST_MILLIS = 200;

    private final World world = new World();
    private final Provider provider = new Provider(world.sandbox());

    @AfterEach
    void booksAgreeWithTheProvider() {
        world.books().settleAndCheck(Duration.ofMinutes(1));
        assertThat(world.books().ordersIn("CREDITED")).isEqualTo(ORDERS + 1L);
        world.close();
    }

    @Test
    void healthAndWebhooksStayFastWhileFiveHundredOrdersWait() throws Exception {
        try (Node node = world.startNode("--refill.gateways.stripe.max-in-flight=600");
                ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            String token = world.token();
            assertThat(node.api(token).place("warm", Api.recharge(World.msisdn(199), 1_000, "pm_card_visa")).state())
                    .isEqualTo("credited");
            provider.fault("""
                    {"kind": "delay_before", "target": "payment_intents.create", "millis": 5000}""");
            List<Future<Api.Answer>> answers = IntStream.range(0, ORDERS)
                    .mapToObj(order -> callers.submit(() -> node.api(token)
                            .place("slow-" + order,
                                    Api.recharge(World.msisdn(order % 200), 1_000 + order, "pm_card_visa"))))
                    .toList();
            Until.holds("all are in flight", Duration.ofMinutes(1),
                    () -> world.books().ordersIn("CHARGING") > ORDERS * 9 / 10);
            List<Long> health = new ArrayList<>();
            List<Long> webhooks = new ArrayList<>();
            while (world.books().ordersIn("CHARGING") > 0 && health.size() < 2_000) {
                health.add(millis(HttpRequest.newBuilder(node.base().resolve("/livez")).build(), 200));
                webhooks.add(millis(HttpRequest.newBuilder(node.base().resolve("/webhooks/stripe"))
                        .header("Stripe-Signature", "t=1,v1=00")
                        .POST(HttpRequest.BodyPublishers.ofString("{}"))
                        .build(), 400));
            }
            for (Future<Api.Answer> answer : answers) {
                assertThat(answer.get(60, TimeUnit.SECONDS).state()).isEqualTo("credited");
            }
            System.out.printf("FIGURE %d orders at 5 s: health p99 %d ms, webhooks p99 %d ms (%d samples)%n", ORDERS,
                    p99(health),
                    p99(webhooks), health.size());
            assertThat(health).hasSizeGreaterThan(20);
            assertThat(p99(health)).isLessThanOrEqualTo(MOST_MILLIS);
            assertThat(p99(webhooks)).isLessThanOrEqualTo(MOST_MILLIS);
        }
    }

    private static long millis(HttpRequest request, int expected) throws IOException {
        long start = System.nanoTime();
        assertThat(Api.send(request).status()).isEqualTo(expected);
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    }

    private static long p99(List<Long> samples) {
        List<Long> sorted = samples.stream().sorted().toList();
        return sorted.get((int) Math.ceil(sorted.size() * 0.99) - 1);
    }
}
