package dev.refill.app.sensitive;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * A request whose body ends in an error if something is in it that must not come in. Whoever acts on a body reads it to its end first, so
 * nothing was done by then.
 */
final class CheckedBody extends ServerHttpRequestDecorator {

    /** In bytes. No endpoint takes a longer body, so what comes after them is read by nobody. */
    private static final int MOST = 1024 * 1024 + 64 * 1024;

    private final JsonTexts texts;

    CheckedBody(ServerHttpRequest request, JsonTexts texts) {
        super(request);
        this.texts = texts;
    }

    @Override
    public Flux<DataBuffer> getBody() {
        return Flux.defer(() -> checked(new ByteArrayOutputStream()));
    }

    private Flux<DataBuffer> checked(ByteArrayOutputStream read) {
        return super.getBody()
                .doOnNext(part -> copy(part, read))
                .concatWith(Mono.defer(() -> verdict(read)));
    }

    private static void copy(DataBuffer part, ByteArrayOutputStream read) {
        byte[] bytes = new byte[Math.min(part.readableByteCount(), MOST - read.size())];
        part.toByteBuffer(part.readPosition(), ByteBuffer.wrap(bytes), 0, bytes.length);
        read.writeBytes(bytes);
    }

    private Mono<DataBuffer> verdict(ByteArrayOutputStream read) {
        return read.size() > 0 && texts.isIn(read.toByteArray())
                ? Mono.error(SensitiveInputRefused::new)
                : Mono.empty();
    }
}
