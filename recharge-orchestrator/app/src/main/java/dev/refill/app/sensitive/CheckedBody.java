package dev.refill.app.sensitive;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import dev.refill.redaction.SensitiveInput;

/**
 * A request whose body ends in an error if something is in it that must not come in. Whoever acts on a body reads it to its end first, so
 * nothing was done by then.
 */
final class CheckedBody extends ServerHttpRequestDecorator {

    /** In bytes. No endpoint takes a longer body, so what comes after them is read by nobody. */
    private static final int MOST = 1024 * 1024 + 64 * 1024;
    /** A sign of ASCII as JSON can write it, too. */
    private static final Pattern ESCAPE = Pattern.compile("\\\\u00([2-7][0-9a-fA-F])");

    CheckedBody(ServerHttpRequest request) {
        super(request);
    }

    @Override
    public Flux<DataBuffer> getBody() {
        return Flux.defer(() -> checked(new ByteArrayOutputStream()));
    }

    private Flux<DataBuffer> checked(ByteArrayOutputStream read) {
        return super.getBody()
                .doOnNext(part -> copy(part, read))
                .concatWith(Mono.defer(() -> verdict(read)));
    }

    private static void copy(DataBuffer part, ByteArrayOutputStream read) {
        byte[] bytes = new byte[Math.min(part.readableByteCount(), MOST - read.size())];
        part.toByteBuffer(part.readPosition(), ByteBuffer.wrap(bytes), 0, bytes.length);
        read.writeBytes(bytes);
    }

    private static Mono<DataBuffer> verdict(ByteArrayOutputStream read) {
        return SensitiveInput.isIn(plain(read.toString(StandardCharsets.UTF_8)))
                ? Mono.error(SensitiveInputRefused::new)
                : Mono.empty();
    }

    private static String plain(String json) {
        return json.contains("\\u00") ? ESCAPE.matcher(json).replaceAll(CheckedBody::sign) : json;
    }

    private static String sign(MatchResult escape) {
        return Matcher.quoteReplacement(Character.toString(Integer.parseInt(escape.group(1), 16)));
    }
}
