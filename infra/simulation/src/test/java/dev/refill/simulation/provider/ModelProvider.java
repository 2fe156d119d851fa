package dev.refill.simulation.provider;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;

import dev.refill.gateway.Approved;
import dev.refill.gateway.ChargeCommand;
import dev.refill.gateway.ChargeOutcome;
import dev.refill.gateway.Closed;
import dev.refill.gateway.DeclineReason;
import dev.refill.gateway.Declined;
import dev.refill.gateway.EventFeed;
import dev.refill.gateway.FedEvent;
import dev.refill.gateway.FeedOutcome;
import dev.refill.gateway.FeedPage;
import dev.refill.gateway.FeedPosition;
import dev.refill.gateway.GatewayId;
import dev.refill.gateway.LookupOutcome;
import dev.refill.gateway.LookupQuery;
import dev.refill.gateway.Money;
import dev.refill.gateway.NotFound;
import dev.refill.gateway.NotSent;
import dev.refill.gateway.OperationKey;
import dev.refill.gateway.PaymentGateway;
import dev.refill.gateway.PaymentMethod;
import dev.refill.gateway.PaymentObservation;
import dev.refill.gateway.Pending;
import dev.refill.gateway.ProviderReference;
import dev.refill.gateway.RequiresAction;
import dev.refill.gateway.Translation;
import dev.refill.gateway.Unknown;
import dev.refill.gateway.Unresolved;
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

    private static final GatewayId ID = new GatewayId("model");
    /** As Stripe's: a key is remembered for a day, and then means a new payment. */
    private static final Duration KEYS_ARE_KEPT = Duration.ofHours(24);
    /** As the guard's: then nobody waits any more. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    /** The terms say that a request arrives within a quarter of an hour or never. */
    private static final Duration LATEST = Duration.ofMinutes(14);
    private static final Duration HOURS = Duration.ofHours(5);
    private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(2);
    private static final Duration LONGEST_UNLISTED = Duration.ofMinutes(4);
    private static final int FEED_PAGE = 3;

    private final Timeline timeline;
    private final Clock clock;
    private final Chance chance;
    private final Weather weather;
    private final Trace trace;
    private final Runnable whenChanged;
    private final List<ModelPayment> payments = new ArrayList<>();
    private final Map<OperationKey, Remembered> remembered = new LinkedHashMap<>();
    private final Set<String> keys = new LinkedHashSet<>();
    private final List<ModelEvent> events = new ArrayList<>();
    private Consumer<ReceivedEvent> webhooks = event -> {};
    private Consumer<OperationKey> returns = key -> {};

    /**
     * The first answer under a key, which every later request gets.
     *
     * @param until when it is forgotten
     * @param busyUntil until then the first request is being carried out
     */
    private record Remembered(ChargeOutcome answer, Instant until, Instant busyUntil) {}

    /** @param whenChanged is told of everything that changes the truth */
    public ModelProvider(Timeline timeline, Chance chance, Weather weather, Trace trace, Runnable whenChanged) {
        this.timeline = timeline;
        this.clock = timeline.clock();
        this.chance = chance;
        this.weather = weather;
        this.trace = trace;
        this.whenChanged = whenChanged;
    }

    /** Where webhooks go, and whom the browsers return to after a payment. */
    public void connect(Consumer<ReceivedEvent> to, Consumer<OperationKey> whenPaid) {
        this.webhooks = to;
        this.returns = whenPaid;
    }

    public static GatewayId id() {
        return ID;
    }

    /** What it did, for the invariants. */
    public Snapshot.Provider truth() {
        List<Snapshot.Capture> captures = new ArrayList<>();
        for (ModelPayment payment : payments) {
            Money captured = payment.captured;
            if (captured != null) {
                captures.add(new Snapshot.Capture(payment.key.value(), sum(captured), 0));
            }
        }
        return new Snapshot.Provider(keys, captures);
    }

    private static Snapshot.Sum sum(Money money) {
        return new Snapshot.Sum(money.minor(), money.currency().getCurrencyCode());
    }

    /** An event as it is kept, for the invariants; junk speaks of no payment. */
    public Snapshot.KeptEvent asKept(String id, String state) {
        for (ModelEvent event : events) {
            if (event.id().equals(id)) {
                return new Snapshot.KeptEvent(id, state, event.truth().value(), event.saysCaptured());
            }
        }
        return new Snapshot.KeptEvent(id, state, null, false);
    }

    /** When the first event was listed that is not among those given; {@code null}: there is none. */
    public @Nullable Instant firstNotAmong(Set<String> known) {
        if (weather.isSilent()) {
            return null;
        }
        for (ModelEvent event : events) {
            if (!known.contains(event.id())) {
                return event.listedAt();
            }
        }
        return null;
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
                return ID;
            }

            @Override
            public Mono<ChargeOutcome> charge(ChargeCommand command) {
                return Mono.create(sink -> send(command, here, sink));
            }

            @Override
            public Mono<LookupOutcome> lookup(LookupQuery query) {
                return Mono.create(sink -> ask("lookup", here, sink, () -> found(query), unresolved -> unresolved));
            }

            @Override
            public Optional<EventFeed> events() {
                return Optional.of(position -> Mono.create(
                        sink -> ask("feed", here, sink, () -> page(position), unresolved -> unresolved)));
            }
        };
    }

    private void send(ChargeCommand command, Life here, MonoSink<ChargeOutcome> sink) {
        Weather.Request fate = weather.onCharge();
        trace.note(here, "charge", () -> command.operationKey() + " " + fate);
        switch (fate) {
            case ANSWERED -> arrive(weather.travel(), () -> answer(here, sink, process(command)));
            case NOT_CONNECTED -> {
                if (weather.isTardy() && chance.happens(0.3)) {
                    arrive(chance.spread(PATIENCE, LATEST), () -> process(command));
                }
                answer(here, sink, new NotSent(NotSent.Reason.CONNECTION_REFUSED, null));
            }
            case RATE_LIMITED -> answer(here, sink, new NotSent(NotSent.Reason.RATE_LIMITED, Duration.ofSeconds(2)));
            case NOT_TRIED -> answer(here, sink, new NotSent(chance.pick(List.of(NotSent.Reason.BULKHEAD_FULL,
                    NotSent.Reason.BREAKER_OPEN, NotSent.Reason.REFUSED)), null));
            case LOST -> giveUp(here, sink, new Unknown("no answer"));
            case ANSWER_LOST -> {
                arrive(weather.travel(), () -> process(command));
                giveUp(here, sink, new Unknown("no answer"));
            }
            case LATE -> {
                arrive(chance.spread(PATIENCE, weather.isTardy() ? HOURS : LATEST), () -> process(command));
                giveUp(here, sink, new Unknown("no answer"));
            }
            case FAILS_AFTER -> arrive(weather.travel(), () -> answer(here, sink, failing(command, true)));
            case FAILS_BEFORE -> arrive(weather.travel(), () -> answer(here, sink, failing(command, false)));
        }
    }

    private <T> void ask(String what, Life here, MonoSink<T> sink, Supplier<T> truth,
            Function<Unresolved, T> outcome) {
        Weather.Request fate = weather.onQuestion();
        trace.note(here, what, () -> fate);
        switch (fate) {
            case ANSWERED, LATE, FAILS_AFTER, FAILS_BEFORE ->
                arrive(weather.travel(), () -> answer(here, sink, truth.get()));
            case NOT_CONNECTED ->
                answer(here, sink, outcome.apply(new NotSent(NotSent.Reason.CONNECTION_REFUSED, null)));
            case RATE_LIMITED -> answer(here, sink, outcome.apply(new NotSent(NotSent.Reason.RATE_LIMITED, null)));
            case NOT_TRIED -> answer(here, sink, outcome.apply(new NotSent(NotSent.Reason.BREAKER_OPEN, null)));
            case LOST, ANSWER_LOST -> giveUp(here, sink, outcome.apply(new Unknown("no answer")));
        }
    }

    private void arrive(long travel, Runnable there) {
        timeline.after(travel, timeline.world(), () -> {
            there.run();
            whenChanged.run();
        });
    }

    private <T> void answer(Life here, MonoSink<T> sink, T answer) {
        timeline.after(weather.travel(), here, () -> {
            trace.note(here, "answer", () -> answer);
            sink.success(answer);
        });
    }

    private <T> void giveUp(Life here, MonoSink<T> sink, T answer) {
        timeline.after(Timeline.micros(PATIENCE), here, () -> sink.success(answer));
    }

    private ChargeOutcome failing(ChargeCommand command, boolean afterTheEffect) {
        Remembered before = rememberedOf(command.operationKey());
        if (before != null) {
            return process(command);
        }
        if (afterTheEffect) {
            process(command);
        }
        keys.add(command.operationKey().value());
        return remember(command.operationKey(), new Unknown("500"));
    }

    private @Nullable Remembered rememberedOf(OperationKey key) {
        Remembered before = remembered.get(key);
        return before != null && clock.instant().isBefore(before.until()) ? before : null;
    }

    private ChargeOutcome process(ChargeCommand command) {
        keys.add(command.operationKey().value());
        Remembered before = rememberedOf(command.operationKey());
        if (before != null) {
            return clock.instant().isBefore(before.busyUntil())
                    ? new NotSent(NotSent.Reason.IN_PROGRESS, null)
                    : before.answer();
        }
        ModelPayment payment = made(command);
        ChargeOutcome answer = switch (command.method()) {
            case PaymentMethod.HostedPage page -> open(payment, command);
            case PaymentMethod.CardOnFile card -> use(payment);
        };
        trace.note(timeline.world(), "charged", () -> command.operationKey() + " " + answer);
        return remember(command.operationKey(), answer);
    }

    private ChargeOutcome remember(OperationKey key, ChargeOutcome answer) {
        Instant now = clock.instant();
        long busy = chance.happens(0.2) ? chance.spread(Duration.ofMillis(1), Duration.ofSeconds(20)) : 0;
        remembered.put(key, new Remembered(answer, now.plus(KEYS_ARE_KEPT), now.plusNanos(busy * 1_000)));
        return answer;
    }

    private ModelPayment made(ChargeCommand command) {
        ProviderReference reference = new ProviderReference("pi_" + (payments.size() + 1));
        ModelPayment payment = new ModelPayment(command.operationKey(), reference, command.amount(), clock.instant(),
                new Pending(reference));
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
                later(Duration.ofMinutes(1), HOURS, () -> capture(payment));
            }
            return become(payment, declined(payment));
        }
        if (fate < 85) {
            later(Duration.ofSeconds(1), Duration.ofMinutes(30), () -> decide(payment));
            return payment.now;
        }
        if (fate < 98) {
            // The others never do what their bank asks of them, and the payment stays open.
            if (chance.happens(0.95)) {
                later(Duration.ofSeconds(3), Duration.ofMinutes(30), () -> decide(payment));
            }
            return become(payment, action(payment));
        }
        return captureInPart(payment);
    }

    private PaymentObservation captureInPart(ModelPayment payment) {
        Money part = Money.of(payment.asked.minor() - 1 - chance.below(200),
                payment.asked.currency().getCurrencyCode());
        payment.captured = part;
        return become(payment, new Approved(payment.reference, part));
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
                ? clock.instant().plus(KEYS_ARE_KEPT)
                : command.payableUntil();
        payment.now = action(payment);
        Duration open = Duration.between(clock.instant(), end);
        if (chance.happens(0.3)) {
            later(Duration.ofSeconds(2), open.dividedBy(2), () -> {
                if (payment.now instanceof RequiresAction) {
                    emit(payment, declined(payment));
                }
            });
        }
        if (chance.happens(0.7)) {
            later(Duration.ofSeconds(3), open, () -> pay(payment));
        }
        timeline.after(Timeline.micros(open), timeline.world(), () -> {
            if (payment.now instanceof RequiresAction) {
                become(payment, new Closed(payment.reference));
                whenChanged.run();
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
            later(Duration.ofMinutes(1), Duration.ofHours(3), () -> capture(payment));
        } else {
            capture(payment);
        }
        returns.accept(payment.key);
    }

    private void later(Duration least, Duration most, Runnable what) {
        arrive(chance.spread(least, most), what);
    }

    private RequiresAction action(ModelPayment payment) {
        return new RequiresAction(payment.reference, URI.create("https://pay.example/" + payment.reference));
    }

    private static Declined declined(ModelPayment payment) {
        return new Declined(payment.reference, DeclineReason.INSUFFICIENT_FUNDS, "insufficient_funds", true);
    }

    private PaymentObservation capture(ModelPayment payment) {
        if (chance.happens(0.02)) {
            return captureInPart(payment);
        }
        payment.captured = payment.asked;
        return become(payment, new Approved(payment.reference, payment.asked));
    }

    private PaymentObservation become(ModelPayment payment, PaymentObservation now) {
        payment.now = now;
        emit(payment, now);
        return now;
    }

    private void emit(ModelPayment payment, PaymentObservation said) {
        Instant now = clock.instant();
        ModelEvent event = ModelEvent.of("evt_" + (events.size() + 1), payment, said, chance.happens(0.9), now,
                now.plusNanos(1_000 * chance.spread(Duration.ofMillis(1), LONGEST_UNLISTED)));
        events.add(event);
        trace.note(timeline.world(), event.type(), event::body);
        if (!weather.withholds()) {
            webhooks.accept(new ReceivedEvent(ID, event.id(), event.type(), event.bytes()));
        }
    }

    private LookupOutcome found(LookupQuery query) {
        ProviderReference reference = query.reference();
        if (reference != null) {
            return payments.stream().filter(payment -> payment.reference.equals(reference)).findFirst()
                    .<LookupOutcome>map(payment -> payment.now).orElseGet(NotFound::new);
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

    private FeedOutcome page(FeedPosition position) {
        if (weather.hasNoFeed()) {
            return new Unknown("no list");
        }
        Instant now = clock.instant();
        List<ModelEvent> window = events.stream()
                .filter(event -> !event.at().isBefore(position.from()) && event.at().isBefore(position.to())
                        && !event.listedAt().isAfter(now))
                .toList();
        List<ModelEvent> page = window.subList(0, Math.min(FEED_PAGE, window.size()));
        FeedPosition next = page.size() == window.size()
                ? null
                : new FeedPosition(window.get(FEED_PAGE).at(), position.to(), "more");
        return new FeedPage(page.stream()
                .map(event -> new FedEvent(event.id(), event.type(), event.at(), event.bytes()))
                .toList(), next);
    }

    /** Reads its webhooks. Who sent them is not this simulation's question. */
    public static WebhookTranslator translator() {
        return new WebhookTranslator() {

            @Override
            public GatewayId gateway() {
                return ID;
            }

            @Override
            public Mono<Verification> verify(Map<String, List<String>> headers, byte[] body) {
                return Mono.error(() -> new IllegalStateException("nobody verifies here"));
            }

            @Override
            public Translation translate(byte[] body) {
                return ModelEvent.read(ID, body);
            }
        };
    }
}
