package dev.refill.webhooks.sweep;

import java.time.Duration;
import java.util.List;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;
import reactor.util.retry.RetryBackoffSpec;

import dev.refill.gateway.FedEvent;
import dev.refill.gateway.GatewayEvent;
import dev.refill.gateway.Translation;
import dev.refill.webhooks.ingress.Intake;
import dev.refill.webhooks.store.Kept;
import dev.refill.webhooks.store.ReceivedEvent;

/** Hands a list's events to the intake of received webhooks, those that concern us. A full intake makes it wait. */
public final class FedIntake {

    private static final Logger LOG = LoggerFactory.getLogger(FedIntake.class);

    /** Fills a good part of one statement, and leaves most of the intake's queue to webhooks. */
    private static final int AT_ONCE = 32;

    /** Half a minute. Keeping is repeatable, so it does not matter what a failed try has left behind. */
    private static final RetryBackoffSpec PATIENCE = Retry.backoff(10, Duration.ofMillis(100))
            .maxBackoff(Duration.ofSeconds(5))
            .onRetryExhaustedThrow((spec, signal) -> signal.failure());

    private final FedGateway gateway;
    private final Intake intake;
    private final SweepMetrics metrics;

    public FedIntake(FedGateway gateway, Intake intake, SweepMetrics metrics) {
        this.gateway = gateway;
        this.intake = intake;
        this.metrics = metrics;
    }

    /** Emits how many of the events were new, after all are committed; an error if one may not be. */
    Mono<Long> keepAll(List<FedEvent> events) {
        return Flux.fromIterable(events)
                .flatMap(this::sweep, AT_ONCE)
                .doOnNext(result -> metrics.swept(gateway.id(), result))
                .filter(result -> result == Swept.NEW)
                .count();
    }

    private Mono<Swept> sweep(FedEvent event) {
        return Mono.defer(() -> switch (translate(event)) {
            case Translation.Events(List<GatewayEvent> events) -> events.isEmpty()
                    ? Mono.just(Swept.NO_CONCERN)
                    : keep(event);
            case Translation.NotUnderstood(Translation.Reason reason, String detail) -> notUnderstood(event, reason,
                    detail);
        });
    }

    /** A translator that fails does so again when the event is processed, and is reported there. */
    private Translation translate(FedEvent event) {
        try {
            return gateway.translator().translate(event.body());
        } catch (RuntimeException | StackOverflowError failed) {
            LOG.debug("Event {} of {} is left to its processing", event.eventId(), gateway.id(), failed);
            return new Translation.NotUnderstood(Translation.Reason.UNREADABLE_OBJECT, "the translator failed");
        }
    }

    private Mono<Swept> notUnderstood(FedEvent event, Translation.Reason reason, String detail) {
        return switch (reason) {
            case UNKNOWN_TYPE, UNREADABLE_OBJECT -> keep(event);
            case NEWER_API_VERSION -> {
                LOG.debug("Event {} ({}) in the list of {} is of another API release: {}", event.eventId(),
                        event.eventType(), gateway.id(), detail);
                yield Mono.just(Swept.OTHER_RELEASE);
            }
        };
    }

    private Mono<Swept> keep(FedEvent event) {
        ReceivedEvent received;
        try {
            received = new ReceivedEvent(gateway.id(), event.eventId(), event.eventType(), event.body());
        } catch (IllegalArgumentException unfit) {
            // It can never be kept: waiting for it would hold up all that come after it.
            LOG.error("An event in the list of {} cannot be kept: {}", gateway.id(), unfit.getMessage());
            return Mono.just(Swept.UNFIT);
        }
        return intake.keep(received).retryWhen(PATIENCE).map(FedIntake::swept);
    }

    private static Swept swept(Kept kept) {
        return switch (kept) {
            case NEW -> Swept.NEW;
            case DUPLICATE -> Swept.KNOWN;
        };
    }
}
