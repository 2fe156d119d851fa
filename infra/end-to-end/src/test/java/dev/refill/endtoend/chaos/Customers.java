package dev.refill.endtoend.chaos;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

import dev.refill.endtoend.stack.Api;
import dev.refill.endtoend.stack.HostedPage;
import dev.refill.endtoend.stack.World;

/**
 * Customers who recharge one order after another, by a kept card, by one that is declined, or on the provider's page. When
 * a node dies under a request, or has no time, they send it again with the same key to the other one, until it is
 * answered; and now and then once more, to see whether the answer is the same order.
 */
final class Customers implements AutoCloseable {

    private static final int CUSTOMERS = 6;
    private static final Duration LONGEST_ORDER = Duration.ofSeconds(90);

    private final World world;
    private final List<Place> places;
    private final long seed;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicInteger serial = new AtomicInteger();
    private final AtomicInteger repeated = new AtomicInteger();
    private final Map<String, String> orders = new ConcurrentHashMap<>();
    private final ConcurrentLinkedQueue<String> complaints = new ConcurrentLinkedQueue<>();
    private volatile boolean shopping = true;

    Customers(World world, List<Place> places, long seed) {
        this.world = world;
        this.places = places;
        this.seed = seed;
    }

    void begin() {
        for (int customer = 0; customer < CUSTOMERS; customer++) {
            Random random = new Random(seed * 31 + customer);
            threads.execute(() -> shop(random));
        }
    }

    /** Lets everybody finish what is begun. */
    void end() {
        shopping = false;
        threads.shutdown();
        try {
            if (!threads.awaitTermination(LONGEST_ORDER.toSeconds() + 30, TimeUnit.SECONDS)) {
                complaints.add("customers still wait");
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /** The order that each key was answered with. */
    Map<String, String> orders() {
        return Map.copyOf(orders);
    }

    /** How many requests were sent again. */
    int repeated() {
        return repeated.get();
    }

    /** What no customer may meet. */
    List<String> complaints() {
        return List.copyOf(complaints);
    }

    private void shop(Random random) {
        while (shopping) {
            String key = "chaos-" + seed + "-" + serial.incrementAndGet();
            try {
                recharge(key, random);
            } catch (RuntimeException | Error wrong) {
                complaints.add(key + ": " + wrong);
            }
            pause(random, 300);
        }
    }

    private void recharge(String key, Random random) {
        String msisdn = World.msisdn(random.nextInt(200));
        long amount = 500L + random.nextInt(4_000);
        int way = random.nextInt(10);
        String body = switch (way) {
            case 0 -> Api.recharge(msisdn, amount, "pm_card_chargeDeclined");
            case 1, 2 -> Api.rechargeOnPage(msisdn, amount);
            default -> Api.recharge(msisdn, amount, "pm_card_visa");
        };
        String id = answered(key, body, random).id();
        if (way == 1 || way == 2) {
            pay(id, random);
        }
        if (random.nextInt(4) == 0 && !answered(key, body, random).id().equals(id)) {
            complaints.add(key + " is two orders");
        }
    }

    private Api.Answer answered(String key, String body, Random random) {
        long deadline = System.nanoTime() + LONGEST_ORDER.toNanos();
        String latest = "nothing";
        while (System.nanoTime() < deadline) {
            try {
                Api.Answer answer = anyNode(random).tryPlace(key, body);
                if (answer.status() < 300) {
                    String earlier = orders.put(key, answer.id());
                    if (earlier != null && !earlier.equals(answer.id())) {
                        complaints.add(key + " is two orders");
                    }
                    return answer;
                }
                latest = answer.toString();
            } catch (IOException gone) {
                latest = gone.toString();
            }
            repeated.incrementAndGet();
            pause(random, 400);
        }
        throw new AssertionError("not answered within " + LONGEST_ORDER + ": " + latest);
    }

    /** Pays once the order has a page; what is settled otherwise has none. */
    private void pay(String id, Random random) {
        long deadline = System.nanoTime() + LONGEST_ORDER.toNanos();
        while (System.nanoTime() < deadline) {
            try {
                Api.Answer order = anyNode(random).tryGet("/v1/recharges/" + id);
                String page = order.json().path("paymentPage").stringValue("");
                if (!page.isEmpty()) {
                    HostedPage.open(page).pay("4242424242424242");
                    return;
                }
            } catch (IOException gone) {
                // the other one, then
            }
            pause(random, 400);
        }
        throw new AssertionError("no page within " + LONGEST_ORDER + ": " + id);
    }

    private Api anyNode(Random random) {
        return places.get(random.nextInt(places.size())).node().api(world.token());
    }

    private static void pause(Random random, int mostMillis) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1 + random.nextInt(mostMillis)));
    }

    @Override
    public void close() {
        shopping = false;
        threads.shutdownNow();
    }
}
