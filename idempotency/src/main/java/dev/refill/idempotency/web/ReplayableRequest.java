package dev.refill.idempotency.web;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A request whose body was read from the network once and can be read by the handler again and again. */
final class ReplayableRequest extends ServerHttpRequestDecorator {

    private final byte[] body;

    private ReplayableRequest(ServerHttpRequest request, byte[] body) {
        super(request);
        this.body = body;
    }

    /**
     * Reads the body.
     *
     * @param atMost bytes
     * @return the request with its body, or the error {@link BodyTooLarge} as soon as the body is known to be longer
     */
    static Mono<ReplayableRequest> read(ServerHttpRequest request, int atMost) {
        if (request.getHeaders().getContentLength() > atMost) {
            return Mono.error(() -> new BodyTooLarge(atMost));
        }
        return DataBufferUtils.join(request.getBody(), atMost)
                .onErrorMap(DataBufferLimitException.class, longer -> new BodyTooLarge(atMost))
                .map(ReplayableRequest::drain)
                .defaultIfEmpty(new byte[0])
                .map(body -> new ReplayableRequest(request, body));
    }

    private static byte[] drain(DataBuffer buffer) {
        var bytes = new byte[buffer.readableByteCount()];
        buffer.read(bytes);
        DataBufferUtils.release(buffer);
        return bytes;
    }

    /** The bytes themselves, not a copy. */
    byte[] body() {
        return body;
    }

    @Override
    public Flux<DataBuffer> getBody() {
        return Flux.defer(() -> body.length == 0
                ? Flux.empty()
                : Flux.just(DefaultDataBufferFactory.sharedInstance.wrap(body)));
    }
}
