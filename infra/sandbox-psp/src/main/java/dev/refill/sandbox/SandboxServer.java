package dev.refill.sandbox;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;

import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;

import dev.refill.sandbox.core.Books;
import dev.refill.sandbox.core.Change;
import dev.refill.sandbox.core.Endpoint;
import dev.refill.sandbox.core.Ids;
import dev.refill.sandbox.core.Journal;
import dev.refill.sandbox.core.Owed;
import dev.refill.sandbox.core.lifecycle.Bookkeeper;
import dev.refill.sandbox.faults.Faults;
import dev.refill.sandbox.lifecycle.Clockwork;
import dev.refill.sandbox.stripe.StripeApi;
import dev.refill.sandbox.stripe.json.StripeJson;
import dev.refill.sandbox.stripe.lifecycle.Webhooks;
import dev.refill.sandbox.stripe.page.HostedPages;
import dev.refill.sandbox.web.ControlApi;
import dev.refill.sandbox.web.Door;

/**
 * A running sandbox. Starting and closing block; do neither on an event loop. Several may run in one process.
 */
public final class SandboxServer implements AutoCloseable {

    private static final String DEFAULT_ENDPOINT = "we_from_the_start";
    private static final Duration LONGEST_START = Duration.ofSeconds(30);
    private static final int LONGEST_HEADERS = 16 * 1024;

    private final SandboxSettings settings;
    private final Bookkeeper bookkeeper;
    private final Webhooks webhooks;
    private final Clockwork clockwork;
    private final DisposableServer server;

    private SandboxServer(SandboxSettings settings) {
        this.settings = settings;
        Ids ids = new Ids(new Anywhere());
        Faults faults = new Faults();
        StripeJson json = new StripeJson(this::publicUrl);
        Books books = new Books(settings.clock(), ids);
        Path data = settings.data();
        Journal journal = data == null ? Journal.inMemory() : Journal.open(data, books::apply);
        this.webhooks = new Webhooks(settings.deliveries(), json, faults, settings.clock());
        this.bookkeeper = new Bookkeeper(books, journal, webhooks);
        List<Owed> leftOver = books.owed();
        if (settings.webhook() != null && !settings.webhook().url().isEmpty()) {
            books.record(new Change.EndpointStands(endpoint(settings.webhook(), books)));
        }
        StripeApi api = new StripeApi(settings.apiKey(), json, bookkeeper, faults, ids);
        HostedPages pages = new HostedPages(bookkeeper, faults, settings.clock());
        this.server = HttpServer.create()
                .host(settings.host())
                .port(settings.port())
                .httpRequestDecoder(spec -> spec.maxInitialLineLength(LONGEST_HEADERS).maxHeaderSize(LONGEST_HEADERS))
                .idleTimeout(Duration.ofMinutes(5))
                .handle(new Door(api, pages, new ControlApi(faults, webhooks, bookkeeper), settings.openControl()))
                .bindNow(LONGEST_START);
        webhooks.start(bookkeeper, leftOver);
        bookkeeper.start();
        this.clockwork = new Clockwork(bookkeeper, settings.keepAnswers());
    }

    /** @throws RuntimeException when the port is taken or the journal cannot be read */
    public static SandboxServer start(SandboxSettings settings) {
        return new SandboxServer(settings);
    }

    public int port() {
        return server.port();
    }

    /** Where API clients and the control API find it, without a slash at the end. */
    public String baseUrl() {
        return "http://localhost:" + port();
    }

    public String apiKey() {
        return settings.apiKey();
    }

    /** Answers no more, writes what is in hand, and leaves undelivered webhooks to the next start. */
    @Override
    public void close() {
        server.disposeNow(Duration.ofSeconds(5));
        clockwork.close();
        webhooks.close();
        bookkeeper.close();
    }

    private String publicUrl() {
        URI given = settings.publicUrl();
        return given == null ? baseUrl() : given.toString();
    }

    private static Endpoint endpoint(SandboxSettings.Webhook webhook, Books books) {
        Endpoint known = books.endpoints().find(DEFAULT_ENDPOINT);
        return new Endpoint(DEFAULT_ENDPOINT, webhook.url(), webhook.secret(), webhook.types(), Map.of(), null, null,
                known == null ? books.now() : known.created());
    }

    /** Each thread draws from its own source. */
    private static final class Anywhere implements RandomGenerator {

        @Override
        public long nextLong() {
            return ThreadLocalRandom.current().nextLong();
        }

        @Override
        public int nextInt(int bound) {
            return ThreadLocalRandom.current().nextInt(bound);
        }
    }
}
