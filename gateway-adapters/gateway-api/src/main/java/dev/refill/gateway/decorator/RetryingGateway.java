package dev.refill.gateway.decorator;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;

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

/**
 * Tries again what was provably not sent and may soon pass, a bounded number of times, with jitter and always with the
 * same operation key. Once the provider has said that a request with the key is being carried out, no later try can prove
 * that nothing was: whatever else keeps it from being sent then, {@code IN_PROGRESS} stands. {@code Unknown} is never
 * tried again here: that is decided by who knows the order. A provider that asks for a longer wait than we are ready for
 * gets its {@link NotSent} passed on at once.
 */
public final class RetryingGateway implements PaymentGateway {

    private final PaymentGateway gateway;
    private final RetryLimits limits;
    private final DoubleSupplier chance;

    public RetryingGateway(PaymentGateway gateway, RetryLimits limits) {
        this(gateway, limits, () -> ThreadLocalRandom.current().nextDouble());
    }

    /** @param chance numbers from 0 to below 1 */
    RetryingGateway(PaymentGateway gateway, RetryLimits limits, DoubleSupplier chance) {
        this.gateway = gateway;
        this.limits = limits;
        this.chance = chance;
    }

    @Override
    public GatewayId id() {
        return gateway.id();
    }

    @Override
    public Set<PaymentMethodType> methods() {
        return gateway.methods();
    }

    @Override
    public boolean isWell() {
        return gateway.isWell();
    }

    @Override
    public Mono<ChargeOutcome> charge(ChargeCommand command) {
        return retried(gateway.charge(command), 1);
    }

    @Override
    public Mono<LookupOutcome> lookup(LookupQuery query) {
        return retried(gateway.lookup(query), 1);
    }

    @Override
    public Optional<Refunds> refunds() {
        return gateway.refunds().map(RetryingRefunds::new);
    }

    @Override
    public Optional<Cancels> cancels() {
        return gateway.cancels().map(cancels -> command -> retried(cancels.cancel(command), 1));
    }

    @Override
    public Optional<EventFeed> events() {
        return gateway.events().map(feed -> position -> retried(feed.read(position), 1));
    }

    @Override
    public Optional<Settlements> settlements() {
        return gateway.settlements().map(RetryingSettlements::new);
    }

    @Override
    public Optional<SavedCards> savedCards() {
        return gateway.savedCards().map(RetryingSavedCards::new);
    }

    @Override
    public Optional<PaymentKeys> paymentKeys() {
        return gateway.paymentKeys().map(keys -> payment -> retried(keys.keyOf(payment), 1));
    }

    private <T> Mono<T> retried(Mono<T> call, int tries) {
        return tries >= limits.maxTries() ? call : call.flatMap(outcome -> followed(call, outcome, tries));
    }

    private <T> Mono<T> followed(Mono<T> call, T outcome, int tries) {
        return outcome instanceof NotSent notSent && isWorthATry(notSent)
                ? retried(call, tries + 1).map(later -> standing(outcome, later))
                        .delaySubscription(pause(notSent, tries))
                : Mono.just(outcome);
    }

    private static <T> T standing(T earlier, T later) {
        return isInProgress(earlier) && later instanceof NotSent ? earlier : later;
    }

    private static boolean isInProgress(Object outcome) {
        return outcome instanceof NotSent notSent && notSent.reason() == NotSent.Reason.IN_PROGRESS;
    }

    private boolean isWorthATry(NotSent notSent) {
        var asked = notSent.retryAfter();
        return notSent.reason().passesSoon() && (asked == null || asked.compareTo(limits.longestWait()) <= 0);
    }

    /** Doubled with each try, spread over its upper half, and on top of what the provider asked for. */
    private Duration pause(NotSent notSent, int tries) {
        var doubled = limits.firstWait().multipliedBy(1L << (tries - 1));
        var longest = doubled.compareTo(limits.longestWait()) < 0 ? doubled : limits.longestWait();
        var ours = Duration.ofNanos((long) (longest.toNanos() * (1 - chance.getAsDouble() / 2)));
        var asked = notSent.retryAfter();
        return asked == null ? ours : asked.plus(ours);
    }

    private final class RetryingRefunds implements Refunds {

        private final Refunds refunds;

        private RetryingRefunds(Refunds refunds) {
            this.refunds = refunds;
        }

        @Override
        public Mono<RefundOutcome> refund(RefundCommand command) {
            return retried(refunds.refund(command), 1);
        }

        @Override
        public Mono<RefundLookupOutcome> lookupRefund(RefundQuery query) {
            return retried(refunds.lookupRefund(query), 1);
        }
    }

    private final class RetryingSettlements implements Settlements {

        private final Settlements settlements;

        private RetryingSettlements(Settlements settlements) {
            this.settlements = settlements;
        }

        @Override
        public Mono<PayoutOutcome> readPayouts(FeedPosition position) {
            return retried(settlements.readPayouts(position), 1);
        }

        @Override
        public Mono<SettlementOutcome> readLines(SettlementPosition position) {
            return retried(settlements.readLines(position), 1);
        }
    }

    private final class RetryingSavedCards implements SavedCards {

        private final SavedCards cards;

        private RetryingSavedCards(SavedCards cards) {
            this.cards = cards;
        }

        @Override
        public Mono<SavedCardOutcome> savedBy(ProviderReference payment) {
            return retried(cards.savedBy(payment), 1);
        }

        @Override
        public Mono<ForgetOutcome> forget(String token) {
            return retried(cards.forget(token), 1);
        }
    }
}
