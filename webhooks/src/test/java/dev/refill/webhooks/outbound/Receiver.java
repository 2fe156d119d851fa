package dev.refill.webhooks.outbound;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.EmptyWebhookSecretException;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import io.netty.handler.ssl.SslContext;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/** A partner's server on this machine that answers as it is told to, and counts what comes. */
public final class Receiver implements AutoCloseable {

    /** How it answers. */
    public sealed interface Behaviour {

        record Answer(int status, Map<String, String> headers, String body) implements Behaviour {}

        /** It takes the request and says nothing. */
        record Hang() implements Behaviour {}

        /** It takes the request and breaks the connection. */
        record Reset() implements Behaviour {}

        /** It says what its status is and then a byte now and then. */
        record Drip(int status) implements Behaviour {}
    }

    /** A request as it came. */
    public record Received(String method, String path, Map<String, List<String>> headers, String body) {

        public String header(String name) {
            return String.join(",", headers.getOrDefault(name, List.of()));
        }

        /** Whether the public library takes it for genuine, as a partner would ask it. */
        public boolean verifiedBy(String secret) {
            try {
                new Webhook(secret).verify(body, headers);
                return true;
            } catch (WebhookVerificationException | EmptyWebhookSecretException forged) {
                return false;
            }
        }
    }

    private final List<Received> received = new CopyOnWriteArrayList<>();
    private final Map<String, AtomicInteger> open = new ConcurrentHashMap<>();
    private final AtomicInteger mostOpenOfOne = new AtomicInteger();
    private final DisposableServer server;
    private volatile Function<Received, Behaviour> behaviour = request -> answer(204);

    public Receiver() {
        this(null);
    }

    public Receiver(@Nullable SslContext tls) {
        HttpServer http = HttpServer.create().host("127.0.0.1").port(0);
        this.server = (tls == null ? http : http.secure(spec -> spec.sslContext(tls))).handle(this::handle).bindNow();
    }

    public static Behaviour answer(int status) {
        return new Behaviour.Answer(status, Map.of(), status < 300 ? "" : "no");
    }

    public void behave(Function<Received, Behaviour> how) {
        behaviour = how;
    }

    public void behave(Behaviour how) {
        behaviour = request -> how;
    }

    public int port() {
        return server.port();
    }

    public URI url(String path) {
        return URI.create("http://127.0.0.1:" + server.port() + path);
    }

    public List<Received> received() {
        return List.copyOf(received);
    }

    /** How many requests of one event were open at one time, at most. */
    public int mostOpenOfOne() {
        return mostOpenOfOne.get();
    }

    private Publisher<Void> handle(HttpServerRequest request, HttpServerResponse response) {
        String id = String.valueOf(request.requestHeaders().get("webhook-id"));
        AtomicInteger ofThisOne = open.computeIfAbsent(id, first -> new AtomicInteger());
        mostOpenOfOne.accumulateAndGet(ofThisOne.incrementAndGet(), Math::max);
        return request.receive().aggregate().asString(StandardCharsets.UTF_8).defaultIfEmpty("")
                .map(body -> read(request, body))
                .flatMap(read -> {
                    received.add(read);
                    ofThisOne.decrementAndGet();
                    return Mono.from(respond(behaviour.apply(read), response));
                });
    }

    private static Received read(HttpServerRequest request, String body) {
        Map<String, List<String>> headers = new ConcurrentHashMap<>();
        request.requestHeaders().forEach(header -> headers.merge(header.getKey().toLowerCase(java.util.Locale.ROOT),
                List.of(header.getValue()), (one, other) -> List.of(one + "," + other)));
        return new Received(request.method().name(), request.uri(), headers, body);
    }

    private static Publisher<Void> respond(Behaviour behaviour, HttpServerResponse response) {
        return switch (behaviour) {
            case Behaviour.Answer(int status, Map<String, String> headers, String body) -> {
                headers.forEach(response::header);
                yield response.status(status).sendString(Mono.just(body));
            }
            case Behaviour.Hang() -> Mono.never();
            case Behaviour.Reset() -> {
                response.withConnection(connection -> connection.channel().unsafe().closeForcibly());
                yield Mono.never();
            }
            case Behaviour.Drip(int status) -> response.status(status)
                    .sendString(Flux.concat(Mono.just("x"), Flux.never()), StandardCharsets.UTF_8);
        };
    }

    @Override
    public void close() {
        server.disposeNow();
    }
}
