package dev.refill.endtoend.crash;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
    /** So many orders are credited before a kill is due: by then the node is warm, and orders of all callers overlap. */
    private static final int WARM = 50;
    /**
     * At least so many of ten kills must fall between a charge and its credit. Each is aimed right behind a charge and most
     * hit; but an order is paid and credited within milliseconds, and a busy machine may be slower to kill than that.
     */
    private static final int LEAST_HITS_OF_TEN = 5;
    private static final String CHARGED = "payment_intent.succeeded";
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

    /**
     * Each kill comes a random while after the node is warm, and then as soon as the provider reports the next charge.
     * {@code -Dkills=} and {@code -Dseed=} choose how many and which.
     */
    @Test
    void killedAtRandomMomentsUnderLoad() {
        int kills = Integer.getInteger("kills", 3);
        long seed = Long.getLong("seed", 20_260_301L);
        Random random = new Random(seed);
        AtomicInteger sent = new AtomicInteger();
        List<Map<String, Long>> left = new ArrayList<>();
        for (int kill = 0; kill < kills; kill++) {
            try (Node node = world.startNode(IMPATIENT)) {
                world.books().settleAndCheck(LONGEST);
                killUnderLoad(node, Duration.ofMillis(random.nextInt(1_000)), sent);
            }
            left.add(world.books().betweenChargeAndCredit());
        }
        try (Node node = world.startNode(IMPATIENT)) {
            world.books().settleAndCheck(LONGEST);
            assertThat(node.process().isAlive()).isTrue();
        }
        long hits = left.stream().filter(orders -> !orders.isEmpty()).count();
        System.out.printf(
                "FIGURE %d kills from seed %d, %d of them between charge and credit (%d orders CHARGING, %d PAID),"
                        + " %d orders sent, %d kept, %d credited, %d charged%n",
                kills, seed, hits, total(left, "CHARGING"),
                total(left, "PAID"), sent.get(), world.books().orders(), world.books().ordersIn("CREDITED"),
                provider.captured());
        assertThat(world.books().orders()).isPositive().isLessThanOrEqualTo(sent.get());
        assertThat(world.books().ordersIn("CREDITED")).isEqualTo(provider.captured());
        assertThat(hits).as("kills between charge and credit: %s", left)
                .isGreaterThanOrEqualTo(kills * LEAST_HITS_OF_TEN / 10);
    }

    private void killUnderLoad(Node node, Duration pause, AtomicInteger sent) {
        long before = world.books().ordersIn("CREDITED");
        String token = world.token();
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            IntStream.range(0, 8).forEach(caller -> callers.execute(() -> placeUntilKilled(node, token, sent)));
            Until.holds("orders flow", LONGEST, () -> world.books().ordersIn("CREDITED") >= before + WARM);
            LockSupport.parkNanos(pause.toNanos());
            String last = provider.newestEvent(CHARGED);
            Until.holdsJustNow("charged", LONGEST, () -> !provider.newestEvent(CHARGED).equals(last));
            node.kill();
        }
    }

    private static long total(List<Map<String, Long>> left, String state) {
        return left.stream().mapToLong(orders -> orders.getOrDefault(state, 0L)).sum();
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
