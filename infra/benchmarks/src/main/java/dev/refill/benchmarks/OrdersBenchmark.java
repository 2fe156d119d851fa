package dev.refill.benchmarks;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Orders end to end: from the request to the credit in the books and the webhook that is done with, beside an echo and
 * PostgreSQL's own benchmark, in turn on the same machine. A machine's speed drifts from minute to minute, so orders are compared
 * with the better of the two runs of pgbench's TPC-B around them. Ends with 1 if they do not reach a fifth of it where they are
 * fastest, and with an error if the books do not agree.
 */
public final class OrdersBenchmark {

    /** One order is six durable writes, a call and a webhook; TPC-B makes one commit. */
    private static final double LEAST_SHARE_OF_TPC_B = 0.2;
    private static final int WARM_UP_CONNECTIONS = 64;
    private static final List<Integer> PGBENCH_CLIENTS = List.of(16, 8, 32);

    private final Settings settings;
    private final Stack stack;
    private final Books books;
    private final Pgbench pgbench;
    private final Orders orders = new Orders();
    private final Table table = new Table();
    private final List<Measured> ofOrders = new ArrayList<>();
    private long placed;
    /** One before each measurement of orders, and one after the last. */
    private final List<Double> tpcB = new ArrayList<>();
    private double echoRate;

    private OrdersBenchmark(Settings settings, Stack stack) {
        this.settings = settings;
        this.stack = stack;
        this.books = new Books(stack);
        this.pgbench = Pgbench.prepared(stack.postgres(), settings.scale());
    }

    /**
     * One row.
     *
     * @param rate a second, until the last effect is done
     */
    record Measured(int connections, double rate, Seen seen, long refused, long drainMillis,
            Stack.Usage usage) {}

    /** See {@code docs/how-to/benchmarks.md}. */
    public static void main(String[] arguments) {
        System.exit(run(Settings.of(arguments)) ? 0 : 1);
    }

    private static boolean run(Settings settings) {
        try (Stack stack = Stack.start(settings.profile(), settings.application())) {
            return new OrdersBenchmark(settings, stack).run();
        }
    }

    private boolean run() {
        Orders.seed(stack.database());
        warmUp();
        table.head(Runtime.getRuntime().availableProcessors(),
                stack.database().text("SELECT current_setting('server_version')"));
        int clients = clientsOfPgbench();
        for (int connections : settings.connections()) {
            pgbench(clients);
            orders(connections);
        }
        pgbench(clients);
        echo();
        books.check(placed);
        return verdict();
    }

    private void warmUp() {
        measureOrders(1, Math.min(3, settings.warmUp()));
        measureOrders(WARM_UP_CONNECTIONS / 4, settings.warmUp() / 2);
        measureOrders(WARM_UP_CONNECTIONS, settings.warmUp() / 2);
        new HttpLoop(stack.echoPort(), OrdersBenchmark::echoRequest).run(WARM_UP_CONNECTIONS,
                Math.min(5, settings.warmUp()));
        // What the warm-up left behind is nobody's to pay for during a measurement.
        stack.database().execute("VACUUM ANALYZE");
        stack.database().execute("CHECKPOINT");
    }

    /** With how many it is fastest here. */
    private int clientsOfPgbench() {
        return PGBENCH_CLIENTS.stream()
                .max(Comparator.comparingDouble(clients -> pgbench.rate(clients, settings.seconds())))
                .orElseThrow();
    }

    private void pgbench(int clients) {
        double rate = pgbench.rate(clients, settings.seconds());
        tpcB.add(rate);
        table.pgbench(clients, rate);
    }

    private void orders(int connections) {
        Measured measured = measureOrders(connections, settings.seconds());
        ofOrders.add(measured);
        table.orders(measured);
    }

    private Measured measureOrders(int connections, int seconds) {
        orders.authorize(stack.token("demo-app", "recharges:write", "recharges:read"));
        Stack.Usage before = stack.usage();
        long begin = System.nanoTime();
        HttpLoop loop = new HttpLoop(stack.port(), orders);
        Seen seen = loop.run(connections, seconds).seen();
        long answered = System.nanoTime();
        placed += seen.answers();
        books.awaitRest(placed);
        long end = System.nanoTime();
        return new Measured(connections, seen.answers() * 1e9 / (end - begin), seen, loop.refused(),
                (end - answered) / 1_000_000,
                stack.usage().since(before));
    }

    private void echo() {
        Stack.Usage before = stack.usage();
        Paced paced = new HttpLoop(stack.echoPort(), OrdersBenchmark::echoRequest).run(WARM_UP_CONNECTIONS,
                settings.seconds());
        echoRate = paced.rate();
        table.echo(new Measured(WARM_UP_CONNECTIONS, echoRate, paced.seen(), 0, 0, stack.usage().since(before)));
    }

    private static byte[] echoRequest() {
        return Wire.post("/echo", "", Orders.body(0));
    }

    private boolean verdict() {
        int best = IntStream.range(0, ofOrders.size()).boxed().max(Comparator.comparingDouble(this::share))
                .orElseThrow();
        double rate = ofOrders.get(best).rate();
        boolean enough = share(best) >= LEAST_SHARE_OF_TPC_B;
        System.out.printf(Locale.ROOT, "%nBooks agree over %,d orders.%n", placed);
        System.out.printf(Locale.ROOT,
                "orders: %.0f/s = %.2f x TPC-B (%.0f/s), %.3f x echo (%.0f/s): %s (expected: at least %.1f x TPC-B)%n",
                rate, share(best), around(best), rate / echoRate, echoRate, enough ? "enough" : "TOO SLOW",
                LEAST_SHARE_OF_TPC_B);
        return enough;
    }

    private double share(int measurement) {
        return ofOrders.get(measurement).rate() / around(measurement);
    }

    private double around(int measurement) {
        return Math.max(tpcB.get(measurement), tpcB.get(measurement + 1));
    }
}
