package dev.refill.gateway.decorator;

import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;

import reactor.core.publisher.Mono;

import dev.refill.gateway.CancelCommand;
import dev.refill.gateway.CancelOutcome;
import dev.refill.gateway.Cancels;
import dev.refill.gateway.ChargeCommand;
import dev.refill.gateway.ChargeOutcome;
import dev.refill.gateway.EventFeed;
import dev.refill.gateway.FeedOutcome;
import dev.refill.gateway.FeedPosition;
import dev.refill.gateway.ForgetOutcome;
import dev.refill.gateway.GatewayId;
import dev.refill.gateway.LookupOutcome;
import dev.refill.gateway.LookupQuery;
import dev.refill.gateway.PaymentGateway;
import dev.refill.gateway.PaymentKeyOutcome;
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
import dev.refill.gateway.Unresolved;

/** Can everything, and answers whatever it is asked with the same unresolved outcomes, or never. */
final class CapableGateway
        implements
            PaymentGateway,
            Refunds,
            Cancels,
            EventFeed,
            PaymentKeys,
            SavedCards,
            Settlements {

    private final Queue<Mono<Unresolved>> script = new ArrayDeque<>();
    private int sent;

    CapableGateway thenAnswers(Unresolved outcome) {
        script.add(Mono.just(outcome));
        return this;
    }

    CapableGateway thenNeverAnswers() {
        script.add(Mono.never());
        return this;
    }

    int sent() {
        return sent;
    }

    @Override
    public GatewayId id() {
        return new GatewayId("scripted");
    }

    @Override
    public Set<PaymentMethodType> methods() {
        return Set.of(PaymentMethodType.MOBILE_MONEY);
    }

    @Override
    public Mono<ChargeOutcome> charge(ChargeCommand command) {
        return next().cast(ChargeOutcome.class);
    }

    @Override
    public Mono<LookupOutcome> lookup(LookupQuery query) {
        return next().cast(LookupOutcome.class);
    }

    @Override
    public Optional<Refunds> refunds() {
        return Optional.of(this);
    }

    @Override
    public Mono<RefundOutcome> refund(RefundCommand command) {
        return next().cast(RefundOutcome.class);
    }

    @Override
    public Mono<RefundLookupOutcome> lookupRefund(RefundQuery query) {
        return next().cast(RefundLookupOutcome.class);
    }

    @Override
    public Optional<Cancels> cancels() {
        return Optional.of(this);
    }

    @Override
    public Mono<CancelOutcome> cancel(CancelCommand command) {
        return next().cast(CancelOutcome.class);
    }

    @Override
    public Optional<EventFeed> events() {
        return Optional.of(this);
    }

    @Override
    public Mono<FeedOutcome> read(FeedPosition position) {
        return next().cast(FeedOutcome.class);
    }

    @Override
    public Optional<Settlements> settlements() {
        return Optional.of(this);
    }

    @Override
    public Mono<PayoutOutcome> readPayouts(FeedPosition position) {
        return next().cast(PayoutOutcome.class);
    }

    @Override
    public Mono<SettlementOutcome> readLines(SettlementPosition position) {
        return next().cast(SettlementOutcome.class);
    }

    @Override
    public Optional<PaymentKeys> paymentKeys() {
        return Optional.of(this);
    }

    @Override
    public Mono<PaymentKeyOutcome> keyOf(ProviderReference payment) {
        return next().cast(PaymentKeyOutcome.class);
    }

    @Override
    public Optional<SavedCards> savedCards() {
        return Optional.of(this);
    }

    @Override
    public Mono<SavedCardOutcome> savedBy(ProviderReference payment) {
        return next().cast(SavedCardOutcome.class);
    }

    @Override
    public Mono<ForgetOutcome> forget(String token) {
        return next().cast(ForgetOutcome.class);
    }

    private Mono<Unresolved> next() {
        return Mono.defer(() -> {
            sent++;
            return script.size() > 1 ? script.remove() : script.element();
        });
    }
}
