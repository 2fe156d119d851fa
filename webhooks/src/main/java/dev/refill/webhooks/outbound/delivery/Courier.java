package dev.refill.webhooks.outbound.delivery;

import java.net.InetAddress;
import java.net.URI;
import java.util.Map;

import reactor.core.publisher.Mono;

/** Sends one request. */
@FunctionalInterface
public interface Courier {

    /**
     * Posts the body to the URL at this very address, without following a redirect or trying again. Cold; a cancel ends
     * the connection.
     *
     * @return exactly one reply; an error where there was none
     */
    Mono<Reply> post(URI url, InetAddress address, Map<String, String> headers, byte[] body);
}
