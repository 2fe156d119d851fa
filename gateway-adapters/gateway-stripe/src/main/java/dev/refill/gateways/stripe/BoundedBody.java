package dev.refill.gateways.stripe;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

import org.jspecify.annotations.Nullable;

/** Reads a response body as UTF-8 text and gives up beyond a limit, so that a broken provider cannot fill our memory. */
final class BoundedBody implements HttpResponse.BodySubscriber<String> {

    private final HttpResponse.BodySubscriber<String> body = HttpResponse.BodySubscribers
            .ofString(StandardCharsets.UTF_8);
    private final long limit;
    private long received;
    private Flow.@Nullable Subscription subscription;

    BoundedBody(long limit) {
        this.limit = limit;
    }

    @Override
    public CompletionStage<String> getBody() {
        return body.getBody();
    }

    @Override
    public void onSubscribe(Flow.Subscription upstream) {
        subscription = upstream;
        body.onSubscribe(upstream);
    }

    @Override
    public void onNext(List<ByteBuffer> part) {
        received += part.stream().mapToLong(ByteBuffer::remaining).sum();
        if (received <= limit) {
            body.onNext(part);
        } else if (subscription != null) {
            subscription.cancel();
            subscription = null;
            body.onError(new IOException("response: more than " + limit + " bytes"));
        }
    }

    @Override
    public void onError(Throwable error) {
        body.onError(error);
    }

    @Override
    public void onComplete() {
        body.onComplete();
    }
}
