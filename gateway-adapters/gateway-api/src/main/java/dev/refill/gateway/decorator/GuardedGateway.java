package dev.refill.gateway.decorator;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.bulkhead.BulkheadConfig;
import io.github.resilience4j.bulkhead.BulkheadFullException;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.reactor.bulkhead.operator.BulkheadOperator;
import io.github.resilience4j.reactor.circuitbreaker.operator.CircuitBreakerOperator;
import reactor.core.publisher.Mono;

import dev.refill.gateway.Cancels;
import dev.refill.gateway.ChargeCommand;
import dev.refill.gateway.ChargeOutcome;
import dev.refill.gateway.EventFeed;
import dev.refill.gateway.FeedPosition;
import dev.refill.gateway.ForgetOutcome;
import dev.refill.gateway.GatewayId;
import dev.refill.gateway.LookupOutcome;
import dev.refill.gateway.LookupQuery;
import dev.refill.gateway.NotSent;
import dev.refill.gateway.PaymentGateway;
import dev.refill.gateway.PaymentKeys;
import dev.refill.gateway.PaymentMethodType;
import dev.refill.gateway.PayoutOutcome;
import dev.refill.gateway.ProviderReference;
import dev.refill.gateway.RefundCommand;
import dev.refill.gateway.RefundLookupOutcome;
import dev.refill.gateway.RefundOutcome;
import dev.refill.gateway.RefundQuery;
import dev.refill.gateway.Refunds;
import dev.refill.gateway.SavedCardOutcome;
import dev.refill.gateway.SavedCards;
import dev.refill.gateway.SettlementOutcome;
import dev.refill.gateway.SettlementPosition;
import dev.refill.gateway.Settlements;
import dev.refill.gateway.Unknown;
import dev.refill.gateway.Unresolved;

/**
 * Keeps a slow or broken provider from taking us with it: bulkhead, then breaker, then timeout. A timeout is
 * {@link Unknown}; a full bulkhead or an open breaker is {@link NotSent}. All verbs share one of each, as there is one
 * provider behind them; a feed takes a place for each page, not for its length. The breaker counts what says that the
 * provider is ill ({@link Unknown}, no connection); a decline is a healthy answer, and so are those to a search that we
 * gave up.
 */
public final class GuardedGateway implements PaymentGateway {

    private final PaymentGateway gateway;
    private final Duration timeout;
    private final Bulkhead bulkhead;
    private final CircuitBreaker breaker;

    public GuardedGateway(PaymentGateway gateway, GuardLimits limits) {
        this.gateway = gateway;
        this.timeout = limits.timeout();
        this.bulkhead = Bulkhead.of(gateway.id().value(), bulkheadOf(limits));
        this.breaker = CircuitBreaker.of(gateway.id().value(), breakerOf(limits));
    }

    @Override
    public GatewayId id() {
        return gateway.id();
    }

    @Override
    public Set<PaymentMethodType> methods() {
        return gateway.methods();
    }

    /** Not while the breaker is open. Half open it is asked again, by few calls. */
    @Override
    public boolean isWell() {
        return breaker.getState() != CircuitBreaker.State.OPEN && gateway.isWell();
    }

    @Override
    public Mono<ChargeOutcome> charge(ChargeCommand command) {
        return guarded(gateway.charge(command), unresolved -> unresolved);
    }

    @Override
    public Mono<LookupOutcome> lookup(LookupQuery query) {
        return guarded(gateway.lookup(query), unresolved -> unresolved);
    }

    @Override
    public Optional<Refunds> refunds() {
        return gateway.refunds().map(GuardedRefunds::new);
    }

    @Override
    public Optional<Cancels> cancels() {
        return gateway.cancels().map(cancels -> command -> guarded(cancels.cancel(command), unresolved -> unresolved));
    }

    @Override
    public Optional<EventFeed> events() {
        return gateway.events().map(feed -> position -> guarded(feed.read(position), unresolved -> unresolved));
    }

    @Override
    public Optional<Settlements> settlements() {
        return gateway.settlements().map(GuardedSettlements::new);
    }

