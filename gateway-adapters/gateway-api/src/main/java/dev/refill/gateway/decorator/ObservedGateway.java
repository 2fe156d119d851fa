package dev.refill.gateway.decorator;

import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

import io.micrometer.core.instrument.Meter.MeterProvider;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
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
 * Times and counts every call: timer {@code refill.gateway.calls} with the tags {@code gateway}, {@code verb},
 * {@code outcome} and {@code reason}; its count is the counter. A call whose subscriber went away counts as
 * {@code cancelled}. Declines with a code that the adapter does not know are counted besides, by
 * {@code refill.gateway.unknown.declines} with the tag {@code gateway}. The outcome passes untouched.
 */
public final class ObservedGateway implements PaymentGateway {

    /** Name of the timer. */
    public static final String CALLS = "refill.gateway.calls";

    private final PaymentGateway gateway;
    private final MeterRegistry registry;
    private final UnknownDeclines unknownDeclines;
    private final MeterProvider<Timer> charges;
    private final MeterProvider<Timer> lookups;

    public ObservedGateway(PaymentGateway gateway, MeterRegistry registry) {
        this.gateway = gateway;
        this.registry = registry;
        this.unknownDeclines = new UnknownDeclines(gateway.id(), registry);
        this.charges = timers("charge");
        this.lookups = timers("lookup");
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
        return observed(gateway.charge(command), charges, OutcomeWord::of);
    }

    @Override
    public Mono<LookupOutcome> lookup(LookupQuery query) {
        return observed(gateway.lookup(query), lookups, OutcomeWord::of);
    }

    @Override
    public Optional<Refunds> refunds() {
        return gateway.refunds().map(ObservedRefunds::new);
    }

    @Override
    public Optional<Cancels> cancels() {
        return gateway.cancels().map(this::observedCancels);
    }

    @Override
    public Optional<EventFeed> events() {
        return gateway.events().map(this::observedEventFeed);
    }

    @Override
    public Optional<Settlements> settlements() {
        return gateway.settlements().map(ObservedSettlements::new);
    }

    @Override
    public Optional<SavedCards> savedCards() {
        return gateway.savedCards().map(ObservedSavedCards::new);
    }

    @Override
    public Optional<PaymentKeys> paymentKeys() {
        return gateway.paymentKeys().map(this::observedPaymentKeys);
    }

    private Cancels observedCancels(Cancels cancels) {
        var timers = timers("cancel");
        return command -> observed(cancels.cancel(command), timers, OutcomeWord::of);
    }

    private EventFeed observedEventFeed(EventFeed feed) {
        var timers = timers("read_events");
        return position -> observed(feed.read(position), timers, OutcomeWord::of);
    }

    private PaymentKeys observedPaymentKeys(PaymentKeys keys) {
        var timers = timers("payment_key");
        return payment -> observed(keys.keyOf(payment), timers, OutcomeWord::of);
    }

    private <T> Mono<T> observed(Mono<T> call, MeterProvider<Timer> timers, Function<T, OutcomeWord> word) {
        return Mono.defer(() -> {
            var sample = Timer.start(registry);
            return call.doOnNext(outcome -> stop(sample, timers, word.apply(outcome)))
                    .doOnNext(unknownDeclines::count)
                    .doOnError(_error -> stop(sample, timers, OutcomeWord.ERROR))
                    .doOnCancel(() -> stop(sample, timers, OutcomeWord.CANCELLED));
        });
    }

    private static void stop(Timer.Sample sample, MeterProvider<Timer> timers, OutcomeWord word) {
        sample.stop(timers.withTags(Tags.of("outcome", word.outcome(), "reason", word.reason())));
    }

    private MeterProvider<Timer> timers(String verb) {
        return Timer.builder(CALLS)
                .description("Calls to a payment provider")
                .tags("gateway", gateway.id().value(), "verb", verb)
                .withRegistry(registry);
    }

    private final class ObservedRefunds implements Refunds {

        private final Refunds refunds;
        private final MeterProvider<Timer> made = timers("refund");
        private final MeterProvider<Timer> lookedUp = timers("lookup_refund");

        private ObservedRefunds(Refunds refunds) {
            this.refunds = refunds;
        }

        @Override
        public Mono<RefundOutcome> refund(RefundCommand command) {
            return observed(refunds.refund(command), made, OutcomeWord::of);
        }

        @Override
        public Mono<RefundLookupOutcome> lookupRefund(RefundQuery query) {
            return observed(refunds.lookupRefund(query), lookedUp, OutcomeWord::of);
        }
    }

    private final class ObservedSettlements implements Settlements {

        private final Settlements settlements;
        private final MeterProvider<Timer> payouts = timers("read_payouts");
        private final MeterProvider<Timer> lines = timers("read_settlement");

        private ObservedSettlements(Settlements settlements) {
            this.settlements = settlements;
        }

        @Override
        public Mono<PayoutOutcome> readPayouts(FeedPosition position) {
            return observed(settlements.readPayouts(position), payouts, OutcomeWord::of);
        }

        @Override
        public Mono<SettlementOutcome> readLines(SettlementPosition position) {
            return observed(settlements.readLines(position), lines, OutcomeWord::of);
        }
    }

    private final class ObservedSavedCards implements SavedCards {

        private final SavedCards cards;
        private final MeterProvider<Timer> asked = timers("saved_card");
        private final MeterProvider<Timer> forgotten = timers("forget_card");

        private ObservedSavedCards(SavedCards cards) {
            this.cards = cards;
        }

        @Override
        public Mono<SavedCardOutcome> savedBy(ProviderReference payment) {
            return observed(cards.savedBy(payment), asked, OutcomeWord::of);
        }

        @Override
        public Mono<ForgetOutcome> forget(String token) {
            return observed(cards.forget(token), forgotten, OutcomeWord::of);
        }
    }
}
