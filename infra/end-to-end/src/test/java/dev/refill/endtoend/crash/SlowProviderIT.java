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
import java.util.stream.LongStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

import dev.refill.endtoend.stack.Api;
import dev.refill.endtoend.stack.ForeignEvent;
import dev.refill.endtoend.stack.Node;
import dev.refill.endtoend.stack.Provider;
import dev.refill.endtoend.stack.Until;
import dev.refill.endtoend.stack.World;

import static org.assertj.core.api.Assertions.assertThat;

/** 500 orders wait for a provider that takes five seconds; nobody else notices, and no event loop waits with them. */
@Isolated("it measures how long others wait")
class SlowProviderIT {

    private static final int ORDERS = 500;
    /** So that the 500 are in flight well before the first of them is answered. */
    private static final long WARM_UP = 500;
    private static final int PROVIDER_MILLIS = 5_000;
    /** Unless told otherwise, what says that nobody waits with the orders; how fast the others are depends on what else the machine does. */
    private static final long MOST_MILLIS = Long.getLong("millis", PROVIDER_MILLIS / 2);
    private static final int FEWEST_SAMPLES = 100;
    private static final int MOST_SAMPLES = 2_000;

    private final World world = new World();
    private final Provider provider = new Provider(world.sandbox());

    @AfterEach
    void booksAgreeWithTheProvider() {
        world.books().settleAndCheck(Duration.ofMinutes(1));
        assertThat(world.books().ordersIn("CREDITED")).isEqualTo(ORDERS + WARM_UP);
        world.close();
    }

    @Test
    void healthAndWebhooksStayFastWhileFiveHundredOrdersWait() throws Exception {
        try (Node node = world.startWatchedNode("--refill.gateways.stripe.max-in-flight=600");
                ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            String token = world.token();
            warmUp(node, token, callers);
            provider.fault("""
                    {"kind": "delay_before", "target": "payment_intents.create", "millis": %d}"""
                    .formatted(PROVIDER_MILLIS));
            List<Future<Api.Answer>> answers = IntStream.range(0, ORDERS)
                    .mapToObj(order -> callers.submit(() -> node.api(token)
                            .place("slow-" + order,
                                    Api.recharge(World.msisdn(order % 200), 1_000 + order, "pm_card_visa"))))
                    .toList();
            Until.holds("all are in flight", Duration.ofMinutes(1),
                    () -> world.books().ordersIn("CHARGING") > ORDERS * 9 / 10);
            List<Long> liveness = new ArrayList<>();
            List<Long> readiness = new ArrayList<>();
            List<Long> webhooks = new ArrayList<>();
            while (world.books().ordersIn("CHARGING") > 0 && webhooks.size() < MOST_SAMPLES) {
                liveness.add(millis(HttpRequest.newBuilder(node.base().resolve("/livez")).build()));
                readiness.add(millis(HttpRequest.newBuilder(node.base().resolve("/readyz")).build()));
                webhooks.add(millis(ForeignEvent.captured("evt_slow_" + webhooks.size()).deliveryTo(node.base())));
            }
            for (Future<Api.Answer> answer : answers) {
                assertThat(answer.get(60, TimeUnit.SECONDS).state()).isEqualTo("credited");
            }
            System.out.printf(
                    "FIGURE %d orders at %d ms: p99 of liveness %d ms, of readiness %d ms, of new signed webhooks "
                            + "%d ms (%d of each)%n",
                    ORDERS, PROVIDER_MILLIS, p99(liveness), p99(readiness), p99(webhooks), webhooks.size());
            assertThat(webhooks).hasSizeGreaterThan(FEWEST_SAMPLES);
            assertThat(world.books().count("SELECT count(*) FROM webhooks.inbox WHERE event_id LIKE 'evt_slow_%'"))
                    .isEqualTo(webhooks.size());
            assertThat(List.of(p99(liveness), p99(readiness), p99(webhooks))).allMatch(millis -> millis <= MOST_MILLIS);
            assertThat(node.blockingCalls()).isEmpty();
        }
    }

    /** The first order goes alone: while JSON readers are made, once for each type, event loops wait for one another. */
    private static void warmUp(Node node, String token, ExecutorService callers) throws Exception {
        assertThat(node.api(token).place("first", Api.recharge(World.msisdn(0), 500, "pm_card_visa")).state())
                .isEqualTo("credited");
        List<Future<Api.Answer>> answers = LongStream.range(1, WARM_UP)
                .mapToObj(order -> callers.submit(() -> node.api(token)
                        .place("warm-" + order, Api.recharge(World.msisdn((int) order % 200), 500, "pm_card_visa"))))
                .toList();
        for (Future<Api.Answer> answer : answers) {
            assertThat(answer.get(1, TimeUnit.MINUTES).state()).isEqualTo("credited");
            millis(HttpRequest.newBuilder(node.base().resolve("/readyz")).build());
        }
    }

    private static long millis(HttpRequest request) throws IOException {
        long start = System.nanoTime();
        assertThat(Api.send(request).status()).isEqualTo(200);
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    }

    private static long p99(List<Long> samples) {
        List<Long> sorted = samples.stream().sorted().toList();
        return sorted.get((int) Math.ceil(sorted.size() * 0.99) - 1);
    }
}
