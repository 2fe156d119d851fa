package dev.refill.benchmarks.breakers;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

import dev.refill.benchmarks.Books;
import dev.refill.benchmarks.Bound;
import dev.refill.benchmarks.HttpLoop;
import dev.refill.benchmarks.Orders;
import dev.refill.benchmarks.Paced;
import dev.refill.benchmarks.Seen;
import dev.refill.benchmarks.Stack;
import dev.refill.sandbox.adyen.AdyenAccount;

/**
 * Two gateways, of which one comes to take 30 seconds for each answer while orders for it keep coming. Ends with 1 if orders at the
 * other one, its webhooks or the probes of health wait noticeably longer for it, and with an error if the books do not agree.
 */
public final class BreakersBenchmark {

    private static final PrintStream OUT = System.out;
    private static final double MOST = 1.5;
    private static final String SLOW = """
            {"kind": "delay_before", "target": "adyen.paymentLinks.create", "millis": 30000}""";

    private final BreakersSettings settings;
    private final Stack stack;
    private final Orders cards = new Orders();
    private final AtomicLong next = new AtomicLong();
    private long placed;

    private BreakersBenchmark(BreakersSettings settings, Stack stack) {
        this.settings = settings;
        this.stack = stack;
    }

    /** What each kind saw in the same time. */
    private record Measured(Map<Kind, Paced> byKind) {

        Paced of(Kind kind) {
            return Objects.requireNonNull(byKind.get(kind), kind::words);
        }
    }

    /** See {@code docs/how-to/benchmarks.md}. */
    public static void main(String[] arguments) {
        BreakersSettings settings = BreakersSettings.of(arguments);
        try (Stack stack = Stack.start(null, BreakersBenchmark::gateways)) {
            System.exit(new BreakersBenchmark(settings, stack).run() ? 0 : 1);
        }
    }

    /** Pages are Adyen's and cards that are kept are Stripe's, with no other way for either. */
    private static List<String> gateways(int sandboxPort) {
        return List.of(
                "--refill.gateways.adyen.live=false",
                "--refill.gateways.adyen.api-base=http://localhost:" + sandboxPort + "/adyen/v71",
                "--refill.gateways.adyen.api-key=" + AdyenAccount.API_KEY,
                "--refill.gateways.adyen.merchant-account=" + AdyenAccount.MERCHANT,
                "--refill.gateways.adyen.hmac-keys=" + AdyenAccount.HMAC_KEY,
                "--refill.routing.rules[0].name=kept cards",
                "--refill.routing.rules[0].method=card-on-file",
                "--refill.routing.rules[0].candidates[0].gateway=stripe",
                "--refill.routing.rules[0].candidates[0].share=100",
                "--refill.routing.rules[1].name=pages",
                "--refill.routing.rules[1].method=hosted-page",
                "--refill.routing.rules[1].candidates[0].gateway=adyen",
                "--refill.routing.rules[1].candidates[0].share=100");
    }

    private boolean run() {
        Orders.seed(stack.database());
        var books = new Books(stack);
        measure(settings.warmUp());
        stack.database().execute("VACUUM ANALYZE");
        stack.database().execute("CHECKPOINT");
        OUT.printf(Locale.ROOT,
                "%nJava %s, PostgreSQL %s with fsync and synchronous_commit, %d processors for all.%n%n",
                Runtime.version().feature(), stack.database().text("SELECT current_setting('server_version')"),
                Runtime.getRuntime().availableProcessors());

        Measured healthy = measure(settings.seconds());
        stack.fault(SLOW);
        Measured slow = measure(settings.seconds());
        stack.heal();

        OUT.println("                                       |    both healthy      |  one takes 30 s      |");
        OUT.println("what                            asked/s | answers/s p50 p99 ms | answers/s p50 p99 ms |  p99");
        for (Kind kind : Kind.values()) {
            OUT.printf(Locale.ROOT, "%-31s %7d | %s | %s | %.2f x%n", kind.words(), kind.rate(settings),
                    columns(healthy.of(kind)), columns(slow.of(kind)), ratio(healthy, slow, kind));
        }
        OUT.printf(Locale.ROOT, "%nOrders at the slow gateway while it was slow: %s.%n", states());
        books.awaitCredited(placed);
        books.checkCredited(placed);
        OUT.printf(Locale.ROOT, "Books agree over %,d orders of the other gateway.%n%n", placed);
        List<Bound> bounds = Arrays.stream(Kind.values())
                .filter(kind -> kind != Kind.PAGES)
                .map(kind -> new Bound(kind.words() + ": p99 against that with both healthy",
                        ratio(healthy, slow, kind), "x", MOST, true))
                .toList();
        bounds.forEach(OUT::println);
        return bounds.stream().allMatch(Bound::holds);
    }

    private static String columns(Paced paced) {
        Seen seen = paced.seen();
        return String.format(Locale.ROOT, "%6.0f %6.1f %6.1f", paced.rate(), seen.millisAt(0.5), seen.millisAt(0.99));
    }

    private static double ratio(Measured healthy, Measured slow, Kind kind) {
        return slow.of(kind).seen().millisAt(0.99) / healthy.of(kind).seen().millisAt(0.99);
    }

    /** All kinds at the same time. */
    private Measured measure(int seconds) {
        String token = stack.token("demo-app", "recharges:write", "recharges:read");
        cards.authorize(token);
        Map<Kind, CompletableFuture<Paced>> under = new EnumMap<>(Kind.class);
        try (ExecutorService senders = Executors.newFixedThreadPool(Kind.values().length)) {
            for (Kind kind : Kind.values()) {
                var loop = new HttpLoop(stack.port(),
                        kind.requests(cards, "Authorization: Bearer " + token + "\r\n", next));
                under.put(kind, CompletableFuture.supplyAsync(
                        () -> loop.paced(kind.rate(settings), kind.connections(), seconds), senders));
            }
            Map<Kind, Paced> ended = new EnumMap<>(Kind.class);
            under.forEach((kind, paced) -> ended.put(kind, paced.join()));
            Measured measured = new Measured(ended);
            placed += measured.of(Kind.CARDS).seen().answers();
            return measured;
        }
    }

    private Map<String, Long> states() {
        return stack.database().map("""
                SELECT r.state, count(*) FROM recharge.recharge AS r JOIN recharge.payment AS p ON p.recharge_id = r.id
                WHERE p.gateway = 'adyen' GROUP BY r.state""");
    }
}
