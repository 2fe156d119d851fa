package dev.refill.localstack.receiver;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes webhooks at {@code /hooks}, answers those that are genuine with 204, and shows the latest at {@code /}. */
public final class DemoReceiver implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(DemoReceiver.class);
    private static final int MOST_SHOWN = 100;
    private static final int LONGEST_BODY = 64 * 1024;
    private static final int THREADS = 2;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS, Thread.ofPlatform().daemon()
            .name("demo-receiver-", 0).factory());
    private final Clock clock;
    private final Deque<Arrival> arrivals = new ArrayDeque<>();
    private volatile @Nullable String secret;

    private DemoReceiver(HttpServer server, Clock clock) {
        this.server = server;
        this.clock = clock;
    }

    /** @param port on 127.0.0.1; 0 takes a free one */
    public static DemoReceiver start(int port, Clock clock) {
        try {
            DemoReceiver receiver = new DemoReceiver(
                    HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0), clock);
            receiver.serve();
            return receiver;
        } catch (IOException taken) {
            throw new UncheckedIOException("port " + port, taken);
        }
    }

    private record Arrival(Instant at, String id, boolean genuine, String body) {}

    private void serve() {
        server.createContext("/hooks", this::take);
        server.createContext("/", this::show);
        server.setExecutor(threads);
        server.start();
    }

    /** Where the page is. */
    public URI address() {
        return URI.create("http://localhost:" + server.getAddress().getPort());
    }

    /** Where webhooks go; by number, as the name may lead to an address that nothing listens on. */
    public URI hooks() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/hooks");
    }

    /** From now on what this secret signs is genuine. */
    public void trust(String signingSecret) {
        secret = signingSecret;
    }

    private void take(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readNBytes(LONGEST_BODY);
        String id = header(exchange, "webhook-id");
        String trusted = secret;
        boolean genuine = trusted != null && Signatures.genuine(trusted, id, header(exchange, "webhook-timestamp"),
                header(exchange, "webhook-signature"), body, clock);
        remember(new Arrival(clock.instant(), id, genuine, new String(body, StandardCharsets.UTF_8)));
        LOG.info("The demo receiver got {}: {}", id, genuine ? "genuine" : "refused");
        exchange.sendResponseHeaders(genuine ? 204 : 401, -1);
        exchange.close();
    }

    private static String header(HttpExchange exchange, String name) {
        String value = exchange.getRequestHeaders().getFirst(name);
        return value == null ? "" : value;
    }

    private synchronized void remember(Arrival arrival) {
        arrivals.addFirst(arrival);
        if (arrivals.size() > MOST_SHOWN) {
            arrivals.removeLast();
        }
    }

    private synchronized List<Arrival> remembered() {
        return List.copyOf(arrivals);
    }

    private void show(HttpExchange exchange) throws IOException {
        StringBuilder rows = new StringBuilder();
        remembered().forEach(arrival -> rows.append("<tr><td>").append(arrival.at()).append("</td><td>")
                .append(escaped(arrival.id())).append("</td><td>")
                .append(arrival.genuine() ? "genuine" : "<b>refused</b>").append("</td><td><code>")
                .append(escaped(arrival.body())).append("</code></td></tr>\n"));
        byte[] page = """
                <!doctype html>
                <html lang="en"><meta charset="utf-8"><meta http-equiv="refresh" content="2">
                <title>Demo receiver</title>
                <style>body{font-family:sans-serif;margin:2rem}table{border-collapse:collapse}
                td,th{border:1px solid #999;padding:.3rem .6rem;text-align:left;vertical-align:top}
                code{overflow-wrap:anywhere}</style>
                <h1>What the demo client was told</h1>
                <p>The latest %d webhooks; the page loads itself again. Recharge as <code>demo-app</code> to see one come.</p>
                <table><tr><th>at</th><th>webhook-id</th><th>signature</th><th>body</th></tr>
                %s</table></html>
                """.formatted(MOST_SHOWN, rows).getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
        exchange.sendResponseHeaders(200, page.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(page);
        }
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
