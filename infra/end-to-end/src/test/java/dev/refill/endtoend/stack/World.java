package dev.refill.endtoend.stack;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import reactor.core.publisher.Flux;

import dev.refill.sandbox.SandboxServer;
import dev.refill.sandbox.SandboxSettings;
import dev.refill.sandbox.delivery.lifecycle.DeliverySettings;
import dev.refill.testsupport.JavaProcess;
import dev.refill.testsupport.TestDatabase;
import dev.refill.testsupport.TestIssuer;
import dev.refill.testsupport.pgproxy.PgProxy;

/**
 * Everything around the application that is under test: a database, an issuer, the sandbox provider. The application's
 * nodes are processes of their own, so that they can be killed.
 */
public final class World implements AutoCloseable {

    private static final Duration LONGEST = Duration.ofMinutes(1);
    private static final int SUBSCRIBERS = 200;
    /** For a node that lives for seconds: what compiles for hours would take the processor from those who work. */
    private static final List<String> YOUNG = List.of("-Xmx512m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC",
            "--enable-native-access=ALL-UNNAMED");
    /** What a node missed while it was dead comes within two seconds, not within a minute. */
    private static final DeliverySettings REPEATED_SOON = new DeliverySettings(64, Duration.ofSeconds(10),
            Duration.ofSeconds(1), Duration.ofSeconds(2), 300);

    private final int port = freePort();
    private boolean seeded;
    private final TestDatabase database = TestDatabase.with();
    private final TestIssuer issuer = TestIssuer.forPortalAt(URI.create("http://localhost:" + port));
    private final SandboxServer sandbox;

    public World() {
        this(UnaryOperator.identity());
    }

    /** @param paypalsWay where PayPal's webhooks go, of where the first node takes them */
    public World(UnaryOperator<URI> paypalsWay) {
        sandbox = SandboxServer.start(SandboxSettings.defaults()
                .withPort(0)
                .withDeliveries(REPEATED_SOON)
                .withWebhook(SandboxSettings.Webhook.to(webhooks("stripe").toString()))
                .withAdyenWebhook(webhooks("adyen").toString())
                .withPaypalWebhook(paypalsWay.apply(webhooks("paypal")).toString()));
    }

    private URI webhooks(String gateway) {
        return URI.create("http://localhost:" + port + "/webhooks/" + gateway);
    }

    /**
     * Starts the application and waits until it is ready. The first start migrates the schemas and seeds subscribers.
     *
     * @param more settings as arguments, {@code --name=value}; they come before those of the world
     */
    public Node startNode(String... more) {
        return startNodeAt(port, more);
    }

    Node startNode(Launcher launcher) {
        return startNodeAt(port, launcher);
    }

    /** Starts the application with BlockHound, so that the node notes each {@link Node#blockingCalls() blocking call}. */
    public Node startWatchedNode(String... more) {
        return startNodeAt(port, UnderBlockHound::start, more);
    }

    /** Starts the application {@link UncheckedApplication without its check} of what comes in. */
    public Node startUncheckedNode(String... more) {
        return startNodeAt(port, UncheckedApplication::start, more);
    }

    /** Starts one more node beside the first, on a port of its own. */
    public Node startAnotherNode(String... more) {
        return startNodeAt(freePort(), more);
    }

    /** Where the first node listens, and webhooks go. */
    public int port() {
        return port;
    }

    /** What lets a node reach the database through a proxy; the schemas are migrated past it. */
    public String[] through(PgProxy proxy, String... more) {
        return Stream.concat(Stream.of(
                "--refill.database.url=" + database.r2dbcUrlAt(proxy.port()),
                "--refill.migrations.url=" + database.jdbcUrl()), Stream.of(more)).toArray(String[]::new);
    }

    /** Starts a node on a port that is free. */
    public Node startNodeAt(int atPort, String... more) {
        return startNodeAt(atPort, World::startApplication, more);
    }

    private static JavaProcess startApplication(String main, List<String> jvmOptions, List<String> arguments) {
        StartCache cache = StartCache.ofTheApplication();
        return JavaProcess.start(main, cache.classPath(), cache.options(jvmOptions), Map.of(), arguments);
    }

