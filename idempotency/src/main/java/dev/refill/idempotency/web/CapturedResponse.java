package dev.refill.idempotency.web;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

import org.reactivestreams.Publisher;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.server.reactive.AbstractServerHttpResponse;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import dev.refill.idempotency.Answer;
import dev.refill.idempotency.Answer.Header;

/**
 * A response that is kept in memory. It shares nothing with the network's response, which may be gone before the handler
 * is done; what filters outside have set there stays there.
 */
final class CapturedResponse extends AbstractServerHttpResponse {

    private final int atMost;
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();

    /** @param atMost bytes; a handler that writes more gets a {@link DataBufferLimitException} */
    CapturedResponse(int atMost) {
        super(DefaultDataBufferFactory.sharedInstance);
        this.atMost = atMost;
    }

    /** Ends the response as the server does when a handler is done, running what waits for the commit. */
    Mono<CapturedResponse> complete() {
        return Mono.defer(this::setComplete).thenReturn(this);
    }

    /**
     * What was answered.
     *
     * @param headerNames which headers to keep
     */
    Answer answer(Predicate<String> headerNames) {
        HttpStatusCode status = getStatusCode();
        List<Header> headers = new ArrayList<>();
        getHeaders().forEach((name, values) -> values.stream()
                .filter(value -> headerNames.test(name))
                .forEach(value -> headers.add(new Header(name, value))));
        return new Answer(status == null ? HttpStatus.OK.value() : status.value(), headers, body.toByteArray());
    }

    // The signature is Spring's.
    @SuppressWarnings("TypeParameterUnusedInFormals")
    @Override
    public <T> T getNativeResponse() {
        throw new IllegalStateException(
                "native response: none (expected: the answer of an idempotent endpoint is stored)");
    }

    @Override
    protected Mono<Void> writeWithInternal(Publisher<? extends DataBuffer> parts) {
        return Flux.from(parts).doOnNext(this::keep).doOnDiscard(DataBuffer.class, DataBufferUtils::release).then();
    }

    @Override
    protected Mono<Void> writeAndFlushWithInternal(Publisher<? extends Publisher<? extends DataBuffer>> groups) {
        return Flux.from(groups).concatMap(this::writeWithInternal).then();
    }

    private void keep(DataBuffer part) {
        try {
            if (body.size() + part.readableByteCount() > atMost) {
                throw new DataBufferLimitException("answer: longer than " + atMost + " bytes");
            }
            var bytes = new byte[part.readableByteCount()];
            part.read(bytes);
            body.writeBytes(bytes);
        } finally {
            DataBufferUtils.release(part);
        }
    }

    @Override
    protected void applyStatusCode() {
        // Read from memory by status().
    }

    @Override
    protected void applyHeaders() {
        // Read from memory by getHeaders(), which is final once committed.
    }

    @Override
    protected void applyCookies() {
        getCookies().forEach((name, cookies) -> cookies.forEach(
                cookie -> getHeaders().add(HttpHeaders.SET_COOKIE, cookie.toString())));
    }
}
