package dev.refill.endtoend.journey;

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
import dev.refill.endtoend.stack.HostedPage;
import dev.refill.endtoend.stack.Node;
import dev.refill.endtoend.stack.World;

import static org.assertj.core.api.Assertions.assertThat;

/** The webhook reaches one node, the browser is connected to another. */
class TwoNodesIT {

    private static final int ORDERS = 6;
    /** Nobody looks by himself within the test: what is seen was announced by the other node. */
    private static final String NEVER_LOOK = "--refill.recharge.look-anyway=1h";

    private final World world = new World();

    @AfterEach
    void booksAgreeWithTheProvider() {
        world.books().settleAndCheck(Duration.ofMinutes(1));
        world.close();
    }

    @Test
    void watcherOnAnotherNodeIsToldOfTheCredit() throws Exception {
        try (Node node = world.startNode(NEVER_LOOK);
                Node other = world.startAnotherNode(NEVER_LOOK);
                ExecutorService watchers = Executors.newVirtualThreadPerTaskExecutor()) {
            Api api = node.api(world.token());
            Api elsewhere = other.api(world.token());
            List<Api.Answer> orders = IntStream.range(0, ORDERS)
                    .mapToObj(order -> api.place("order-" + order, Api.rechargeOnPage(World.msisdn(order), 1_000)))
                    .toList();
            List<Future<Api.Answer>> credited = orders.stream().map(order -> watchers.submit(() -> {
                elsewhere.watchUntil(order.id(), "credited");
                return elsewhere.get("/v1/recharges/" + order.id());
            })).toList();
            orders.forEach(TwoNodesIT::pay);
            for (Future<Api.Answer> told : credited) {
                assertThat(told.get(1, TimeUnit.MINUTES).state()).isEqualTo("credited");
            }
        }
    }

    private static void pay(Api.Answer order) {
        HostedPage.open(order.json().path("paymentPage").stringValue("")).pay("4242424242424242");
    }
}
