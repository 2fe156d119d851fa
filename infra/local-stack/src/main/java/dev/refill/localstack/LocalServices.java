package dev.refill.localstack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

import dev.refill.local.issuer.IssuerSettings;
import dev.refill.local.issuer.LocalIdentities;
import dev.refill.local.issuer.LocalIssuer;
import dev.refill.local.postgres.LocalPostgres;
import dev.refill.localstack.receiver.DemoReceiver;
import dev.refill.sandbox.SandboxServer;
import dev.refill.sandbox.SandboxSettings;

/** The services around the application, and the settings by which it finds them. */
final class LocalServices implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LocalServices.class);
    private static final Duration TOKEN_LIFE = Duration.ofMinutes(10);

    private final Map<String, Object> properties = new LinkedHashMap<>();
    /** The first to be closed was the last to be started. */
    private final Deque<Runnable> closers = new ArrayDeque<>();
    private final LocalSettings settings;
    private final URI portal;
    private @Nullable DemoReceiver receiver;

    private LocalServices(LocalSettings settings, URI portal) {
        this.settings = settings;
        this.portal = portal;
    }

    /**
     * Starts each service that no setting of the environment replaces.
     *
     * @throws PortsTaken before anything is started
     */
    static LocalServices start(Environment environment) {
        Binder given = Binder.get(environment);
        LocalSettings settings = given.bindOrCreate("refill.local", LocalSettings.class);
        int port = given.bind("server.port", Integer.class).orElse(8080);
        if (port == 0) {
            throw new IllegalArgumentException(
                    "server.port: 0 (expected: 1 to 65535, as the issuer and the provider must be told)");
        }
        LocalServices services = new LocalServices(settings, URI.create("http://localhost:" + port));
        try {
            services.start(given);
            return services;
        } catch (RuntimeException cannotStart) {
            services.close();
            throw cannotStart;
        }
    }

    private void start(Binder given) {
        boolean ownDatabase = !isGiven(given, "refill.database.url");
        boolean ownProvider = !isGiven(given, "refill.gateways.stripe.api-key");
        boolean ownIssuer = !isGiven(given, "refill.security.issuer");
        refuseTakenPorts(given, ownDatabase, ownProvider, ownIssuer);
        properties.put("refill.mode", "local");
        properties.put("server.address", "127.0.0.1");
        // No load balancer has to notice that we stop.
        properties.put("refill.drain.delay", "0s");
        properties.put("refill.recharge.portal-url", portal.toString());
        properties.put("refill.recharge.order-token-secret", "local-links-to-orders-keep-no-secret");
        properties.put("refill.outbound.sealing-keys", "local-sealing-keys-keep-no-secret");
        properties.put("refill.outbound.allow-loopback", "true");
        if (ownDatabase) {
            startPostgres();
        }
        if (ownProvider) {
            startSandbox();
        }
        if (ownIssuer) {
            startIssuer();
            startReceiver();
        }
    }

    private static boolean isGiven(Binder given, String property) {
        return given.bind(property, String.class).isBound();
    }

    private void refuseTakenPorts(Binder given, boolean ownDatabase, boolean ownProvider, boolean ownIssuer) {
        Map<String, Integer> needed = new LinkedHashMap<>();
        needed.put("server.port", portal.getPort());
        needed.put("management.server.port", given.bind("management.server.port", Integer.class).orElse(0));
        if (ownDatabase) {
            needed.put("refill.local.postgres.port", settings.postgres().port());
        }
        if (ownProvider) {
            needed.put("refill.local.sandbox.port", settings.sandbox().port());
        }
        if (ownIssuer) {
            needed.put("refill.local.issuer.port", settings.issuer().port());
            needed.put("refill.local.receiver.port", settings.receiver().port());
        }
        PortsTaken.refuse(needed);
    }

    private void startPostgres() {
        LocalPostgres postgres = LocalPostgres.durable(settings.postgresData(), settings.postgres().port());
        closers.push(postgres::close);
        properties.put("refill.database.url", postgres.r2dbcUrl(postgres.username()));
        properties.put("refill.database.username", postgres.username());
        properties.put("refill.database.password", postgres.password());
        properties.put("refill.migrations.url", postgres.jdbcUrl(postgres.username()));
        LOG.info("PostgreSQL listens on port {}, data in {}", postgres.port(), settings.postgresData());
    }

    private void startSandbox() {
        SandboxServer sandbox = SandboxServer.start(SandboxSettings.defaults()
                .withPort(settings.sandbox().port())
                .withData(made(settings.sandboxData()))
                .withWebhook(SandboxSettings.Webhook.to(portal.resolve("/webhooks/stripe").toString()))
                .withAdyenWebhook(portal.resolve("/webhooks/adyen").toString())
                .withPaypalWebhook(portal.resolve("/webhooks/paypal").toString()));
        closers.push(sandbox::close);
        properties.put("refill.gateways.stripe.api-base", sandbox.baseUrl());
        properties.put("refill.gateways.stripe.api-key", sandbox.apiKey());
        properties.put("refill.gateways.stripe.webhook-secrets", SandboxSettings.DEFAULT_WEBHOOK_SECRET);
        properties.put("refill.portal.payment-origins", sandbox.baseUrl());
        LOG.info("The sandbox provider listens on {}", sandbox.baseUrl());
    }

    private static Path made(Path folder) {
        try {
            return Files.createDirectories(folder);
        } catch (IOException unusable) {
            throw new UncheckedIOException("data folder " + folder.toAbsolutePath(), unusable);
        }
    }

    private void startIssuer() {
        LocalIssuer issuer = LocalIssuer.start(new IssuerSettings(settings.issuer().port(), settings.issuerKeys(),
                LocalIdentities.AUDIENCE, TOKEN_LIFE, LocalIdentities.clients(portal), LocalIdentities.users()));
        closers.push(issuer::close);
        properties.put("refill.security.issuer", issuer.issuerUri());
        properties.put("refill.security.portal-client.id", LocalIdentities.PORTAL);
        properties.put("refill.security.portal-client.secret", LocalIdentities.PORTAL_SECRET);
        LOG.info("The OAuth2 issuer listens on {}", issuer.issuerUri());
    }

    /** Registered by a client of our own issuer, and so started with it alone. */
    private void startReceiver() {
        DemoReceiver started = DemoReceiver.start(settings.receiver().port(), Clock.systemUTC());
        closers.push(started::close);
        receiver = started;
        properties.put("refill.local.receiver.address", started.address().toString());
    }

    /** The server that shows what the demo client is told; empty: the issuer is not ours. */
    Optional<DemoReceiver> receiver() {
        return Optional.ofNullable(receiver);
    }

    /** What the application must be told. */
    Map<String, Object> properties() {
        return Map.copyOf(properties);
    }

    /** Stops what was started, the last first, however one of them fails. */
    @Override
    public void close() {
        while (!closers.isEmpty()) {
            Runnable closer = closers.pop();
            try {
                closer.run();
            } catch (RuntimeException stuck) {
                LOG.error("A local service did not stop", stuck);
            }
        }
    }
}
