package dev.refill.app.lifecycle;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.reactor.netty.NettyServerCustomizer;
import org.springframework.context.SmartLifecycle;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;

/**
 * Stops listening, and only then lets the web server end. By itself the server closes each connection without a request in
 * hand at once, also one that was accepted a moment ago and whose request is on the way: that client would have sent and
 * never be answered. So nobody new is let in first, and who is in has {@link #LAST_WORD} to speak and is answered.
 *
 * <p>Who stands in the kernel's line and is not let in yet would be cut off, too, when listening ends. So it ends when that
 * line is empty, right after a round of letting in.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class LastRequests implements NettyServerCustomizer, WebFilter, SmartLifecycle {

    /** Far longer than a request takes to follow its connection. */
    private static final Duration LAST_WORD = Duration.ofMillis(500);
    /** When nobody has come for so long, there is nobody to cut off. */
    private static final Duration NOBODY_COMES = Duration.ofMillis(100);
    private static final Logger LOG = LoggerFactory.getLogger(LastRequests.class);

    private final List<DisposableServer> servers = new CopyOnWriteArrayList<>();
    private final AtomicInteger inHand = new AtomicInteger();
    private final AtomicBoolean running = new AtomicBoolean();

    @Override
    public HttpServer apply(HttpServer server) {
        return server.doOnBound(servers::add);
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        return Mono.defer(() -> {
            inHand.incrementAndGet();
            return chain.filter(exchange).doFinally(end -> inHand.decrementAndGet());
        });
    }

    @Override
    public void start() {
        running.set(true);
    }

    @Override
    public void stop(Runnable stopped) {
        // Nodes that share a process share their event loops, and the first that stops ends them for all.
        servers.removeIf(server -> server.channel().eventLoop().isShuttingDown());
        servers.forEach(server -> server.channel().pipeline().addFirst(new EndWhenNobodyWaits(server)));
        Mono.delay(NOBODY_COMES)
                .doOnNext(late -> servers.forEach(DisposableServer::dispose))
                .then(Mono.delay(LAST_WORD).filter(late -> inHand.get() == 0).repeatWhenEmpty(again -> again))
                .doFinally(signal -> {
                    running.set(false);
                    stopped.run();
                })
                .subscribe(late -> LOG.info("The last request is answered"),
                        failure -> LOG.warn("The wait for the last requests was cut short", failure));
    }

    /** Only a stop without a callback comes here, and nobody waits for that. */
    @Override
    public void stop() {
        running.set(false);
    }

    @Override
    public boolean isRunning() {
        return running.get();
    }

    /** After the streams, which would be requests in hand for ever, and before the web server ({@code - 1024}). */
    @Override
    public int getPhase() {
        return SmartLifecycle.DEFAULT_PHASE - 750;
    }

    /** Sees the connections that the listening socket lets in, round by round. */
    private static final class EndWhenNobodyWaits extends ChannelInboundHandlerAdapter {

        /** Netty lets in so many at once at most: a full round may have left somebody. */
        private static final int FULL_ROUND = 16;

        private final DisposableServer server;
        private int round;

        EndWhenNobodyWaits(DisposableServer server) {
            this.server = server;
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object connection) {
            round++;
            context.fireChannelRead(connection);
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext context) {
            if (round < FULL_ROUND) {
                server.dispose();
            }
            round = 0;
            context.fireChannelReadComplete();
        }
    }
}
