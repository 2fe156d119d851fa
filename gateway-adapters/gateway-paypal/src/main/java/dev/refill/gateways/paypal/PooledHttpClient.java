package dev.refill.gateways.paypal;

import java.time.Duration;
import java.util.List;

import io.netty.channel.ChannelOption;
import org.springframework.http.MediaType;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

/**
 * The wires to PayPal: pools of their own, bounded. No redirects, and nothing is sent a second time by itself: see
 * docs/adr/0003-stripe-http-client.md for why that matters.
 */
final class PooledHttpClient {

    /** PayPal's answers to us have some kilobytes. */
    private static final int LONGEST_ANSWER = 1 << 20;
    /** A chain of certificates has less than ten kilobytes. */
    private static final int LONGEST_CERTIFICATES = 64 << 10;
    /** Well below what a balancer in between gives an idle connection; a kept one that is closed costs an unknown outcome. */
    private static final Duration LONGEST_IDLE = Duration.ofSeconds(30);

    private PooledHttpClient() {}

    /** For the API: a connection for each call in flight, and one for the token. */
    static WebClient of(PaypalProperties properties) {
        return client("paypal", properties, properties.maxInFlight() + 1, LONGEST_ANSWER)
                .baseUrl(String.valueOf(properties.apiBase()))
                .defaultHeaders(headers -> headers.setAccept(List.of(MediaType.APPLICATION_JSON)))
                .build();
    }

    /** For certificates, which are public: nothing secret goes over it. */
    static WebClient forCertificates(PaypalProperties properties) {
        return client("paypal-certificates", properties, SigningCertificates.MOST_ASKED, LONGEST_CERTIFICATES).build();
    }

    private static WebClient.Builder client(String name, PaypalProperties properties, int connections,
            int longestAnswer) {
        return WebClient.builder()
                .codecs(codecs -> codecs.defaultCodecs().maxInMemorySize(longestAnswer))
                .clientConnector(new ReactorClientHttpConnector(http(name, properties, connections)));
    }

    private static HttpClient http(String name, PaypalProperties properties, int connections) {
        var pool = ConnectionProvider.builder(name)
                .maxConnections(connections)
                .pendingAcquireMaxCount(connections)
                .pendingAcquireTimeout(properties.connectTimeout())
                .maxIdleTime(LONGEST_IDLE)
                .build();
        return HttpClient.create(pool)
                .protocol(HttpProtocol.HTTP11)
                .disableRetry(true)
                .followRedirect(false)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, Math.toIntExact(properties.connectTimeout().toMillis()))
                .responseTimeout(properties.readTimeout());
    }
}
