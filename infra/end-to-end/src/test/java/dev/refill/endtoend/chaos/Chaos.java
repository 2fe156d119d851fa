package dev.refill.endtoend.chaos;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

import dev.refill.endtoend.stack.Books;
import dev.refill.endtoend.stack.Partner;
import dev.refill.endtoend.stack.Provider;
import dev.refill.endtoend.stack.Until;
import dev.refill.endtoend.stack.World;
import dev.refill.sandbox.SandboxSettings;
import dev.refill.testsupport.pgproxy.Hold;
import dev.refill.testsupport.pgproxy.Moment;

/**
 * Two nodes, each behind a proxy of its own before one PostgreSQL, a provider that misbehaves, customers and a partner. One
 * node after another is killed at a place drawn from a seed; in between, connections are cut at commits and nodes stand
 * still for longer than their leases. In the end everything must come to rest by itself, and agree with the provider.
 */
final class Chaos {

    private static final Duration SETTLED_WITHIN = Duration.ofSeconds(60);
    private static final Duration LONGEST_WAIT_FOR_POINT = Duration.ofSeconds(4);
    /** Beyond every lease that the nodes are given but one, that of a delivery. */
    private static final int PAUSE_MILLIS = 5_500;
    private static final Set<String> OPEN = Set.of("CREATED", "CHARGING", "UNKNOWN", "REQUIRES_ACTION", "PAID");

    private final int kills;
    private final Random random;
    private final long seed;
    private final Consumer<String> lines;
    private final Map<Point, Integer> killedAt = new EnumMap<>(Point.class);
    private int cut;
    private int paused;

    private Chaos(int kills, long seed, Consumer<String> lines) {
        this.kills = kills;
        this.seed = seed;
        this.random = new Random(seed);
        this.lines = lines;
    }

    /**
     * Runs to the end.
     *
     * @param lines gets one line a kill, and the figures last
     * @throws AssertionError if anything was lost, doubled or left over
     */
    static void run(int kills, long seed, Consumer<String> lines) {
        new Chaos(kills, seed, lines).run();
    }

    private void run() {
        try (World world = new World(); Partner partner = new Partner()) {
            Provider provider = new Provider(world.sandbox());
            int otherPort = World.freePort();
            String otherSecret = provider
                    .deliverAlsoTo(URI.create("http://localhost:" + otherPort + "/webhooks/stripe"));
            String secrets = "--refill.gateways.stripe.webhook-secrets=" + SandboxSettings.DEFAULT_WEBHOOK_SECRET + ","
                    + otherSecret;
            try (Place a = new Place(world, "A", world.port(), secrets);
                    Place b = new Place(world, "B", otherPort, secrets);
                    Customers customers = new Customers(world, List.of(a, b), seed)) {
                partner.register(a.node().api(world.token()));
                customers.begin();
                rage(List.of(a, b), world.books(), new Weather(provider));
                long restarted = System.nanoTime();
                customers.end();
                Duration settled = settle(world.books(), restarted);
                check(world.books(), provider, customers, partner, settled);
            }
        }
    }

    private void rage(List<Place> places, Books books, Weather weather) {
        for (int kill = 1; kill <= kills; kill++) {
            weather.turn(random);
            Place victim = oneOf(places);
            Place other = places.get(1 - places.indexOf(victim));
            if (random.nextInt(2) == 0) {
                cutAtCommit(other);
            }
            if (random.nextInt(8) == 0) {
                standStill(other);
            }
            kill(kill, victim, books, weather);
            victim.restart();
        }
        weather.clear();
    }

    /** K9 without a kill: the node must find out by itself what became of its statement. */
    private void cutAtCommit(Place place) {
        Moment moment = oneOf(List.of(Moment.values()));
        String statement = oneOf(
                List.of("recharge.accept_all", "recharge.change_all", "balance.post", "idempotency.claim",
                        "webhooks.inbox"));
        try (Hold hold = place.proxy().hold(moment, statement)) {
            if (hold.isReachedWithin(LONGEST_WAIT_FOR_POINT)) {
                cut++;
            }
        }
    }

    /** A19: leases pass while the node holds what it holds; then it goes on as if nothing had happened. */
    private void standStill(Place place) {
        place.node().pause();
        rest(PAUSE_MILLIS);
        place.node().resume();
        paused++;
    }

