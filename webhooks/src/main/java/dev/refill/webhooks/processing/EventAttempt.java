package dev.refill.webhooks.processing;

import java.time.Duration;
import java.util.List;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import dev.refill.gateway.GatewayEvent;
import dev.refill.gateway.Translation;
import dev.refill.gateway.WebhookTranslator;
import dev.refill.webhooks.GatewayEventHandler;
import dev.refill.webhooks.Handling;
import dev.refill.webhooks.Translators;
import dev.refill.webhooks.store.TakenEvent;

/**
 * One attempt at an event: translate it, hand over each of its parts. The parts are handed over even after one of them
 * failed, as each is idempotent on its own and no part must wait for another's repair.
 */
public final class EventAttempt {

    private final Translators translators;
    private final GatewayEventHandler handler;
    private final Duration timeout;

    /** @param timeout for the handling of one part, after which it is cancelled and the attempt has failed */
    public EventAttempt(Translators translators, GatewayEventHandler handler, Duration timeout) {
        this.translators = translators;
        this.handler = handler;
        this.timeout = timeout;
    }

    /** Emits exactly one verdict and never an error. */
    public Mono<Verdict> run(TakenEvent event) {
        return Mono.fromSupplier(() -> translate(event))
                .flatMap(this::handle)
                .onErrorResume(EventAttempt::failed);
    }

    private Translation translate(TakenEvent event) {
        WebhookTranslator translator = translators.find(event.gateway().value())
                .orElseThrow(() -> new IllegalStateException("no translator for gateway " + event.gateway()));
        try {
            return translator.translate(event.body());
        } catch (StackOverflowError tooDeep) {
            // Reactor treats it as fatal and would end the processor; it is the body's fault alone.
            throw new IllegalStateException("the translator ran out of stack", tooDeep);
        }
    }

    private Mono<Verdict> handle(Translation translation) {
        return switch (translation) {
            case Translation.Events(List<GatewayEvent> events) -> handleAll(events);
            case Translation.NotUnderstood(Translation.Reason reason, String detail) -> Mono.just(
                    new Verdict.NotUnderstood(ErrorText.of(reason + ": " + detail)));
        };
    }

    private Mono<Verdict> handleAll(List<GatewayEvent> events) {
        return Flux.fromIterable(events)
                .concatMap(this::handleOne)
                .reduce(new Verdict.Handled(), Verdict::deciding);
    }

    private Mono<Verdict> handleOne(GatewayEvent event) {
        return Mono.defer(() -> handler.handle(event))
                .timeout(timeout)
                .switchIfEmpty(Mono.error(() -> new IllegalStateException("the handler gave no answer")))
                .map(EventAttempt::verdict)
                .onErrorResume(EventAttempt::failed);
    }

    private static Verdict verdict(Handling handling) {
        return switch (handling) {
            case Handling.Done() -> new Verdict.Handled();
            case Handling.ObjectNotKnownYet(String object) -> new Verdict.NotKnownYet(ErrorText.of(object));
        };
    }

    private static Mono<Verdict> failed(Throwable error) {
        return Mono.just(new Verdict.Failed(ErrorText.of(error)));
    }
}
