package dev.refill.gateways.momo;

import java.net.URI;
import java.time.Duration;
import java.util.function.Consumer;

import org.springframework.http.HttpHeaders;
import reactor.core.publisher.Mono;

import dev.refill.gateway.http.Wire;
import dev.refill.gateway.http.WireLimits;

/** Requests to MTN. The Monos are cold: an answer whatever its status, or an error: see {@link MomoErrors#of(Throwable)}. */
final class MomoCalls {

    private final Wire wire;

    /** @param maxInFlight calls at one time; one more is not sent */
    MomoCalls(URI apiBase, Duration connectTimeout, Duration readTimeout, int maxInFlight) {
        this.wire = new Wire(new WireLimits("momo", apiBase, connectTimeout, readTimeout, maxInFlight));
    }

    Mono<MomoAnswer> get(String path, Consumer<HttpHeaders> headers) {
        return wire.call(web -> web.get().uri(path).headers(headers)).map(MomoAnswer::of);
    }

    /** As {@link #get}, with a body. */
    Mono<MomoAnswer> post(String path, Consumer<HttpHeaders> headers, byte[] body) {
        return wire.call(web -> web.post().uri(path).headers(headers).bodyValue(body)).map(MomoAnswer::of);
    }
}
