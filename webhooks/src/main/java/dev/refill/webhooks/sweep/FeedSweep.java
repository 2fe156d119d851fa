package dev.refill.webhooks.sweep;

import java.time.Clock;
import java.time.Instant;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

import dev.refill.gateway.FeedOutcome;
import dev.refill.gateway.FeedPage;
import dev.refill.gateway.FeedPosition;
import dev.refill.gateway.GatewayId;
import dev.refill.gateway.Unresolved;
import dev.refill.webhooks.SweepProperties;
import dev.refill.webhooks.store.CursorHold;
import dev.refill.webhooks.store.CursorStore;

/**
 * Reads one gateway's event list from its cursor until now: a page, its events to the intake, the cursor behind them, and so on.
 * A page is not asked for before the one before it is kept, so a slow intake slows the reading.
 */
public final class FeedSweep {

    private static final Logger LOG = LoggerFactory.getLogger(FeedSweep.class);

    private final String owner;
    private final FedGateway gateway;
    private final FedIntake intake;
    private final CursorStore cursors;
    private final Clock clock;
    private final SweepProperties properties;

    /** @param owner names this node among all */
    public FeedSweep(String owner, FedGateway gateway, FedIntake intake, CursorStore cursors, Clock clock,
            SweepProperties properties) {
        this.owner = owner;
        this.gateway = gateway;
        this.intake = intake;
        this.cursors = cursors;
        this.clock = clock;
        this.properties = properties;
    }

    public GatewayId gateway() {
        return gateway.id();
    }

    /**
     * Sweeps once. Cold; emits exactly one outcome, or an error if the cursor could not be taken. A cancel leaves the cursor at
     * what is kept, and its lease to end by itself.
     */
    public Mono<SweepOutcome> run() {
        return Mono.defer(() -> cursors.take(gateway.id(), owner, clock.instant().minus(properties.lookBack()),
                properties.lease()))
                .timeout(properties.lease())
                .flatMap(this::sweep);
    }

    private Mono<SweepOutcome> sweep(CursorHold hold) {
        return switch (hold) {
            case CursorHold.Ours(long fence, Instant reached) -> sweep(fence, reached);
            case CursorHold.Taken() -> Mono.just(new SweepOutcome.TakenElsewhere());
        };
    }

    private Mono<SweepOutcome> sweep(long fence, Instant reached) {
        return Mono.<Step>just(new Step.Reading(window(reached), 0))
                .expand(step -> next(step, fence))
                .ofType(Step.Ended.class)
                .map(Step.Ended::outcome)
                .single()
                .flatMap(outcome -> giveBack(outcome, fence));
    }

    private FeedPosition window(Instant reached) {
        Instant to = clock.instant().minus(properties.delay());
        Instant from = reached.minus(properties.overlap());
        return new FeedPosition(from.isBefore(to) ? from : to, to, null);
    }

    private Mono<Step> next(Step step, long fence) {
        return switch (step) {
            case Step.Reading reading -> read(reading, fence);
            case Step.Ended ended -> Mono.empty();
        };
    }

    /** What takes longer than the lease is no longer ours to wait for. */
    private Mono<Step> read(Step.Reading reading, long fence) {
        return Mono.defer(() -> gateway.feed().read(reading.at()))
                .flatMap(outcome -> keep(outcome, reading, fence))
                .timeout(properties.lease())
                .onErrorResume(error -> failed(error, reading));
    }

    private Mono<Step> keep(FeedOutcome outcome, Step.Reading reading, long fence) {
        return switch (outcome) {
            case FeedPage page -> intake.keepAll(page.events())
                    .flatMap(found -> moveOn(page, reading.and(found), fence));
            case Unresolved unresolved -> Mono.just(reading.interrupted(unresolved.toString()));
        };
    }

    private Mono<Step> moveOn(FeedPage page, Step.Reading kept, long fence) {
        FeedPosition next = page.next();
        return next == null
                ? cursors.complete(gateway.id(), fence, kept.at().to())
                        .map(ours -> ours ? kept.complete() : kept.superseded())
                : cursors.advance(gateway.id(), fence, next.from(), properties.lease())
                        .map(ours -> ours ? new Step.Reading(next, kept.found()) : kept.superseded());
    }

    private Mono<Step> failed(Throwable error, Step.Reading reading) {
        LOG.warn("A page of the event list of {} was not swept", gateway.id(), error);
        return Mono.just(reading.interrupted(error.getClass().getSimpleName()));
    }

    /** Only a sweep that stopped on its way still holds the cursor. */
    private Mono<SweepOutcome> giveBack(SweepOutcome outcome, long fence) {
        return switch (outcome) {
            case SweepOutcome.Interrupted interrupted -> cursors.release(gateway.id(), fence)
                    .timeout(properties.lease())
                    .onErrorReturn(false)
                    .thenReturn(outcome);
            case SweepOutcome.Complete complete -> Mono.just(outcome);
            case SweepOutcome.Superseded superseded -> Mono.just(outcome);
            case SweepOutcome.TakenElsewhere elsewhere -> Mono.just(outcome);
        };
    }

    /** Between two pages. */
    private sealed interface Step {

        /** @param found how many events were new so far */
        record Reading(FeedPosition at, long found) implements Step {

            Reading and(long more) {
                return new Reading(at, found + more);
            }

            Step complete() {
                return new Ended(new SweepOutcome.Complete(found));
            }

            Step superseded() {
                return new Ended(new SweepOutcome.Superseded(found));
            }

            Step interrupted(String why) {
                return new Ended(new SweepOutcome.Interrupted(found, why));
            }
        }

        record Ended(SweepOutcome outcome) implements Step {}
    }
}