    private Node startNodeAt(int atPort, Launcher launcher, String... more) {
        Map<String, String> settings = new LinkedHashMap<>(settings(atPort));
        for (String one : more) {
            int equals = one.indexOf('=');
            settings.put(one.substring("--".length(), equals), one.substring(equals + 1));
        }
        List<String> arguments = settings.entrySet().stream()
                .map(setting -> "--" + setting.getKey() + "=" + setting.getValue())
                .toList();
        JavaProcess process = launcher.start("dev.refill.app.RefillApplication",
                YOUNG, arguments);
        Node node = new Node(process, URI.create("http://localhost:" + atPort));
        node.awaitReady();
        seedSubscribers();
        return node;
    }

    interface Launcher {

        JavaProcess start(String main, List<String> jvmOptions, List<String> arguments);
    }

    private Map<String, String> settings(int atPort) {
        return Map.ofEntries(
                Map.entry("server.port", Integer.toString(atPort)),
                Map.entry("management.server.port", "0"),
                Map.entry("refill.mode", "local"),
                Map.entry("refill.database.url", database.r2dbcUrl()),
                Map.entry("refill.database.username", database.username()),
                Map.entry("refill.database.password", database.password()),
                Map.entry("refill.security.issuer", issuer.uri().toString()),
                Map.entry("refill.security.portal-client.secret", "portal-secret"),
                Map.entry("refill.gateways.stripe.api-base", sandbox.baseUrl()),
                Map.entry("refill.gateways.stripe.api-key", sandbox.apiKey()),
                Map.entry("refill.gateways.stripe.webhook-secrets", SandboxSettings.DEFAULT_WEBHOOK_SECRET),
                Map.entry("refill.portal.payment-origins", sandbox.baseUrl()),
                Map.entry("refill.recharge.portal-url", "http://localhost:" + port),
                Map.entry("refill.recharge.order-token-secret", "end-to-end-order-token-secret-0123456789"),
                Map.entry("refill.outbound.sealing-keys", "end-to-end-sealing-key-0123456789-0123456789"),
                Map.entry("refill.outbound.allow-loopback", "true"),
                Map.entry("refill.recharge.risk.orders-per-number-and-hour", "100000"),
                Map.entry("refill.recharge.risk.amount-per-number-and-day", "100000000000"),
                Map.entry("refill.recharge.risk.orders-per-client-and-second", "100000"));
    }

    private synchronized void seedSubscribers() {
        if (seeded) {
            return;
        }
        Flux.range(0, SUBSCRIBERS)
                .concatMap(number -> database.client()
                        .sql("""
                                WITH added AS (
                                    INSERT INTO balance.subscriber (id, msisdn, status) VALUES (:id, :msisdn, 'ACTIVE')
                                    ON CONFLICT DO NOTHING
                                    RETURNING id, msisdn
                                )
                                INSERT INTO balance.subscriber_number (subscriber, msisdn, held)
                                SELECT id, msisdn, true FROM added
                                """)
                        .bind("id", "sub_test" + number)
                        .bind("msisdn", msisdn(number))
                        .then())
                .blockLast(LONGEST);
        seeded = true;
    }

    /** The number of one of the seeded subscribers, 0 to 199. */
    public static String msisdn(int number) {
        return "+1202555%04d".formatted(100 + number);
    }

    public TestDatabase database() {
        return database;
    }

    public TestIssuer issuer() {
        return issuer;
    }

    public SandboxServer sandbox() {
        return sandbox;
    }

    /** A token of a channel's own client with all it needs to recharge and look. */
    public String token() {
        return issuer.client("demo-app", "recharges:write", "recharges:read", "balances:read",
                "webhooks:manage");
    }

    /** The books, the orders and the provider's truth, compared. */
    public Books books() {
        return new Books(database.connections(), URI.create(sandbox.baseUrl()));
    }

    /**
     * A port that nobody listens on just now. It is drawn from below those that a system gives to callers and to whoever asks for
     * any, so that it is still free when the node that is told to listen there has started.
     */
    public static int freePort() {
        for (int attempt = 0; attempt < 100; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(20_000, 32_000);
            try (ServerSocket socket = new ServerSocket(port)) {
                return socket.getLocalPort();
            } catch (IOException taken) {
                // The next one, then.
            }
        }
        throw new IllegalStateException("no free port");
    }

    @Override
    public void close() {
        sandbox.close();
        issuer.close();
        database.close();
    }
}
