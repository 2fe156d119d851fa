package dev.refill.webhooks.ingress;

import java.net.URI;
import java.time.Duration;
import java.util.List;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.springframework.http.server.reactive.ReactorHttpHandlerAdapter;
import org.springframework.web.reactive.function.server.RouterFunctions;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;

import dev.refill.webhooks.FakeTranslator;
import dev.refill.webhooks.Translators;

/** The door on a port of its own. */
final class TestDoor implements AutoCloseable {

    static final int MAX_BODY = 256 * 1024;

    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final DisposableServer server;

    TestDoor(Intake intake) {
        WebhookIngress ingress = new WebhookIngress(new Translators(List.of(new FakeTranslator())), intake, MAX_BODY,
                Duration.ofSeconds(2), new IngressMetrics(meters));
        server = HttpServer.create()
                .host("localhost")
                .port(0)
                .handle(new ReactorHttpHandlerAdapter(RouterFunctions.toHttpHandler(ingress.routes())))
                .bindNow();
    }

    int port() {
        return server.port();
    }

    URI at(String gateway) {
        return URI.create("http://localhost:" + port() + "/webhooks/" + gateway);
    }

    double counted(String gateway, String answer) {
        return meters.counter("refill.webhooks.received", "gateway", gateway, "answer", answer).count();
    }

    @Override
    public void close() {
        server.disposeNow();
    }
}
