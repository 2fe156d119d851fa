package dev.refill.security;

import java.time.Duration;

import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.netty.http.client.HttpClient;

/** HTTP calls to the issuer, which may be slow or down: each ends within the set time. */
final class IssuerClient {

    private static final int LARGEST_ANSWER = 256 * 1024;

    private IssuerClient() {}

    static WebClient within(Duration timeout) {
        HttpClient http = HttpClient.create()
                .responseTimeout(timeout)
                .option(io.netty.channel.ChannelOption.CONNECT_TIMEOUT_MILLIS, Math.toIntExact(timeout.toMillis()));
        return WebClient.builder()
                .clientConnector(new ReactorClientHttpConnector(http))
                .codecs(codecs -> codecs.defaultCodecs().maxInMemorySize(LARGEST_ANSWER))
                .build();
    }
}
