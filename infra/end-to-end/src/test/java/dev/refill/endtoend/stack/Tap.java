package dev.refill.endtoend.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import org.jspecify.annotations.Nullable;

import static java.util.Objects.requireNonNull;

/** Somebody on the way from a provider to a node, who hands every webhook on and keeps a copy. */
public final class Tap implements AutoCloseable {

    private static final Duration LONGEST = Duration.ofSeconds(30);
    /** What a client may not set by itself. */
    private static final List<String> OF_THE_CONNECTION = List.of("host", "content-length", "connection");

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Overheard> overheard = new CopyOnWriteArrayList<>();
    private volatile @Nullable URI receiver;

    public Tap() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException taken) {
            throw new UncheckedIOException(taken);
        }
        server.createContext("/", this::handOn);
        server.setExecutor(threads);
        server.start();
    }

    /**
     * Hands on from now on.
     *
     * @param to who is to receive the webhooks
     * @return where the provider is to send them
     */
    public URI before(URI to) {
        receiver = to;
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
    }

    private void handOn(HttpExchange exchange) throws IOException {
        try (exchange) {
            Map<String, String> headers = new HashMap<>();
            exchange.getRequestHeaders().forEach((name, values) -> headers.put(name, values.getFirst()));
            Overheard webhook = new Overheard(Map.copyOf(headers),
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.ISO_8859_1));
            overheard.add(webhook);
            exchange.sendResponseHeaders(sent(webhook), -1);
        }
    }

    private int sent(Overheard webhook) {
        try {
            return Api.send(webhook.deliveryTo(requireNonNull(receiver))).status();
        } catch (IOException nobodyThere) {
            return 502;
        }
    }

    /** Waits for a webhook with this in its body; the newest one if there are several. */
    public Overheard overheard(String text) {
        Until.holds("a webhook with " + text, LONGEST, () -> overheard.stream().anyMatch(one -> one.has(text)));
        return overheard.stream().filter(one -> one.has(text)).reduce((before, last) -> last).orElseThrow();
    }

    /**
     * A webhook as it came.
     *
     * @param body one character per byte
     */
    public record Overheard(Map<String, String> headers, String body) {

        private boolean has(String text) {
            return body.contains(text);
        }

        public Overheard withBody(String other) {
            return new Overheard(headers, other);
        }

        /** @param name as the provider writes it, but for upper and lower case */
        public Overheard withHeader(String name, String value) {
            Map<String, String> changed = new HashMap<>(headers);
            changed.keySet().removeIf(name::equalsIgnoreCase);
            changed.put(name, value);
            return new Overheard(Map.copyOf(changed), body);
        }

        /** The same once more. */
        public HttpRequest deliveryTo(URI node) {
            HttpRequest.Builder request = HttpRequest.newBuilder(node)
                    .timeout(LONGEST)
                    .POST(HttpRequest.BodyPublishers.ofByteArray(body.getBytes(StandardCharsets.ISO_8859_1)));
            headers.forEach((name, value) -> {
                if (OF_THE_CONNECTION.stream().noneMatch(name::equalsIgnoreCase)) {
                    request.header(name, value);
                }
            });
            return request.build();
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
