package dev.refill.endtoend.crash;

import java.time.Duration;
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

/** SIGTERM lets every request in hand finish. */
class GracefulStopIT {

    private static final int ORDERS = 100;
    private static final int STOPPED_BY_SIGTERM = 143;

    private final World world = new World();
    private final Provider provider = new Provider(world.sandbox());

    @AfterEach
    void booksAgreeWithTheProvider() {
        world.books().check();
        world.close();
    }

    @Test
    void ordersInHandAreAnsweredAndCredited() throws Exception {
        try (Node node = world.startNode(); ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            provider.fault("""
                    {"kind": "delay_before", "target": "payment_intents.create", "millis": 3000}""");
            String token = world.token();
            List<Future<Api.Answer>> answers = IntStream.range(0, ORDERS)
                    .mapToObj(order -> callers.submit(() -> node.api(token)
                            .place("drain-" + order, Api.recharge(World.msisdn(order), 1_000, "pm_card_visa"))))
                    .toList();
            Until.holds("all are in hand", Duration.ofMinutes(1), () -> world.books().ordersIn("CHARGING") == ORDERS);
            assertThat(node.terminate()).isEqualTo(STOPPED_BY_SIGTERM);
            for (Future<Api.Answer> answer : answers) {
                assertThat(answer.get(1, TimeUnit.SECONDS).state()).isEqualTo("credited");
            }
            assertThat(world.books().ordersIn("CREDITED")).isEqualTo(ORDERS);
        }
    }
}
