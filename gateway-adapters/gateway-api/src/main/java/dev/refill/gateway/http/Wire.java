package dev.refill.gateway.http;

import java.net.ConnectException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import javax.net.ssl.SSLHandshakeException;

import io.netty.channel.ChannelOption;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.client.WebClient.RequestHeadersSpec;
import org.springframework.web.reactive.function.client.WebClientException;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

import dev.refill.gateway.NotSent;
import dev.refill.gateway.NotSent.Reason;
import dev.refill.gateway.Unknown;
import dev.refill.gateway.Unresolved;
import dev.refill.gateway.json.StrictJson;

/**
 * The wire to one provider: so many calls at a time, on connections of their own; each ends in time and its answer is
 * bounded. No redirects, and nothing is sent a second time by itself: see docs/adr/0003-stripe-http-client.md for why that
 * matters.
 */
public final class Wire {

    /** Providers' answers to us have some kilobytes. */
    private static final int LONGEST_ANSWER = 1 << 20;
    /** Well below what a balancer in between gives an idle connection; a kept one that is closed costs an unknown outcome. */
    private static final Duration LONGEST_IDLE = Duration.ofSeconds(30);

    private final WebClient web;
    private final Semaphore places;
    private final Duration wholeCall;

    public Wire(WireLimits limits) {
        this.web = WebClient.builder()
                .baseUrl(limits.apiBase().toString())
                .defaultHeaders(headers -> headers.setAccept(List.of(MediaType.APPLICATION_JSON)))
                .codecs(codecs -> codecs.defaultCodecs().maxInMemorySize(LONGEST_ANSWER))
                .clientConnector(new ReactorClientHttpConnector(http(limits)))
                .build();
        this.places = new Semaphore(limits.maxInFlight());
        this.wholeCall = limits.wholeCall();
    }

    /**
     * One call. Cancelling closes the connection and gives up the wait; what was sent may still be carried out.
     *
     * @param request makes the request anew for each subscription; what it throws is passed on, and nothing is sent
     * @return a cold Mono that never blocks: exactly one answer, whatever its status, or {@link NoAnswerException}. Its place
     *         is free again before anybody hears of it
     */
    public Mono<JsonAnswer> call(Function<WebClient, RequestHeadersSpec<?>> request) {
        return Mono.using(this::place, _place -> sent(request.apply(web)), Semaphore::release);
    }

    /** Taken at once or not at all: waiting is for those who know how long it is worth. */
    private Semaphore place() {
        if (!places.tryAcquire()) {
            throw new NoAnswerException(new NotSent(Reason.BULKHEAD_FULL, null));
        }
        return places;
    }

    private Mono<JsonAnswer> sent(RequestHeadersSpec<?> request) {
        return request.exchangeToMono(Wire::read).timeout(wholeCall).onErrorMap(Wire::unanswered);
    }

    private static Mono<JsonAnswer> read(ClientResponse response) {
        return response.bodyToMono(byte[].class)
                .defaultIfEmpty(new byte[0])
                .map(body -> new JsonAnswer(response.statusCode().value(), StrictJson.object(body),
                        retryAfter(response.headers().asHttpHeaders())));
    }

    private static @Nullable Duration retryAfter(HttpHeaders headers) {
        var value = headers.getFirst(HttpHeaders.RETRY_AFTER);
        return value != null && value.matches("[0-9]{1,6}") ? Duration.ofSeconds(Long.parseLong(value)) : null;
    }

    private static Throwable unanswered(Throwable error) {
        return new NoAnswerException(switch (error) {
            case TimeoutException _late -> new Unknown("no answer in time");
            case DataBufferLimitException _long -> new Unknown("answer too long");
            case WebClientException broken -> broken(broken.getCause());
            default -> broken(error);
        });
    }

    /** Without a connection not a byte of the request can have reached the provider. */
    private static Unresolved broken(@Nullable Throwable cause) {
        return switch (cause) {
            case ConnectException _none -> new NotSent(Reason.CONNECTION_REFUSED, null);
            case UnknownHostException _none -> new NotSent(Reason.CONNECTION_REFUSED, null);
            case SSLHandshakeException _none -> new NotSent(Reason.CONNECTION_REFUSED, null);
            case null -> new Unknown("connection lost");
            default -> new Unknown("connection lost: " + cause.getClass().getSimpleName());
        };
    }

    private static HttpClient http(WireLimits limits) {
        return HttpClient.create(connections(limits))
                .disableRetry(true)
                .followRedirect(false)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, Math.toIntExact(limits.connectTimeout().toMillis()))
                .responseTimeout(limits.readTimeout());
    }

    private static ConnectionProvider connections(WireLimits limits) {
        return ConnectionProvider.builder(limits.name())
                .maxConnections(limits.maxInFlight())
                .pendingAcquireMaxCount(limits.maxInFlight())
                .pendingAcquireTimeout(limits.connectTimeout())
                .maxIdleTime(LONGEST_IDLE)
                .build();
    }
}
