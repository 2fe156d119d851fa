package dev.refill.localstack.lifecycle;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import dev.refill.local.issuer.LocalIdentities;
import dev.refill.localstack.receiver.DemoReceiver;

/**
 * Registers the demo receiver as the demo client would: over the API. A secret is shown once and the receiver forgets it
 * with everything else, so an endpoint from an earlier start is replaced, and the last day is told again.
 */
public final class DemoEndpoint implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(DemoEndpoint.class);
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final Duration TOLD_AGAIN = Duration.ofDays(1);

    private final URI portal;
    private final URI issuer;
    private final DemoReceiver receiver;
    private final Clock clock;
    private volatile boolean running;

    public DemoEndpoint(URI portal, URI issuer, DemoReceiver receiver, Clock clock) {
        this.portal = portal;
        this.issuer = issuer;
        this.receiver = receiver;
        this.clock = clock;
    }

    @Override
    public void start() {
        running = true;
        try (HttpClient http = HttpClient.newBuilder().connectTimeout(TIMEOUT).build()) {
            register(http, token(http));
        } catch (IOException | IllegalStateException notNow) {
            LOG.warn("The demo receiver could not be registered; everything else works", notNow);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private void register(HttpClient http, String token) throws IOException, InterruptedException {
        String url = receiver.hooks().toString();
        for (JsonNode known : call(http, token, "GET", "", "").path("endpoints")) {
            if (known.path("url").asString().equals(url)) {
                call(http, token, "DELETE", "/" + known.path("id").asString(), "");
            }
        }
        JsonNode made = call(http, token, "POST", "", "{\"url\":\"" + url + "\"}");
        receiver.trust(made.path("secret").asString());
        call(http, token, "POST", "/" + made.path("id").asString() + "/replays",
                "{\"since\":\"" + clock.instant().minus(TOLD_AGAIN) + "\"}");
    }

    private String token(HttpClient http) throws IOException, InterruptedException {
        String client = LocalIdentities.DEMO_APP + ":" + LocalIdentities.DEMO_APP_SECRET;
        return send(http, HttpRequest.newBuilder(URI.create(issuer + "/token"))
                .header("Authorization", "Basic "
                        + Base64.getEncoder().encodeToString(client.getBytes(StandardCharsets.UTF_8)))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("grant_type=client_credentials"))).path("access_token").asString();
    }

    private JsonNode call(HttpClient http, String token, String method, String path, String body)
            throws IOException, InterruptedException {
        return send(http, HttpRequest.newBuilder(URI.create(portal + "/v1/webhook-endpoints" + path))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body)));
    }

    private static JsonNode send(HttpClient http, HttpRequest.Builder request)
            throws IOException, InterruptedException {
        var answer = http.send(request.timeout(TIMEOUT).build(), BodyHandlers.ofString());
        if (answer.statusCode() >= 300) {
            // Not the body: at the token endpoint it may hold what is nobody's business.
            throw new IllegalStateException(answer.uri() + " answered " + answer.statusCode());
        }
        return JsonMapper.shared().readTree(answer.body().isEmpty() ? "{}" : answer.body());
    }

    @Override
    public void stop() {
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** After the web server, which it calls. */
    @Override
    public int getPhase() {
        return Integer.MAX_VALUE;
    }
}
