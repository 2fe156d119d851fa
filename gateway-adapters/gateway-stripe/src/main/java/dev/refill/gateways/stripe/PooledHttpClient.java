package dev.refill.gateways.stripe;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLHandshakeException;

import com.stripe.exception.ApiConnectionException;
import com.stripe.net.HttpClient;
import com.stripe.net.HttpHeaders;
import com.stripe.net.StripeRequest;
import com.stripe.net.StripeResponse;

/**
 * The SDK's wire on the JDK's pooling HTTP client. The SDK's own keeps five idle connections a host, cannot tell a
 * connection that never came about from an answer that never came, repeats a POST by itself, and has no limit for a
 * whole call. Here all four are mended: see docs/adr/0003-stripe-http-client.md.
 */
final class PooledHttpClient extends HttpClient {

    /** Stripe's largest answer to us is a page of a hundred objects of some kilobytes. */
    private static final long LONGEST_ANSWER = 4L << 20;

    private final java.net.http.HttpClient http;
    private final Duration wholeCall;
    private final String clientUserAgent = buildXStripeClientUserAgentString();

    PooledHttpClient(Duration connectTimeout, Duration readTimeout) {
        this.wholeCall = connectTimeout.plus(readTimeout);
        this.http = java.net.http.HttpClient.newBuilder()
                .version(java.net.http.HttpClient.Version.HTTP_1_1)
                .followRedirects(java.net.http.HttpClient.Redirect.NEVER)
                .connectTimeout(connectTimeout)
                .executor(Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("stripe-http-", 0).factory()))
                .build();
    }

    @Override
    public StripeResponse request(StripeRequest request) throws ApiConnectionException {
        var answer = http.sendAsync(toHttp(request), _info -> new BoundedBody(LONGEST_ANSWER));
        try {
            return toStripe(answer.get(wholeCall.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw new ApiConnectionException("no answer within " + wholeCall, e);
        } catch (InterruptedException e) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw new ApiConnectionException("interrupted", e);
        } catch (ExecutionException e) {
            throw failed(e);
        }
    }

    private HttpRequest toHttp(StripeRequest request) {
        var http = HttpRequest.newBuilder(URI.create(request.url().toString()))
                .method(request.method().name(), body(request))
                .setHeader("User-Agent", buildUserAgentString(request))
                .setHeader("X-Stripe-Client-User-Agent", clientUserAgent);
        request.headers().map().forEach((name, values) -> values.forEach(value -> http.setHeader(name, value)));
        var content = request.content();
        if (content != null) {
            http.setHeader("Content-Type", content.contentType());
        }
        return http.build();
    }

    private static BodyPublisher body(StripeRequest request) {
        var content = request.content();
        return content == null
                ? BodyPublishers.noBody()
                : BodyPublishers.ofByteArray(content.byteArrayContent());
    }

    private static StripeResponse toStripe(HttpResponse<String> answer) {
        return new StripeResponse(answer.statusCode(), HttpHeaders.of(answer.headers().map()), answer.body());
    }

    private static ApiConnectionException failed(ExecutionException failure) {
        return switch (failure.getCause()) {
            case ConnectException e -> new NotConnectedException(e);
            case HttpConnectTimeoutException e -> new NotConnectedException(e);
            case SSLHandshakeException e -> new NotConnectedException(e);
            case IOException e -> new ApiConnectionException("connection lost: " + e.getClass().getSimpleName(), e);
            case null, default -> new ApiConnectionException("call failed", failure);
        };
    }
}
