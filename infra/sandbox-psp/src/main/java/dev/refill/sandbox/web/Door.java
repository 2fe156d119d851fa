package dev.refill.sandbox.web;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.regex.Pattern;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

import dev.refill.sandbox.wire.Dialect;
import dev.refill.sandbox.wire.Reply;
import dev.refill.sandbox.wire.Request;

/** Takes requests in and sends replies out. */
public final class Door implements BiFunction<HttpServerRequest, HttpServerResponse, Publisher<Void>> {

    private static final int LARGEST_BODY = 256 * 1024;
    private static final Set<String> WITH_BODY = Set.of("POST", "PATCH");
    private static final Pattern LOCAL_NAME = Pattern.compile("(localhost|127\\.0\\.0\\.1|\\[::1\\])(:\\d+)?");

    private final List<Dialect> dialects;
    private final Dialect otherwise;
    private final ControlApi control;
    private final boolean openControl;

    /**
     * @param dialects the first that has a path answers
     * @param otherwise answers when none of them has it
     * @param openControl whether the control API is open to other machines
     */
    public Door(List<Dialect> dialects, Dialect otherwise, ControlApi control, boolean openControl) {
        this.dialects = dialects;
        this.otherwise = otherwise;
        this.control = control;
        this.openControl = openControl;
    }

    @Override
    public Publisher<Void> apply(HttpServerRequest request, HttpServerResponse response) {
        return body(request)
                .flatMap(body -> route(request, requestOf(request, body)))
                .switchIfEmpty(Mono.fromSupplier(() -> whoHas(path(request)).tooLarge()))
                .flatMap(reply -> send(reply, response));
    }

    private Mono<Reply> route(HttpServerRequest raw, Request request) {
        if (request.path().startsWith("/sandbox/")) {
            return openControl || local(raw) ? control.answer(request) : Mono.just(ControlApi.closed());
        }
        return whoHas(request.path()).answer(request);
    }

    private Dialect whoHas(String path) {
        return dialects.stream().filter(one -> one.has(path)).findFirst().orElse(otherwise);
    }

    /** The address tells where a program is; the name it asked for tells that no web page made a browser ask. */
    private static boolean local(HttpServerRequest request) {
        InetSocketAddress from = request.remoteAddress();
        String host = request.requestHeaders().get("Host", "");
        return from != null && from.getAddress() != null && from.getAddress().isLoopbackAddress()
                && LOCAL_NAME.matcher(host).matches();
    }

    /** The whole body as text, empty text when there is none, and nothing at all when it is too large. */
    private static Mono<String> body(HttpServerRequest request) {
        if (!WITH_BODY.contains(request.method().name())) {
            return Mono.just("");
        }
        return request.receive()
                .reduceWith(BodyText::new, BodyText::plus)
                .filter(BodyText::fits)
                .map(BodyText::text);
    }

    private static Request requestOf(HttpServerRequest request, String body) {
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        request.requestHeaders().forEach(header -> headers.putIfAbsent(header.getKey(), header.getValue()));
        return new Request(request.method().name(), path(request), query(request), headers, body);
    }

    private static String path(HttpServerRequest request) {
        String uri = request.uri();
        int mark = uri.indexOf('?');
        return mark < 0 ? uri : uri.substring(0, mark);
    }

    private static String query(HttpServerRequest request) {
        String uri = request.uri();
        int mark = uri.indexOf('?');
        return mark < 0 ? "" : uri.substring(mark + 1);
    }

    private static Mono<Void> send(Reply reply, HttpServerResponse response) {
        return switch (reply) {
            case Reply.Sent sent -> send(sent, response);
            case Reply.Lost() -> hangUp(response);
        };
    }

    private static Mono<Void> hangUp(HttpServerResponse response) {
        return Mono.create(sink -> response.withConnection(connection -> {
            connection.onDispose(sink::success);
            connection.dispose();
        }));
    }

    private static Mono<Void> send(Reply.Sent sent, HttpServerResponse response) {
        response.status(sent.status());
        response.header("Content-Type", "application/json");
        sent.headers().forEach(response::header);
        response.header("Content-Length", String.valueOf(sent.body().remaining()));
        return response.sendObject(Unpooled.wrappedBuffer(sent.body())).then();
    }

    /** Counts on and keeps nothing more once the limit is passed. */
    private static final class BodyText {

        private final ByteBuf bytes = Unpooled.buffer(512);
        private boolean tooLarge;

        BodyText plus(ByteBuf more) {
            tooLarge |= bytes.readableBytes() + more.readableBytes() > LARGEST_BODY;
            if (!tooLarge) {
                bytes.writeBytes(more);
            }
            return this;
        }

        boolean fits() {
            return !tooLarge;
        }

        String text() {
            return bytes.toString(StandardCharsets.UTF_8);
        }
    }
}
