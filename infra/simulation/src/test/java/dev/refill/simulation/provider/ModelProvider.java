package dev.refill.simulation.provider;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import dev.refill.gateway.Approved;
import dev.refill.gateway.ChargeCommand;
import dev.refill.gateway.ChargeOutcome;
import dev.refill.gateway.Closed;
import dev.refill.gateway.DeclineReason;
import dev.refill.gateway.Declined;
import dev.refill.gateway.EventFeed;
import dev.refill.gateway.GatewayId;
import dev.refill.gateway.LookupOutcome;
import dev.refill.gateway.LookupQuery;
import dev.refill.gateway.Money;
import dev.refill.gateway.NotFound;
import dev.refill.gateway.OperationKey;
import dev.refill.gateway.PaymentGateway;
import dev.refill.gateway.PaymentKeyFound;
import dev.refill.gateway.PaymentKeyOutcome;
import dev.refill.gateway.PaymentKeys;
import dev.refill.gateway.PaymentMethod;
import dev.refill.gateway.PaymentMethodType;
import dev.refill.gateway.PaymentObservation;
import dev.refill.gateway.Pending;
import dev.refill.gateway.ProviderReference;
import dev.refill.gateway.RefundObservation;
import dev.refill.gateway.Refunds;
import dev.refill.gateway.RequiresAction;
import dev.refill.gateway.Translation;
import dev.refill.gateway.Unknown;
import dev.refill.gateway.Verification;
import dev.refill.gateway.WebhookTranslator;
import dev.refill.simulation.time.Chance;
import dev.refill.simulation.time.Life;
import dev.refill.simulation.time.Timeline;
import dev.refill.simulation.world.Trace;
import dev.refill.simulation.world.Weather;
import dev.refill.testsupport.invariants.Snapshot;
import dev.refill.webhooks.store.ReceivedEvent;

/** The provider's truth and its ways of telling it. */
public final class ModelProvider {

    private static final Duration HOURS = Duration.ofHours(5);
    private static final Duration PHONE_ASKS_FOR = Duration.ofMinutes(5);
    private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(2);

    private final GatewayId id;
    private final Timeline timeline;
    private final Clock clock;
    private final Chance chance;
    private final Weather weather;
    private final Trace trace;
    private final ModelLine line;
    private final ModelEvents events;
    private final ModelKeys<ChargeOutcome> keys;
    private final ModelRefunds refunds;
    private final ModelDisputes disputes;
    private final ModelAnswers answers;
    private final List<ModelPayment> payments = new ArrayList<>();
    private Consumer<OperationKey> returns = key -> {};
    private Consumer<OperationKey> captures = key -> {};

    /**
     * @param weather that of the way to it
     * @param whenChanged is told of everything that changes the truth
     */
    public ModelProvider(GatewayId id, Timeline timeline, Chance chance, Weather weather, Trace trace,
            Runnable whenChanged) {
        this.id = id;
        this.timeline = timeline;
        this.clock = timeline.clock();
        this.chance = chance;
        this.weather = weather;
        this.trace = trace;
        this.line = new ModelLine(timeline, chance, weather, trace, whenChanged);
        this.events = new ModelEvents(id, timeline, chance, weather, trace);
        this.answers = new ModelAnswers(clock);
        this.keys = new ModelKeys<>(clock, chance, unresolved -> unresolved);
        this.disputes = new ModelDisputes(id, chance, line, events, this::refunded);
        this.refunds = new ModelRefunds(id, clock, chance, weather, line, events, this::referred, disputes::holds);
    }

    /** Where webhooks go, whom the browsers return to after a payment, and who is told of each capture. */
    public void connect(Consumer<ReceivedEvent> to, Consumer<OperationKey> whenPaid,
            Consumer<OperationKey> whenCaptured) {
        events.connect(to);
        this.returns = whenPaid;
        this.captures = whenCaptured;
    }

    public GatewayId id() {
        return id;
    }

    /** Why whoever had heard all that it said was certain at that moment that a payment takes nothing. */
    Proof proof(OperationKey key, Instant at) {
        return answers.proof(key, at);
    }

    /** Whether there is a payment under a key, captured or not. */
    boolean has(OperationKey key) {
        return first(payment -> payment.key.equals(key)) != null;
    }

    boolean knowsEvent(String event) {
        return events.knows(event);
    }

    /** What it did, for the invariants. */
    public Snapshot.Provider truth() {
        List<Snapshot.Capture> captured = new ArrayList<>();
        for (ModelPayment payment : payments) {
            Money money = payment.captured;
            if (money != null) {
                captured.add(new Snapshot.Capture(payment.key.value(),
                        new Snapshot.Sum(money.minor(), money.currency().getCurrencyCode()), refunded(payment)));
            }
        }
        return new Snapshot.Provider(keys.all(), captured, refunds.truth(), disputes.truth());
    }

