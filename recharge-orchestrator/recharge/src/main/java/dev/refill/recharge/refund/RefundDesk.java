package dev.refill.recharge.refund;

import java.time.Duration;
import java.util.concurrent.TimeoutException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import dev.refill.recharge.RechargeId;
import dev.refill.recharge.lifecycle.MoneyWork;

/**
 * The refunds as operators use them: hands money work to its worker and waits for the answer as long as is polite. A cancel
 * gives up waiting and nothing else.
 */
public final class RefundDesk {

    private static final Logger log = LoggerFactory.getLogger(RefundDesk.class);

    private final RequestRefund request;
    private final DecideRefund decide;
    private final RuleOnRefund rule;
    private final AdvanceRefund advance;
    private final RefundStore store;
    private final MoneyWork work;
    private final Duration patience;

    /** @param patience how long a caller waits before it is answered with the state reached so far */
    public RefundDesk(RequestRefund request, DecideRefund decide, RuleOnRefund rule, AdvanceRefund advance,
            RefundStore store, MoneyWork work, Duration patience) {
        this.request = request;
        this.decide = decide;
        this.rule = rule;
        this.advance = advance;
        this.store = store;
        this.work = work;
        this.patience = patience;
    }

    /**
     * Accepts a refund and carries it as far as it goes within the patience; later than that it goes on by itself.
     *
     * @return exactly one outcome; {@link java.util.concurrent.TimeoutException} as an error if not even the refund was kept
     *         within that patience: ask again with the same claim
     */
    public Mono<RequestOutcome> request(RequestRefund.Command command) {
        return work.detached(() -> request.request(command).flatMap(this::sendIfAccepted))
                .timeout(patience, Mono.defer(() -> reachedSoFar(command)));
    }

    /** Agrees to a refund that another asked for, and sends it. Exactly one decision. */
    public Mono<RefundDecision> approve(RefundId id, String by) {
        return work.detached(() -> decide.approve(id, by).flatMap(this::sendIfApproved))
                .timeout(patience, Mono.defer(() -> decide.approve(id, by)));
    }

    /** Refuses a refund that another asked for. Exactly one decision. */
    public Mono<RefundDecision> reject(RefundId id, String by, String reason) {
        return work.detached(() -> decide.reject(id, by, reason));
    }

    /**
     * Ends a refund in review by a person's word, unless the provider, asked once more, tells of it by itself.
     *
     * @param by never who asked for the refund
     * @return exactly one decision; {@link java.util.concurrent.TimeoutException} as an error if it takes longer than that patience:
     *         it goes on, and the same decision of the same person once more tells what came of it
     */
    public Mono<RefundDecision> rule(RefundId id, RuleOnRefund.Testimony testimony, String by) {
        return work.detached(() -> rule.rule(id, testimony, by)).timeout(patience);
    }

    /** Empty: no such order. */
    public Mono<Refundable> refundable(RechargeId recharge) {
        return store.refundable(recharge);
    }

    /** The oldest first. */
    public Flux<Refund> of(RechargeId recharge) {
        return store.of(recharge);
    }

    /** Empty: no such refund. */
    public Mono<Refund> find(RefundId id) {
        return store.byId(id);
    }

    /** What a refund went through, from the first. */
    public Flux<RefundStep> steps(RefundId id) {
        return store.steps(id);
    }

    private Mono<RequestOutcome> sendIfAccepted(RequestOutcome outcome) {
        return outcome instanceof RequestOutcome.Accepted(Refund refund, boolean isNew) && isNew
                ? begun(refund).map(after -> new RequestOutcome.Accepted(after, true))
                : Mono.just(outcome);
    }

    private Mono<RefundDecision> sendIfApproved(RefundDecision decision) {
        return decision instanceof RefundDecision.Made(Refund refund, boolean isNew) && isNew
                ? begun(refund).map(after -> new RefundDecision.Made(after, true))
                : Mono.just(decision);
    }

    /** Whatever goes wrong here, the refund is kept and the completer carries it on. */
    private Mono<Refund> begun(Refund refund) {
        return advance.begin(refund)
                .doOnError(failure -> log.warn("{}: could not be begun: {}", refund.id(), failure.toString()))
                .onErrorResume(failure -> store.byId(refund.id()))
                .defaultIfEmpty(refund);
    }

    private Mono<RequestOutcome> reachedSoFar(RequestRefund.Command command) {
        return store.byClaim(command.claimId())
                .<RequestOutcome>map(refund -> new RequestOutcome.Accepted(refund, false))
                .switchIfEmpty(Mono.error(() -> new TimeoutException("the refund was not kept within " + patience)));
    }
}
