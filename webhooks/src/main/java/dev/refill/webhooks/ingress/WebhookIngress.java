package dev.refill.webhooks.ingress;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeoutException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.web.reactive.function.BodyExtractors;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

import dev.refill.gateway.GatewayId;
import dev.refill.gateway.Verification;
import dev.refill.gateway.WebhookTranslator;
import dev.refill.webhooks.Translators;
import dev.refill.webhooks.store.ReceivedEvent;

/**
 * {@code POST /webhooks/{gateway}}: verify the raw bytes, keep the event, answer; nothing else in the request. New and
 * repeated events are answered alike, so that nobody learns by asking what is kept. Providers that do not sign are told an
 * address of its own for each payment, {@code /webhooks/{gateway}/{proof}}, and may {@code PUT} there as well.
 */
public final class WebhookIngress {

    private static final Logger LOG = LoggerFactory.getLogger(WebhookIngress.class);

    private final Translators translators;
    private final Intake intake;
    private final int maxBody;
    private final Duration receiveTimeout;
    private final IngressMetrics metrics;

    /**
     * @param maxBody in bytes; one more is refused, before it is held in memory
     * @param receiveTimeout for the whole body to arrive, and again for the verification
     */
    public WebhookIngress(Translators translators, Intake intake, int maxBody, Duration receiveTimeout,
            IngressMetrics metrics) {
        this.translators = translators;
        this.intake = intake;
        this.maxBody = maxBody;
        this.receiveTimeout = receiveTimeout;
        this.metrics = metrics;
    }

    /** The door as routes. */
    public RouterFunction<ServerResponse> routes() {
        return RouterFunctions.route()
                .POST("/webhooks/{gateway}", this::receive)
                .POST("/webhooks/{gateway}/{proof}", this::receive)
                .PUT("/webhooks/{gateway}/{proof}", this::receive)
                .build();
    }

    private Mono<ServerResponse> receive(ServerRequest request) {
        String gateway = request.pathVariable("gateway");
        return translators.find(gateway)
                .map(translator -> receive(request, translator))
                .orElseGet(() -> Mono.just(Answer.unknownGateway()))
                .doOnNext(answer -> metrics.count(translators.find(gateway).isPresent() ? gateway : "unknown", answer))
                .flatMap(Answer::respond);
    }

    private Mono<Answer> receive(ServerRequest request, WebhookTranslator translator) {
        if (encoded(request)) {
            return Mono.just(Answer.encoded());
        }
        if (request.headers().contentLength().orElse(0) > maxBody) {
            return Mono.just(Answer.tooLarge(maxBody));
        }
        return read(request)
                .flatMap(body -> verifyAndKeep(translator, request, body))
                .onErrorResume(DataBufferLimitException.class, tooLarge -> Mono.just(Answer.tooLarge(maxBody)))
                .onErrorResume(TimeoutException.class, tooSlow -> Mono.just(Answer.tooSlow()));
    }

    private static boolean encoded(ServerRequest request) {
        return request.headers()
                .header(HttpHeaders.CONTENT_ENCODING)
                .stream()
                .anyMatch(encoding -> !encoding.isBlank() && !encoding.strip().equalsIgnoreCase("identity"));
    }

    /** Counts while it reads: a body without a stated length is cut at the first byte too many. */
    private Mono<byte[]> read(ServerRequest request) {
        return DataBufferUtils.join(request.body(BodyExtractors.toDataBuffers()), maxBody)
                .map(WebhookIngress::bytes)
                .defaultIfEmpty(new byte[0])
                .timeout(receiveTimeout);
    }

    private static byte[] bytes(DataBuffer buffer) {
        byte[] bytes = new byte[buffer.readableByteCount()];
        buffer.read(bytes);
        DataBufferUtils.release(buffer);
        return bytes;
    }

    private Mono<Answer> verifyAndKeep(WebhookTranslator translator, ServerRequest request, byte[] body) {
        return Mono.defer(() -> verify(translator, request, body))
                .timeout(receiveTimeout)
                .map(verification -> judge(translator.gateway(), verification, body))
                .onErrorResume(WebhookIngress::translatorFailed)
                .defaultIfEmpty(new Judgement.Leave(Answer.notVerifiable()))
                .flatMap(this::carryOut);
    }

    /** A translator that fails does so because of what was sent to it; a 5xx would make the sender repeat it for days. */
    private static Mono<Verification> verify(WebhookTranslator translator, ServerRequest request, byte[] body) {
        Map<String, List<String>> headers = lowerCase(request.headers().asHttpHeaders());
        String proof = request.pathVariables().get("proof");
        try {
            return proof == null ? translator.verify(headers, body) : translator.verify(proof, headers, body);
        } catch (StackOverflowError tooDeep) {
            // Reactor treats it as fatal and would leave the request without an answer.
            return Mono.error(new IllegalStateException("the translator ran out of stack", tooDeep));
        }
    }

    private static Judgement judge(GatewayId gateway, Verification verification, byte[] body) {
        return switch (verification) {
            case Verification.Authentic(String eventId, String eventType) -> new Judgement.Keep(
                    new ReceivedEvent(gateway, eventId, eventType, body));
            case Verification.NotOurs() -> new Judgement.Leave(new Answer.NotOurs());
            case Verification.Rejected(Verification.Reason reason) -> new Judgement.Leave(Answer.rejected(reason));
        };
    }

    private Mono<Answer> carryOut(Judgement judgement) {
        return switch (judgement) {
            case Judgement.Leave(Answer answer) -> Mono.just(answer);
            case Judgement.Keep(ReceivedEvent event) -> intake.keep(event)
                    .<Answer>map(Answer.Accepted::new)
                    .onErrorResume(WebhookIngress::notKept);
        };
    }

    /** Only the class is logged: the message may repeat what was sent. */
    private static Mono<Judgement> translatorFailed(Throwable error) {
        LOG.warn("A translator failed on a webhook: {}", error.getClass().getName());
        return Mono.just(new Judgement.Leave(Answer.notVerifiable()));
    }

    private static Mono<Answer> notKept(Throwable error) {
        LOG.warn("A verified webhook was not kept", error);
        return Mono.just(new Answer.NotKept());
    }

    private static Map<String, List<String>> lowerCase(HttpHeaders headers) {
        Map<String, List<String>> lower = new TreeMap<>();
        headers.forEach((name, values) -> lower.put(name.toLowerCase(Locale.ROOT), List.copyOf(values)));
        return lower;
    }

    /** What verification leads to. */
    private sealed interface Judgement {

        record Keep(ReceivedEvent event) implements Judgement {}

        record Leave(Answer answer) implements Judgement {}
    }
}
