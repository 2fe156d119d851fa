package dev.refill.endtoend.journey;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import dev.refill.endtoend.stack.Api;
import dev.refill.endtoend.stack.Node;
import dev.refill.endtoend.stack.Until;
import dev.refill.endtoend.stack.World;

import static org.assertj.core.api.Assertions.assertThat;

/** One key, one order, one answer, whoever repeats it and however often. */
class IdempotencyIT {

    private static final int KEYS = 100;
    private static final int CALLERS = 32;

    private final World world = new World();

    @AfterEach
    void booksAgreeWithTheProvider() {
        world.books().settleAndCheck(Duration.ofMinutes(1));
        world.close();
    }

    @Test
    void hundredKeysByThirtyTwoCallersAreHundredOrders() throws Exception {
        try (Node node = world.startNode();
                Node other = world.startAnotherNode();
                ExecutorService callers = Executors.newFixedThreadPool(64)) {
            Api api = node.api(world.token());
            Api elsewhere = other.api(world.token());
            List<Future<Void>> all = new ArrayList<>();
            Set<String> orders = Collections.synchronizedSet(new HashSet<>());
            for (int key = 0; key < KEYS; key++) {
                String name = "key-" + key;
                String body = Api.recharge(World.msisdn(key), 1_000, "pm_card_visa");
                String[] first = new String[1];
                for (int caller = 0; caller < CALLERS; caller++) {
                    Api where = caller % 2 == 0 ? api : elsewhere;
                    all.add(callers.submit(() -> {
                        Api.Answer answer = untilAnswered(where, name, body);
                        orders.add(answer.id());
                        synchronized (first) {
                            if (first[0] == null) {
                                first[0] = answer.body();
                            }
                            assertThat(answer.body()).isEqualTo(first[0]);
                        }
                        return null;
                    }));
                }
            }
            for (Future<Void> one : all) {
                one.get(5, TimeUnit.MINUTES);
            }
            assertThat(orders).hasSize(KEYS);
            assertThat(world.books().orders()).isEqualTo(KEYS);
            System.out.printf("FIGURE %d keys x %d callers on two nodes: %d orders%n", KEYS, CALLERS, orders.size());
        }
    }

    /** 409 says that the original is still running: the client asks again, as it is told to. */
    private static Api.Answer untilAnswered(Api api, String key, String body) {
        Api.Answer[] last = new Api.Answer[1];
        Until.holds("answered", Duration.ofMinutes(3), () -> {
            last[0] = api.place(key, body);
            return last[0].status() != 409;
        });
        assertThat(last[0].status()).as(last[0].toString()).isEqualTo(201);
        return last[0];
    }

    @Test
    void otherBodyIsRefusedOtherClientIsAnotherKeyAndMissingKeyIsToldSo() throws Exception {
        try (Node node = world.startNode()) {
            Api api = node.api(world.token());
            String body = Api.recharge(World.msisdn(1), 1_000, "pm_card_visa");
            Api.Answer first = api.place("key", body);
            assertThat(first.status()).isEqualTo(201);

            Api.Answer replay = api.place("\"key\"", body);
            assertThat(replay.body()).isEqualTo(first.body());
            assertThat(replay.replayed()).contains("true");

            Api.Answer other = api.place("key", Api.recharge(World.msisdn(1), 2_000, "pm_card_visa"));
            assertThat(other.status()).isEqualTo(422);
            assertThat(other.type())
                    .hasValueSatisfying(type -> assertThat(type).startsWith("application/problem+json"));

            Api.Answer foreign = node.api(world.issuer().client("demo-retail", "recharges:write")).place("key", body);
            assertThat(foreign.status()).isEqualTo(201);
            assertThat(foreign.id()).isNotEqualTo(first.id());

            Api.Answer missing = api.post("/v1/recharges", body);
            assertThat(missing.status()).isEqualTo(400);
            assertThat(missing.json().path("type").stringValue("")).endsWith("idempotency-key-missing");
            assertThat(world.books().orders()).isEqualTo(2);
        }
    }
}
