package dev.refill.sandbox.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Map;

import reactor.core.publisher.Mono;

import dev.refill.sandbox.wire.Dialect;
import dev.refill.sandbox.wire.Reply;
import dev.refill.sandbox.wire.Request;

/** How the pages of all providers look: {@code GET /assets/sandbox.css}. */
public final class Style implements Dialect {

    private static final String PATH = "/assets/sandbox.css";

    private final byte[] style = read("sandbox.css");

    @Override
    public boolean has(String path) {
        return path.equals(PATH);
    }

    @Override
    public Mono<Reply> answer(Request request) {
        return Mono.just(request.method().equals("GET")
                ? new Reply.Sent(200, Map.of("Content-Type", "text/css; charset=utf-8", "Cache-Control",
                        "public, max-age=3600", "X-Content-Type-Options", "nosniff"), ByteBuffer.wrap(style))
                : empty(405));
    }

    @Override
    public Reply tooLarge() {
        return empty(413);
    }

    private static Reply empty(int status) {
        return new Reply.Sent(status, Map.of("Content-Type", "text/plain"), ByteBuffer.allocate(0));
    }

    private static byte[] read(String name) {
        try (InputStream in = Style.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("resource: " + name + " is missing (expected: beside the class)");
            }
            return in.readAllBytes();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
