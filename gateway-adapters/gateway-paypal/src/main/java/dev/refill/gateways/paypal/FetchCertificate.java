package dev.refill.gateways.paypal;

import java.time.Duration;

import org.springframework.http.HttpStatus;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Mono;

/** Fetches what is at a certificate's address; PayPal gives it to everybody, so nothing of ours is sent. */
final class FetchCertificate {

    private final WebClient web;
    private final Duration longest;

    /**
     * @param web follows no redirects and bounds what it reads
     * @param longest for all of it
     */
    FetchCertificate(WebClient web, Duration longest) {
        this.web = web;
        this.longest = longest;
    }

    /** Cold: each subscription fetches once; an error for whatever is no answer with 200. */
    Mono<byte[]> fetch(CertificateAddress address) {
        return web.get().uri(address.uri()).exchangeToMono(FetchCertificate::read).timeout(longest);
    }

    private static Mono<byte[]> read(ClientResponse answer) {
        return answer.statusCode().equals(HttpStatus.OK)
                ? answer.bodyToMono(byte[].class)
                : answer.releaseBody().then(Mono.error(() -> new IllegalStateException("no certificate")));
    }
}
