package dev.refill.endtoend.stack;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The REST API as a client sees it, over plain HTTP. */
public final class Api {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final HttpClient CLIENT = newClient();

    private final URI base;
    private final String token;

    Api(URI base, String token) {
        this.base = base;
        this.token = token;
    }

    /**
     * An answer as it came.
     *
     * @param body one character per byte, so that equal bodies are equal byte for byte
     */
    public record Answer(int status, String body, Optional<String> replayed, Optional<String> type,
            Optional<String> retryAfter) {

        public JsonNode json() {
            return JSON.readTree(body.getBytes(StandardCharsets.ISO_8859_1));
        }

        public String id() {
            return json().path("id").stringValue("");
        }

        public String state() {
            return json().path("state").stringValue("");
        }

        @Override
        public String toString() {
            return status + " " + body;
        }
    }

    private static HttpClient newClient() {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(10))
                .build();
    }

    /** A request body that recharges with a kept card. */
    public static String recharge(String msisdn, long amount, String card) {
        return """
                {"msisdn": "%s", "offer": "airtime-usd", "amount": %d, "currency": "USD", "cardOnFile": "%s", "confirmRepeat": true}"""
                .formatted(msisdn, amount, card);
    }

    /** A request body that is paid on the provider's page. */
    public static String rechargeOnPage(String msisdn, long amount) {
        return """
                {"msisdn": "%s", "offer": "airtime-usd", "amount": %d, "currency": "USD", "confirmRepeat": true}"""
                .formatted(msisdn, amount);
    }

    public Answer place(String key, String body) {
        try {
            return tryPlace(key, body);
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /** @throws IOException if the node dies or is gone */
    public Answer tryPlace(String key, String body) throws IOException {
        return send(CLIENT, order(key, body));
    }

    /** As {@link #tryPlace}, on a connection that is opened for this one request. */
    public Answer tryPlaceOnNewConnection(String key, String body) throws IOException {
        try (HttpClient client = newClient()) {
            return send(client, order(key, body));
        }
    }

    private HttpRequest order(String key, String body) {
        return request("/v1/recharges")
                .header("Idempotency-Key", key)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
    }

    /** Posts without any key. */
    public Answer post(String path, String body) throws IOException {
        return send(request(path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    public Answer get(String path) {
        try {
            return tryGet(path);
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /** @throws IOException if the node dies or is gone */
    public Answer tryGet(String path) throws IOException {
        return send(request(path).GET().build());
    }

    /** Watches an order's live status until it says a state. */
    public void watchUntil(String id, String state) {
        HttpRequest events = request("/v1/recharges/" + id + "/events").header("Accept", "text/event-stream").build();
        try (Stream<String> lines = CLIENT.send(events, HttpResponse.BodyHandlers.ofLines()).body()) {
            if (lines.noneMatch(line -> line.startsWith("data:") && line.contains("\"state\":\"" + state + "\""))) {
                throw new AssertionError(id + " ended without " + state);
            }
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }

    /**
     * Watches an order's live status to the end of the stream.
     *
     * @param begun called when the first line is there
     * @return the lines
     * @throws java.io.UncheckedIOException if the stream was cut off instead
     */
    public List<String> watch(String id, Runnable begun) throws IOException {
        HttpRequest events = request("/v1/recharges/" + id + "/events").header("Accept", "text/event-stream").build();
        return watch(events, begun);
    }

    /** Reads any other stream, with the client's own headers only, as {@link #watch(String, Runnable)} does. */
    public static List<String> watch(HttpRequest stream, Runnable begun) throws IOException {
        AtomicBoolean first = new AtomicBoolean(true);
        try (Stream<String> lines = CLIENT.send(stream, HttpResponse.BodyHandlers.ofLines()).body()) {
            return lines.peek(line -> {
                if (first.getAndSet(false)) {
                    begun.run();
                }
            }).toList();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(base.resolve(path))
                .header("Authorization", "Bearer " + token)
                .timeout(Duration.ofMinutes(1));
    }

    /** Any other request, with the client's own headers only. */
    public static Answer send(HttpRequest request) throws IOException {
        return send(CLIENT, request);
    }

    private static Answer send(HttpClient client, HttpRequest request) throws IOException {
        try {
            HttpResponse<byte[]> answer = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
            String body = new String(answer.body(), StandardCharsets.ISO_8859_1);
            return new Answer(answer.statusCode(), body, answer.headers().firstValue("Idempotent-Replayed"),
                    answer.headers().firstValue("Content-Type"), answer.headers().firstValue("Retry-After"));
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }
}
