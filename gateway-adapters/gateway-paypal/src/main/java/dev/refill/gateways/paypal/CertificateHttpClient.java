package dev.refill.gateways.paypal;

import java.time.Duration;

import io.netty.channel.ChannelOption;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

/**
 * The wire to certificates, which are public: a bounded pool of its own, over which nothing secret goes. No redirects, as only
 * the address that was checked is one of PayPal's.
 */
final class CertificateHttpClient {

    /** A chain of certificates has less than ten kilobytes. */
    private static final int LONGEST_CERTIFICATES = 64 << 10;
    private static final Duration LONGEST_IDLE = Duration.ofSeconds(30);

    private CertificateHttpClient() {}

    static WebClient of(PaypalProperties properties) {
        return WebClient.builder()
                .codecs(codecs -> codecs.defaultCodecs().maxInMemorySize(LONGEST_CERTIFICATES))
                .clientConnector(new ReactorClientHttpConnector(http(properties)))
                .build();
    }

    private static HttpClient http(PaypalProperties properties) {
        var pool = ConnectionProvider.builder("paypal-certificates")
                .maxConnections(SigningCertificates.MOST_ASKED)
                .pendingAcquireMaxCount(SigningCertificates.MOST_ASKED)
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
