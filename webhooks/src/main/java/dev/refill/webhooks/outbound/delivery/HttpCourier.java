package dev.refill.webhooks.outbound.delivery;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.function.UnaryOperator;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelOption;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.ssl.SslContext;
import reactor.core.publisher.Mono;
import reactor.netty.ByteBufFlux;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.client.HttpClientResponse;

/**
 * By HTTP/1.1 on a connection of its own: one that was kept could be closed by the endpoint just when it is used again, which
 * would count as a failed try.
 */
public final class HttpCourier implements Courier {

    private static final int CONNECT_TIMEOUT_MILLIS = 5_000;
    private static final int LONGEST_EXCERPT = 1_024;
    private static final Duration EXCERPT_TIMEOUT = Duration.ofSeconds(2);

    private final HttpClient plain;
    private final HttpClient encrypted;

    /** Trusts whom the platform trusts. */
    public HttpCourier() {
        this(HttpClient::secure);
    }

    /** Trusts whom the context trusts. */
    HttpCourier(SslContext tls) {
        this(client -> client.secure(spec -> spec.sslContext(tls)));
    }

    private HttpCourier(UnaryOperator<HttpClient> encryption) {
        this.plain = HttpClient.newConnection()
                .followRedirect(false)
                .disableRetry(true)
                .keepAlive(false)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_TIMEOUT_MILLIS);
        this.encrypted = encryption.apply(plain);
    }

    @Override
    public Mono<Reply> post(URI url, InetAddress address, Map<String, String> headers, byte[] body) {
        InetSocketAddress pinned = new InetSocketAddress(address, port(url));
        return (isEncrypted(url) ? encrypted : plain)
                .remoteAddress(() -> pinned)
                .headers(all -> {
                    headers.forEach(all::set);
                    all.set(HttpHeaderNames.HOST, url.getRawAuthority());
                    all.set(HttpHeaderNames.CONTENT_LENGTH, body.length);
                })
                .post()
                .uri(pathOf(url))
                .send(Mono.fromSupplier(() -> Unpooled.wrappedBuffer(body)))
                .response(HttpCourier::reply)
                .next();
    }

    private static boolean isEncrypted(URI url) {
        return "https".equalsIgnoreCase(url.getScheme());
    }

    private static int port(URI url) {
        if (url.getPort() != -1) {
            return url.getPort();
        }
        return isEncrypted(url) ? 443 : 80;
    }

    private static String pathOf(URI url) {
        String path = url.getRawPath().isEmpty() ? "/" : url.getRawPath();
        return url.getRawQuery() == null ? path : path + "?" + url.getRawQuery();
    }

    /** A success is told by its status alone; what follows is not waited for. */
    private static Mono<Reply> reply(HttpClientResponse response, ByteBufFlux content) {
        int status = response.status().code();
        String retryAfter = response.responseHeaders().get(HttpHeaderNames.RETRY_AFTER);
        return isSuccess(status)
                ? Mono.just(new Reply.Answered(status, retryAfter, ""))
                : excerpt(content).map(text -> new Reply.Answered(status, retryAfter, text));
    }

    static boolean isSuccess(int status) {
        return status >= 200 && status < 300;
    }

    private static Mono<String> excerpt(ByteBufFlux content) {
        return content.asByteArray()
                .scan(new byte[0], HttpCourier::appended)
                .takeUntil(read -> read.length >= LONGEST_EXCERPT)
                .last(new byte[0])
                .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
                .timeout(EXCERPT_TIMEOUT, Mono.just(""))
                .onErrorReturn("");
    }

    private static byte[] appended(byte[] read, byte[] more) {
        int taken = Math.min(more.length, LONGEST_EXCERPT - read.length);
        byte[] both = Arrays.copyOf(read, read.length + taken);
        System.arraycopy(more, 0, both, read.length, taken);
        return both;
    }
}