    @Override
    public Optional<SavedCards> savedCards() {
        return gateway.savedCards().map(GuardedSavedCards::new);
    }

    @Override
    public Optional<PaymentKeys> paymentKeys() {
        return gateway.paymentKeys().map(keys -> payment -> guarded(keys.keyOf(payment), unresolved -> unresolved));
    }

    /** {@link Unresolved} is an outcome of every verb; the function says so to the compiler. */
    private <T> Mono<T> guarded(Mono<T> call, Function<Unresolved, T> outcome) {
        return call.timeout(timeout)
                .onErrorResume(TimeoutException.class, _late -> Mono.just(outcome.apply(noAnswer())))
                .transformDeferred(CircuitBreakerOperator.of(breaker))
                .onErrorResume(CallNotPermittedException.class,
                        _open -> Mono.just(outcome.apply(new NotSent(NotSent.Reason.BREAKER_OPEN, null))))
                .transformDeferred(BulkheadOperator.of(bulkhead))
                .onErrorResume(BulkheadFullException.class,
                        _full -> Mono.just(outcome.apply(new NotSent(NotSent.Reason.BULKHEAD_FULL, null))));
    }

    private Unknown noAnswer() {
        return new Unknown("no answer within " + timeout);
    }

    private static boolean isFailure(Object outcome) {
        return switch (outcome) {
            case Unknown unknown -> !unknown.providerIsWell();
            case NotSent notSent -> notSent.reason() == NotSent.Reason.CONNECTION_REFUSED;
            default -> false;
        };
    }

    private static BulkheadConfig bulkheadOf(GuardLimits limits) {
        return BulkheadConfig.custom()
                .maxConcurrentCalls(limits.maxInFlight())
                .maxWaitDuration(Duration.ZERO)
                .writableStackTraceEnabled(false)
                .build();
    }

    private static CircuitBreakerConfig breakerOf(GuardLimits limits) {
        return CircuitBreakerConfig.custom()
                .slidingWindowSize(limits.breakerWindow())
                .minimumNumberOfCalls(limits.breakerWindow())
                .failureRateThreshold(limits.failureRate())
                .waitDurationInOpenState(limits.openFor())
                // By itself: whoever has the choice asks another one while it is open, so no call would ever half open it.
                .automaticTransitionFromOpenToHalfOpenEnabled(true)
                .permittedNumberOfCallsInHalfOpenState(5)
                .maxWaitDurationInHalfOpenState(limits.openFor())
                .recordResult(GuardedGateway::isFailure)
                .writableStackTraceEnabled(false)
                .build();
    }

    private final class GuardedRefunds implements Refunds {

        private final Refunds refunds;

        private GuardedRefunds(Refunds refunds) {
            this.refunds = refunds;
        }

        @Override
        public Mono<RefundOutcome> refund(RefundCommand command) {
            return guarded(refunds.refund(command), unresolved -> unresolved);
        }

        @Override
        public Mono<RefundLookupOutcome> lookupRefund(RefundQuery query) {
            return guarded(refunds.lookupRefund(query), unresolved -> unresolved);
        }
    }

    private final class GuardedSettlements implements Settlements {

        private final Settlements settlements;

        private GuardedSettlements(Settlements settlements) {
            this.settlements = settlements;
        }

        @Override
        public Mono<PayoutOutcome> readPayouts(FeedPosition position) {
            return guarded(settlements.readPayouts(position), unresolved -> unresolved);
        }

        @Override
        public Mono<SettlementOutcome> readLines(SettlementPosition position) {
            return guarded(settlements.readLines(position), unresolved -> unresolved);
        }
    }

    private final class GuardedSavedCards implements SavedCards {

        private final SavedCards cards;

        private GuardedSavedCards(SavedCards cards) {
            this.cards = cards;
        }

        @Override
        public Mono<SavedCardOutcome> savedBy(ProviderReference payment) {
            return guarded(cards.savedBy(payment), unresolved -> unresolved);
        }

        @Override
        public Mono<ForgetOutcome> forget(String token) {
            return guarded(cards.forget(token), unresolved -> unresolved);
        }
    }
}
