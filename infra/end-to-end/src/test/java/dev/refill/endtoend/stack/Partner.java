package dev.refill.endtoend.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/** A partner's server for our webhooks, which takes everything and counts how often each id came. */
public final class Partner implements AutoCloseable {

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<String, Integer> times = new ConcurrentHashMap<>();
    private final Queue<String> received = new ConcurrentLinkedQueue<>();

    public Partner() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException taken) {
            throw new UncheckedIOException(taken);
        }
        server.createContext("/hooks", this::take);
        server.setExecutor(threads);
        server.start();
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            received.add(exchange.getRequestURI() + "\n" + exchange.getRequestHeaders().entrySet() + "\n" + body);
            times.merge(String.valueOf(exchange.getRequestHeaders().getFirst("webhook-id")), 1, Integer::sum);
            exchange.sendResponseHeaders(204, -1);
        }
    }

    public String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/hooks";
    }

    /** Lets the client of an API be told of its orders here. */
    public void register(Api api) {
        try {
            Api.Answer answer = api.post("/v1/webhook-endpoints", "{\"url\": \"" + address() + "\"}");
            if (answer.status() != 201) {
                throw new AssertionError(answer.toString());
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Every request: its address, headers and body. */
    public List<String> received() {
        return List.copyOf(received);
    }

    /** How often each {@code webhook-id} came. */
    public Map<String, Integer> times() {
        return Map.copyOf(times);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