    private long refunded(ModelPayment payment) {
        return refunds.refunded(payment);
    }

    private @Nullable ModelPayment referred(ProviderReference reference) {
        return first(payment -> payment.reference.equals(reference));
    }

    private @Nullable ModelPayment first(Predicate<ModelPayment> where) {
        return payments.stream().filter(where).findFirst().orElse(null);
    }

    /** Somebody gives back money of a payment at the provider, without us. */
    public void refundThere(OperationKey key) {
        refunds.madeThere(Objects.requireNonNull(first(payment -> payment.key.equals(key))));
    }

    /** What a person sees at the provider of a refund that we asked for; {@code null}: nothing. */
    public @Nullable RefundObservation seen(OperationKey refund) {
        return refunds.seen(refund);
    }

    /** The customer's bank disputes a payment. */
    public void dispute(OperationKey key) {
        disputes.open(Objects.requireNonNull(first(payment -> payment.key.equals(key))));
    }

    /** An event as it is kept, for the invariants; junk speaks of no payment. */
    public Snapshot.KeptEvent asKept(String id, String state) {
        return events.asKept(id, state);
    }

    /** When the first event was listed that is not among those given; {@code null}: there is none. */
    public @Nullable Instant firstNotAmong(Set<String> known) {
        return events.firstNotAmong(known);
    }

    /** How many payments there are, captured or not. */
    public int payments() {
        return payments.size();
    }

    /** The port as a life sees it. */
    public PaymentGateway gateway(Life here) {
        return new PaymentGateway() {

            @Override
            public GatewayId id() {
                return id;
            }

            @Override
            public boolean isWell() {
                return !weather.looksBad();
            }

            @Override
            public Set<PaymentMethodType> methods() {
                return Set.of(PaymentMethodType.values());
            }

            @Override
            public Mono<ChargeOutcome> charge(ChargeCommand command) {
                return answers.charge(command.operationKey(), Mono.create(sink -> line.send("charge",
                        command.operationKey(), weather.onCharge(), here, sink, keys, () -> process(command),
                        unresolved -> unresolved)));
            }

            @Override
            public Mono<LookupOutcome> lookup(LookupQuery query) {
                return answers.lookup(query.operationKey(), Mono.create(
                        sink -> line.ask("lookup", here, sink, () -> found(query), unresolved -> unresolved)));
            }

            @Override
            public Optional<Refunds> refunds() {
                return Optional.of(refunds.port(here));
            }

            @Override
            public Optional<EventFeed> events() {
                return Optional.of(position -> Mono.create(
                        sink -> line.ask("feed", here, sink, () -> events.page(position), unresolved -> unresolved)));
            }

            @Override
            public Optional<PaymentKeys> paymentKeys() {
                return Optional.of(payment -> Mono.create(
                        sink -> line.ask("key", here, sink, () -> keyOf(payment), unresolved -> unresolved)));
            }
        };
    }

    private PaymentKeyOutcome keyOf(ProviderReference reference) {
        ModelPayment payment = referred(reference);
        return payment == null ? new NotFound() : new PaymentKeyFound(payment.key);
    }

    private ChargeOutcome process(ChargeCommand command) {
        ModelPayment payment = made(command);
        ChargeOutcome answer = switch (command.method()) {
            case PaymentMethod.HostedPage page -> open(payment, command);
            case PaymentMethod.CardOnFile card -> use(payment);
            case PaymentMethod.MobileMoney phone -> ask(payment);
        };
        trace.note(timeline.world(), "charged", () -> command.operationKey() + " " + answer);
        return answer;
    }

    private ModelPayment made(ChargeCommand command) {
        ProviderReference reference = new ProviderReference("pi_" + (payments.size() + 1));
        ModelPayment payment = new ModelPayment(command.operationKey(), reference, command.amount(),
                command.method() instanceof PaymentMethod.HostedPage, clock.instant(), new Pending(reference));
        payments.add(payment);
        return payment;
    }

    private PaymentObservation use(ModelPayment payment) {
        int fate = chance.below(100);
        if (fate < 60) {
            return capture(payment);
        }
        if (fate < 75) {
            if (weather.isTardy()) {
                line.later(Duration.ofMinutes(1), HOURS, () -> capture(payment));
            }
            return become(payment, declined(payment));
        }
        if (fate < 85) {
            line.later(Duration.ofSeconds(1), Duration.ofMinutes(30), () -> decide(payment));
            return payment.now;
        }
        if (fate < 98) {
            // The others never do what their bank asks of them, and the payment stays open.
            if (chance.happens(0.95)) {
                line.later(Duration.ofSeconds(3), Duration.ofMinutes(30), () -> decide(payment));
            }
            return become(payment, action(payment));
        }
        return captureInPart(payment);
    }

