package dev.refill.endtoend.crash;

import java.io.IOException;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import dev.refill.endtoend.stack.Api;
import dev.refill.endtoend.stack.Lock;
import dev.refill.endtoend.stack.Node;
import dev.refill.endtoend.stack.Provider;
import dev.refill.endtoend.stack.Until;
import dev.refill.endtoend.stack.World;

import static org.assertj.core.api.Assertions.assertThat;

/** {@code kill -9} at the instants that hurt: one order, one charge, one credit. */
class KilledApplicationIT {

    private static final Duration LONGEST = Duration.ofSeconds(90);
    private static final String BODY = Api.recharge(World.msisdn(1), 1_000, "pm_card_visa");
    /** Short waits, so that a test does not take as long as a real outage. */
    private static final String[] IMPATIENT = {
            "--refill.idempotency.lease=3s",
            "--refill.recharge.completer.every=200ms",
            "--refill.recharge.completer.lease=3s",
            "--refill.recharge.waits.created=3s",
            "--refill.recharge.waits.charging=5s",
            "--refill.recharge.waits.unknown=1s",
            "--refill.recharge.waits.paid=2s"};

    private final World world = new World();
    private final Provider provider = new Provider(world.sandbox());

    @AfterEach
    void leaveNothingBehind() {
        world.close();
    }

    /** The node dies under the request, as planned, so nobody waits for its answer. */
    private static void inBackground(Runnable work) {
        Thread.ofVirtual().uncaughtExceptionHandler((thread, killed) -> {}).start(work);
    }

    private void assertOneOrderAfterRetry(String key) {
        try (Node node = world.startNode(IMPATIENT)) {
            Api api = node.api(world.token());
            Until.holds("the key is answered", LONGEST, () -> api.place(key, BODY).status() < 400);
            Api.Answer first = api.place(key, BODY);
            assertThat(api.place(key, BODY).body()).isEqualTo(first.body());
            world.books().settleAndCheck(LONGEST);
            assertThat(world.books().orders()).isEqualTo(1);
            assertThat(world.books().ordersIn("CREDITED")).isEqualTo(1);
            assertThat(provider.captured()).isEqualTo(1);
        }
    }

    @Test
    void killedBetweenClaimAndOrder() {
        try (Node node = world.startNode(IMPATIENT)) {
            Lock.whileHeld(world.database(), "LOCK TABLE recharge.recharge IN SHARE MODE", () -> {
                inBackground(() -> node.api(world.token()).place("key-1", BODY));
                Until.holds("the order waits to be kept", LONGEST,
                        () -> Lock.waiters(world.database(), "recharge.accept_all") == 1);
                node.kill();
                Lock.endWaiters(world.database());
            });
        }
        assertThat(world.books().count("SELECT count(*) FROM idempotency.claim")).isEqualTo(1);
        assertThat(world.books().orders()).isZero();
        assertOneOrderAfterRetry("key-1");
    }

    @Test
    void killedBetweenChargeAndCredit() {
        try (Node node = world.startNode(IMPATIENT)) {
            Lock.whileHeld(world.database(), "LOCK TABLE balance.entry IN SHARE MODE", () -> {
                inBackground(() -> node.api(world.token()).place("key-2", BODY));
                Until.holds("paid", LONGEST, () -> world.books().ordersIn("PAID") == 1);
                node.kill();
            });
        }
        assertThat(provider.captured()).isEqualTo(1);
        assertThat(world.books().ordersIn("PAID")).isEqualTo(1);
        assertOneOrderAfterRetry("key-2");
    }

    @Test
    void killedBetweenChargeAndItsAnswer() {
        provider.fault("""
                {"kind": "delay", "target": "payment_intents.create", "millis": 4000, "times": 1}""");
        try (Node node = world.startNode(IMPATIENT)) {
            inBackground(() -> node.api(world.token()).place("key-3", BODY));
            Until.holds("charged", LONGEST, () -> provider.captured() == 1);
            node.kill();
        }
        assertOneOrderAfterRetry("key-3");
    }

    @Test
    void killedBetweenCreditAndStoredAnswer() {
        provider.fault("""
                {"kind": "delay", "target": "payment_intents.create", "millis": 1500, "times": 1}""");
        try (Node node = world.startNode(IMPATIENT)) {
            inBackground(() -> node.api(world.token()).place("key-4", BODY));
            Until.holds("claimed", LONGEST, () -> world.books().count("SELECT count(*) FROM idempotency.claim") == 1);
            Lock.whileHeld(world.database(), "SELECT * FROM idempotency.claim FOR UPDATE", () -> {
                Until.holds("credited", LONGEST, () -> world.books().ordersIn("CREDITED") == 1);
                node.kill();
            });
        }
        assertOneOrderAfterRetry("key-4");
    }

    /** {@code -Dkills=} and {@code -Dseed=} choose how many and which. */
    @Test
    void killedAtRandomMomentsUnderLoad() {
        int kills = Integer.getInteger("kills", 10);
        long seed = Long.getLong("seed", 20_260_301L);
        System.out.printf("FIGURE %d kills from seed %d%n", kills, seed);
        Random random = new Random(seed);
        AtomicInteger sent = new AtomicInteger();
        for (int kill = 0; kill < kills; kill++) {
            try (Node node = world.startNode(IMPATIENT);
                    ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
                String token = world.token();
                IntStream.range(0, 8).forEach(caller -> callers.execute(() -> placeUntilKilled(node, token, sent)));
                LockSupport.parkNanos(Duration.ofMillis(200 + random.nextInt(2_500)).toNanos());
                node.kill();
            }
        }
        try (Node node = world.startNode(IMPATIENT)) {
            world.books().settleAndCheck(LONGEST);
            assertThat(node.process().isAlive()).isTrue();
            assertThat(world.books().orders()).isPositive().isLessThanOrEqualTo(sent.get());
            assertThat(world.books().ordersIn("IN_REVIEW")).isZero();
            System.out.printf("FIGURE %d kills, %d orders sent, %d kept, %d credited, %d charged%n", kills, sent.get(),
                    world.books().orders(), world.books().ordersIn("CREDITED"), provider.captured());
        }
    }

    private static void placeUntilKilled(Node node, String token, AtomicInteger sent) {
        Api api = node.api(token);
        try {
            while (node.process().isAlive()) {
                int order = sent.incrementAndGet();
                api.tryPlace("load-" + order, Api.recharge(World.msisdn(order % 200), 1_000, "pm_card_visa"));
            }
        } catch (IOException killed) {
            // as planned
        }
    }
}