    private void kill(int number, Place victim, Books books, Weather weather) {
        Point point = oneOf(List.of(Point.values()));
        if (point == Point.K3_CHARGE_SENT) {
            weather.answerLate();
        }
        boolean reached = point.isAtAStatement();
        try (Hold hold = reached ? point.hold(victim.proxy()) : null) {
            if (hold != null) {
                reached = hold.isReachedWithin(LONGEST_WAIT_FOR_POINT);
                if (point == Point.K3_CHARGE_SENT) {
                    hold.pass();
                    rest(50); // by then it is at the provider
                }
            } else {
                rest(random.nextInt(1_500));
            }
            String inHand = inHand(books);
            victim.node().kill();
            Point at = reached ? point : Point.RANDOM_INSTANT;
            killedAt.merge(at, 1, Integer::sum);
            lines.accept("kill %3d of %d at %-20s node %s, in hand: %s".formatted(number, kills, at, victim, inHand));
        }
    }

    private <T> T oneOf(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }

    private static String inHand(Books books) {
        List<String> states = new ArrayList<>();
        for (String state : OPEN.stream().sorted().toList()) {
            long orders = books.ordersIn(state);
            if (orders > 0) {
                states.add(orders + " " + state);
            }
        }
        states.add(
                books.count("SELECT count(*) FROM webhooks.inbox WHERE lease_owner IS NOT NULL") + " webhooks taken");
        return String.join(", ", states);
    }

    private static Duration settle(Books books, long restarted) {
        Until.holds("every order has ended", SETTLED_WITHIN, () -> OPEN.stream().allMatch(
                state -> books.ordersIn(state) == 0));
        Duration settled = Duration.ofNanos(System.nanoTime() - restarted);
        Until.holds("every webhook is done and every partner told", SETTLED_WITHIN, () -> books.count("""
                SELECT (SELECT count(*) FROM webhooks.inbox WHERE next_attempt_at IS NOT NULL)
                     + (SELECT count(*) FROM webhooks.delivery WHERE state <> 'delivered')
                     + (SELECT count(*) FROM recharge.transition t JOIN recharge.relay r
                            ON (t.written_by, t.seq) > (r.written_by, r.seq))
                """) == 0);
        return settled;
    }

    private void check(Books books, Provider provider, Customers customers, Partner partner, Duration settled) {
        books.check();
        List<String> wrong = new ArrayList<>(customers.complaints());
        expect(wrong, "orders in review", books.ordersIn("IN_REVIEW"), 0);
        expect(wrong, "orders, one a key", books.orders(), customers.orders().size());
        expect(wrong, "different orders that customers were told", new HashSet<>(customers.orders().values()).size(),
                customers.orders().size());
        expect(wrong, "charges, one a credited order", provider.captured(), books.ordersIn("CREDITED"));
        expect(wrong, "dead webhooks", books.count("SELECT count(*) FROM webhooks.inbox WHERE state = 'dead'"), 0);
        expect(wrong, "different things that the partner was told", partner.times().size(),
                books.count("SELECT count(*) FROM webhooks.delivery"));
        if (settled.compareTo(SETTLED_WITHIN) > 0) {
            wrong.add("settled after " + settled + " (expected: within " + SETTLED_WITHIN + ")");
        }
        lines.accept("%d kills from seed %d: %s".formatted(kills, seed, killedAt));
        lines.accept(
                "%d connections cut at a commit, %d pauses of %.1f s, %d requests sent again".formatted(cut, paused,
                        PAUSE_MILLIS / 1_000.0, customers.repeated()));
        lines.accept(
                "%d orders: %d credited, %d declined; %d charged; %d webhooks kept; a partner told %d things, %d of them twice or more"
                        .formatted(books.orders(), books.ordersIn("CREDITED"), books.ordersIn("DECLINED"),
                                provider.captured(),
                                books.count("SELECT count(*) FROM webhooks.inbox"), partner.times().size(),
                                partner.times().values().stream().filter(times -> times > 1).count()));
        if (!wrong.isEmpty()) {
            throw new AssertionError(String.join("\n", wrong));
        }
        lines.accept("0 lost, 0 doubled, all settled %d s after the last restart".formatted(settled.toSeconds()));
    }

    private static void expect(List<String> wrong, String what, long found, long expected) {
        if (found != expected) {
            wrong.add(what + ": " + found + " (expected: " + expected + ")");
        }
    }

    private static void rest(int millis) {
        LockSupport.parkNanos(Duration.ofMillis(millis).toNanos());
    }
}
