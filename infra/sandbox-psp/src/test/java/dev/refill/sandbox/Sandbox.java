package dev.refill.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

import com.stripe.StripeClient;
import com.stripe.net.RequestOptions;
import com.stripe.param.PaymentIntentCreateParams;
import org.jspecify.annotations.Nullable;

/** A sandbox on a free port, with Stripe's own client and a plain one. */
public final class Sandbox implements AutoCloseable {

    private final SandboxServer server;
    private final HttpClient http = HttpClient.newHttpClient();

    private Sandbox(SandboxServer server) {
        this.server = server;
    }

    public static SandboxSettings settings() {
        return SandboxSettings.defaults().withPort(0);
    }

    public static Sandbox start() {
        return start(settings());
    }

    public static Sandbox start(SandboxSettings settings) {
        return new Sandbox(SandboxServer.start(settings));
    }

    public String url() {
        return server.baseUrl();
    }

    public SandboxServer server() {
        return server;
    }

    public StripeClient stripe() {
        return stripe(server.apiKey());
    }

    public StripeClient stripe(String apiKey) {
        return StripeClient.builder()
                .setApiKey(apiKey)
                .setApiBase(server.baseUrl())
                .setMaxNetworkRetries(0)
                .setReadTimeout(10_000)
                .build();
    }

    /** Ten dollars on a card, confirmed at once. */
    public static PaymentIntentCreateParams.Builder tenDollarsOn(String card) {
        return PaymentIntentCreateParams.builder()
                .setAmount(1000L)
                .setCurrency("usd")
                .setConfirm(true)
                .addPaymentMethodType("card")
                .setPaymentMethod(card);
    }

    public static RequestOptions key(String key) {
        return RequestOptions.builder().setIdempotencyKey(key).build();
    }

    public HttpResponse<String> control(String method, String path, @Nullable String json) {
        return send(request("/sandbox/" + path).method(method, body(json)).header("Content-Type", "application/json"));
    }

    public void fault(String json) {
        HttpResponse<String> answer = control("POST", "faults", json);
        if (answer.statusCode() != 201) {
            throw new IllegalStateException("fault: " + answer.body() + " (expected: set)");
        }
    }

    /** A POST to the API without an SDK. */
    public HttpResponse<String> post(String path, String form, String... headers) {
        return send(withHeaders(api(path).POST(body(form)), headers));
    }

    public HttpResponse<String> get(String path, String... headers) {
        return send(withHeaders(api(path), headers));
    }

    public HttpResponse<String> send(HttpRequest.Builder request) {
        return send(request, Duration.ofMinutes(1));
    }

    public HttpResponse<String> send(HttpRequest.Builder request, Duration patience) {
        try {
            return http.send(request.timeout(patience).build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    public HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(path.startsWith("http") ? path : server.baseUrl() + path));
    }

    private HttpRequest.Builder api(String path) {
        return request(path).header("Content-Type", "application/x-www-form-urlencoded")
                .header("Authorization", "Bearer " + server.apiKey());
    }

    private static HttpRequest.Builder withHeaders(HttpRequest.Builder request, String... headers) {
        for (int at = 0; at < headers.length; at += 2) {
            request.setHeader(headers[at], headers[at + 1]);
        }
        return request;
    }

    private static HttpRequest.BodyPublisher body(@Nullable String text) {
        return text == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(text);
    }

    @Override
    public void close() {
        server.close();
    }
}