    /** Its owner agrees, refuses, or does nothing; then the provider gives up asking, or says nothing of it for ever. */
    private PaymentObservation ask(ModelPayment payment) {
        if (weather.isWilling()) {
            return captured(payment, payment.asked);
        }
        int fate = chance.below(100);
        if (fate < 5) {
            refuse(payment);
        } else if (fate < 65) {
            line.later(Duration.ofSeconds(2), PHONE_ASKS_FOR, () -> capture(payment));
        } else if (fate < 82) {
            line.later(Duration.ofSeconds(2), PHONE_ASKS_FOR, () -> refuse(payment));
        } else if (fate < 97) {
            line.after(PHONE_ASKS_FOR, () -> refuse(payment));
        }
        return payment.now;
    }

    private void refuse(ModelPayment payment) {
        become(payment, declined(payment));
        if (weather.isTardy()) {
            line.later(Duration.ofMinutes(1), HOURS, () -> capture(payment));
        }
    }

    private PaymentObservation captureInPart(ModelPayment payment) {
        Money part = Money.of(payment.asked.minor() - 1 - chance.below(200),
                payment.asked.currency().getCurrencyCode());
        return captured(payment, part);
    }

    private void decide(ModelPayment payment) {
        if (chance.happens(0.7)) {
            capture(payment);
            returns.accept(payment.key);
        } else {
            become(payment, declined(payment));
        }
    }

    private PaymentObservation open(ModelPayment payment, ChargeCommand command) {
        Instant end = command.payableUntil() == null
                ? clock.instant().plus(ModelKeys.KEPT)
                : command.payableUntil();
        payment.now = action(payment);
        Duration open = Duration.between(clock.instant(), end);
        if (chance.happens(0.3)) {
            line.later(Duration.ofSeconds(2), open.dividedBy(2), () -> {
                if (payment.now instanceof RequiresAction) {
                    events.emit(payment, ModelEvent.words(declined(payment)));
                }
            });
        }
        if (chance.happens(0.7)) {
            line.later(Duration.ofSeconds(3), open, () -> pay(payment));
        }
        line.after(open, () -> {
            if (payment.now instanceof RequiresAction) {
                become(payment, new Closed(payment.reference));
            }
        });
        return payment.now;
    }

    private void pay(ModelPayment payment) {
        if (!(payment.now instanceof RequiresAction)) {
            return;
        }
        if (chance.happens(0.15)) {
            become(payment, new Pending(payment.reference));
            line.later(Duration.ofMinutes(1), Duration.ofHours(3), () -> capture(payment));
        } else {
            capture(payment);
        }
        returns.accept(payment.key);
    }

    private RequiresAction action(ModelPayment payment) {
        return new RequiresAction(payment.reference, URI.create("https://pay.example/" + payment.reference));
    }

    private static Declined declined(ModelPayment payment) {
        return new Declined(payment.reference, DeclineReason.INSUFFICIENT_FUNDS, "insufficient_funds",
                payment.isOnPage);
    }

    private PaymentObservation capture(ModelPayment payment) {
        if (chance.happens(0.02)) {
            return captureInPart(payment);
        }
        return captured(payment, payment.asked);
    }

    private PaymentObservation captured(ModelPayment payment, Money money) {
        payment.captured = money;
        captures.accept(payment.key);
        return become(payment, new Approved(payment.reference, money));
    }

    private PaymentObservation become(ModelPayment payment, PaymentObservation now) {
        payment.now = now;
        answers.told(payment.key, now);
        events.emit(payment, ModelEvent.words(now));
        return now;
    }

    private LookupOutcome found(LookupQuery query) {
        ProviderReference reference = query.reference();
        if (reference != null) {
            ModelPayment payment = referred(reference);
            return payment == null ? new NotFound() : payment.now;
        }
        if (weather.isCrowded()) {
            return Unknown.gaveUp("too many to read");
        }
        Instant from = query.sentWithin().from().minus(CLOCKS_DIFFER);
        Instant to = query.sentWithin().to().plus(CLOCKS_DIFFER);
        return payments.stream()
                .filter(payment -> payment.key.equals(query.operationKey()) && !payment.madeAt.isBefore(from)
                        && !payment.madeAt.isAfter(to))
                .findFirst()
                .<LookupOutcome>map(payment -> payment.now)
                .orElseGet(NotFound::new);
    }

    /** Reads its webhooks. Who sent them is not this simulation's question. */
    public WebhookTranslator translator() {
        return new WebhookTranslator() {

            @Override
            public GatewayId gateway() {
                return id;
            }

            @Override
            public Mono<Verification> verify(Map<String, List<String>> headers, byte[] body) {
                return Mono.error(() -> new IllegalStateException("nobody verifies here"));
            }

            @Override
            public Translation translate(byte[] body) {
                return ModelEvent.read(id, body);
            }
        };
    }
}
