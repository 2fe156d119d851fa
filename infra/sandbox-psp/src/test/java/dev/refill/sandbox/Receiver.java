package dev.refill.sandbox;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import com.stripe.exception.SignatureVerificationException;
import com.stripe.model.Event;
import com.stripe.net.Webhook;
import io.netty.handler.codec.http.HttpHeaders;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;

/** A shop's webhook endpoint: keeps what it is sent and answers what it is told. */
public final class Receiver implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final BlockingQueue<Received> received = new LinkedBlockingQueue<>();
    private final DisposableServer server;
    private volatile int status = 200;

    /** One delivery as it came over the wire. */
    public record Received(String method, String body, HttpHeaders headers) {

        public @Nullable String signature() {
            return headers.get("Stripe-Signature");
        }

        /** Verified by Stripe's own client. */
        public Event verified(String secret) {
            try {
                return Webhook.constructEvent(body, signature(), secret);
            } catch (SignatureVerificationException forged) {
                throw new AssertionError("The signature does not hold", forged);
            }
        }
    }

    public Receiver() {
        server = HttpServer.create()
                .host("127.0.0.1")
                .port(0)
                .handle((request, response) -> request.receive()
                        .aggregate()
                        .asString()
                        .flatMap(body -> {
                            // Read before the test can see the delivery and change its mind.
                            int answer = status;
                            received.add(
                                    new Received(request.method().name(), body, request.requestHeaders().copy()));
                            return response.status(answer).send().then();
                        })
                        .then(Mono.empty()))
                .bindNow();
    }

    public String url() {
        return "http://127.0.0.1:" + server.port() + "/hooks";
    }

    public void answers(int with) {
        status = with;
    }

    public Received next() {
        try {
            Received next = received.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            if (next == null) {
                throw new AssertionError("No delivery within " + PATIENCE);
            }
            return next;
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    public List<Received> next(int count) {
        List<Received> all = new ArrayList<>();
        for (int at = 0; at < count; at++) {
            all.add(next());
        }
        return all;
    }

    /** What has come and was not asked for. */
    public int waiting() {
        return received.size();
    }

    @Override
    public void close() {
        server.disposeNow();
    }
}
