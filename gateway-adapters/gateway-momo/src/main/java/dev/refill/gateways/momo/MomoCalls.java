package dev.refill.gateways.momo;

import java.net.URI;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;

import io.netty.channel.ChannelOption;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Mono;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

import dev.refill.gateway.json.StrictJson;

/**
 * The wire to MTN: so many calls at a time, on connections of their own; each ends in time and its answer is bounded. Nothing
 * is followed, and nothing is sent twice by itself.
 */
final class MomoCalls {

    /** MTN's largest answer to us is one object of less than a kilobyte, or a token. */
    private static final int LONGEST_ANSWER = 64 << 10;
    /** Shorter than load balancers in front of MTN keep an idle connection. */
    private static final Duration LONGEST_IDLE = Duration.ofSeconds(30);

    private final WebClient web;
    private final URI apiBase;
    private final Duration wholeCall;
    private final Semaphore places;

    /** @param maxInFlight calls at one time; one more is {@link NoPlaceException} */
    MomoCalls(URI apiBase, Duration connectTimeout, Duration readTimeout, int maxInFlight) {
        this.apiBase = apiBase;
        this.wholeCall = connectTimeout.plus(readTimeout);
        this.places = new Semaphore(maxInFlight);
        this.web = WebClient.builder()
                .clientConnector(new ReactorClientHttpConnector(http(connectTimeout, readTimeout, maxInFlight)))
                .codecs(codecs -> codecs.defaultCodecs().maxInMemorySize(LONGEST_ANSWER))
                .build();
    }

    private static HttpClient http(Duration connectTimeout, Duration readTimeout, int maxInFlight) {
        var connections = ConnectionProvider.builder("momo")
                .maxConnections(maxInFlight)
                .pendingAcquireMaxCount(maxInFlight)
                .pendingAcquireTimeout(connectTimeout)
                .maxIdleTime(LONGEST_IDLE)
                .build();
        return HttpClient.create(connections)
                .protocol(HttpProtocol.HTTP11)
                .followRedirect(false)
                .disableRetry(true)
                .responseTimeout(readTimeout)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, Math.toIntExact(connectTimeout.toMillis()));
    }

    /** Cold; an error signal for whatever is no answer: see {@link MomoErrors#of(Throwable)}. */
    Mono<MomoAnswer> get(String path, Consumer<HttpHeaders> headers) {
        return answer(web.method(HttpMethod.GET).uri(at(path)).headers(headers));
    }

    /** As {@link #get}, with a body. */
    Mono<MomoAnswer> post(String path, Consumer<HttpHeaders> headers, byte[] body) {
        return answer(web.method(HttpMethod.POST).uri(at(path)).headers(headers).bodyValue(body));
    }

    private URI at(String path) {
        return URI.create(apiBase + path);
    }

    private Mono<MomoAnswer> answer(WebClient.RequestHeadersSpec<?> request) {
        return Mono.using(this::place, _place -> request.exchangeToMono(MomoCalls::read).timeout(wholeCall),
                Semaphore::release);
    }

    /** Taken at once or not at all: waiting is for those who know how long it is worth. */
    private Semaphore place() {
        if (!places.tryAcquire()) {
            throw new NoPlaceException();
        }
        return places;
    }

    private static Mono<MomoAnswer> read(ClientResponse response) {
        return response.bodyToMono(byte[].class)
                .defaultIfEmpty(new byte[0])
                .map(body -> new MomoAnswer(response.statusCode().value(), StrictJson.object(body),
                        retryAfter(response.headers().asHttpHeaders())));
    }

    /** Seconds are what MTN sends; the other form of the header, a date, is not worth a clock. */
    private static @Nullable Duration retryAfter(HttpHeaders headers) {
        var value = headers.getFirst(HttpHeaders.RETRY_AFTER);
        return value != null && value.matches("[0-9]{1,6}") ? Duration.ofSeconds(Long.parseLong(value)) : null;
    }
}
