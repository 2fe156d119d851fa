package dev.refill.gateways.adyen;

import java.time.Duration;
import java.util.List;

import io.netty.channel.ChannelOption;
import org.springframework.http.MediaType;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

/**
 * The wire to Adyen: a pool of its own with as many connections as calls may be in flight. No redirects, and nothing is
 * sent a second time by itself: see docs/adr/0003-stripe-http-client.md for why that matters.
 */
final class PooledHttpClient {

    /** Adyen's answers to us have some kilobytes. */
    private static final int LONGEST_ANSWER = 1 << 20;
    /** Well below what a balancer in between gives an idle connection; a kept one that is closed costs an unknown outcome. */
    private static final Duration LONGEST_IDLE = Duration.ofSeconds(30);

    private PooledHttpClient() {}

    static WebClient of(AdyenProperties properties) {
        return WebClient.builder()
                .baseUrl(properties.apiBase().toString())
                .defaultHeader("X-API-Key", properties.apiKey())
                .defaultHeaders(headers -> headers.setAccept(List.of(MediaType.APPLICATION_JSON)))
                .codecs(codecs -> codecs.defaultCodecs().maxInMemorySize(LONGEST_ANSWER))
                .clientConnector(new ReactorClientHttpConnector(http(properties)))
                .build();
    }

    private static HttpClient http(AdyenProperties properties) {
        return HttpClient.create(connections(properties))
                .disableRetry(true)
                .followRedirect(false)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, Math.toIntExact(properties.connectTimeout().toMillis()))
                .responseTimeout(properties.readTimeout());
    }

    private static ConnectionProvider connections(AdyenProperties properties) {
        return ConnectionProvider.builder("adyen")
                .maxConnections(properties.maxInFlight())
                .pendingAcquireMaxCount(properties.maxInFlight())
                .pendingAcquireTimeout(properties.connectTimeout())
                .maxIdleTime(LONGEST_IDLE)
                .build();
    }
}
