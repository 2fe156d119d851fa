package dev.refill.idempotency.web;

import java.util.Set;
import java.util.TreeSet;

import io.micrometer.core.instrument.MeterRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

import dev.refill.groupcommit.GroupCommit;
import dev.refill.idempotency.Answer;
import dev.refill.idempotency.ClaimKey;
import dev.refill.idempotency.ClaimOutcome;
import dev.refill.idempotency.ClaimStore;
import dev.refill.idempotency.HeldClaim;
import dev.refill.idempotency.Idempotency;
import dev.refill.idempotency.IdempotencyProperties;

/**
 * Handles one request with a key, from the claim to the stored answer: two statements for a new request, one for any
 * other, which it shares with whoever comes at the same time.
 *
 * <p><b>Decision: an error that escapes the handler is not stored.</b> What the application renders inside its dispatcher
 * (exception handlers, controller advice) is an answer like any other and is stored, 5xx included. What gets past it is
 * rendered outside all filters, where nobody knows any more what was done; so the claim is kept and its lease ended, the
 * error goes on to the application's error handling, and the next request with this key enters the handler again under
 * the same claim id, where the truth is found. The same holds when the answer could not be stored: the client gets the
 * error, not an answer that a repetition would not give.
 */
final class ClaimedHandling {

    private static final Logger LOG = LoggerFactory.getLogger(ClaimedHandling.class);
    private static final String REQUESTS = "refill.idempotency.requests";

    private final ClaimStore store;
    private final MeterRegistry meters;
    private final int maxAnswer;
    private final Set<String> storedHeaders = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);

    ClaimedHandling(ClaimStore store, MeterRegistry meters, IdempotencyProperties settings) {
        this.store = store;
        this.meters = meters;
        this.maxAnswer = Math.toIntExact(settings.maxAnswer().toBytes());
        this.storedHeaders.addAll(settings.storedHeaders());
    }

    Mono<Served> handle(ClaimKey key, ReplayableRequest request, ServerWebExchange exchange, WebFilterChain chain) {
        return Mono.defer(() -> store.claim(key, Fingerprints.of(request, request.body())))
                .doOnNext(this::count)
                .map(outcome -> serve(outcome, request, exchange, chain))
                // Before it is served: what a handler has begun must not be told to be nothing.
                .onErrorReturn(GroupCommit.QueueFull.class, Mono.just(new Served.Refused(Problem.OVERLOADED)))
                .flatMap(served -> served);
    }

    private Mono<Served> serve(ClaimOutcome outcome, ReplayableRequest request, ServerWebExchange exchange,
            WebFilterChain chain) {
        return switch (outcome) {
            case ClaimOutcome.New(HeldClaim claim) -> enter(claim, request, exchange, chain);
            case ClaimOutcome.TakenOver(HeldClaim claim) -> enter(claim, request, exchange, chain);
            case ClaimOutcome.Completed(Answer answer) -> Mono.just(new Served.Replayed(answer));
            case ClaimOutcome.Running() -> Mono.just(new Served.Refused(Problem.IN_PROGRESS));
            case ClaimOutcome.Mismatch() -> Mono.just(new Served.Refused(Problem.REUSED));
        };
    }

    private Mono<Served> enter(HeldClaim claim, ReplayableRequest request, ServerWebExchange exchange,
            WebFilterChain chain) {
        claim.id().attachTo(exchange);
        var captured = new CapturedResponse(maxAnswer);
        return Mono.defer(() -> chain.filter(exchange.mutate().request(request).response(captured).build()))
                .then(captured.complete())
                .onErrorResume(failure -> abandon(claim, exchange, failure))
                .flatMap(answered -> finish(claim, exchange, answered));
    }

    private Mono<Served> finish(HeldClaim claim, ServerWebExchange exchange, CapturedResponse captured) {
        var live = new Served.Live(captured.answer(name -> true));
        if (Idempotency.hasNothingBegun(exchange)) {
            return free(claim).onErrorComplete(fails -> leaveToLease(claim, fails)).thenReturn(live);
        }
        return store.complete(claim, captured.answer(storedHeaders::contains))
                .map(stored -> stored ? live : lost(claim));
    }

    /** Somebody took the claim over; the answer that counts is or will be theirs, so this one is told to nobody. */
    private static Served lost(HeldClaim claim) {
        LOG.warn("Claim {} was taken over while attempt {} was at it; is the lease too short?", claim.id(),
                claim.attempt());
        return new Served.Refused(Problem.IN_PROGRESS);
    }

    private <T> Mono<T> abandon(HeldClaim claim, ServerWebExchange exchange, Throwable failure) {
        Mono<Void> letGo = Idempotency.hasNothingBegun(exchange) ? free(claim) : store.lapse(claim);
        return letGo.onErrorComplete(alsoFails -> leaveToLease(claim, alsoFails)).then(Mono.error(failure));
    }

    /**
     * Nothing began in this attempt, but an earlier one may have done its work and died before it could answer: then the
     * claim stays, so that the same key still finds that work.
     */
    private Mono<Void> free(HeldClaim claim) {
        return claim.attempt() == 1 ? store.release(claim) : store.lapse(claim);
    }

    private static boolean leaveToLease(HeldClaim claim, Throwable failure) {
        LOG.warn("Claim {} could not be let go, its lease will lapse: {}", claim.id(), failure.toString());
        return true;
    }

    private void count(ClaimOutcome outcome) {
        meters.counter(REQUESTS, "result", switch (outcome) {
            case ClaimOutcome.New ignored -> "new";
            case ClaimOutcome.TakenOver ignored -> "taken_over";
            case ClaimOutcome.Completed ignored -> "replayed";
            case ClaimOutcome.Running ignored -> "running";
            case ClaimOutcome.Mismatch ignored -> "mismatch";
        }).increment();
    }
}
