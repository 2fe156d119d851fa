package dev.refill.portal;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import dev.refill.gateway.DeclineReason;
import dev.refill.gateway.PaymentMethodType;
import dev.refill.recharge.Cancellation;
import dev.refill.recharge.OrderTokens;
import dev.refill.recharge.PaymentMeans;
import dev.refill.recharge.Recharge;
import dev.refill.recharge.RechargeId;
import dev.refill.recharge.RechargeState;
import dev.refill.recharge.Recharges;
import dev.refill.recharge.Sighting;
import dev.refill.recharge.StartOutcome;
import dev.refill.recharge.StartRechargeCommand;
import dev.refill.recharge.WatchRefused;
import dev.refill.subscriber.Msisdn;
import dev.refill.subscriber.SubscriberId;

/** Orders in memory: one per claim, moved on by the test. */
public final class FakeRecharges implements Recharges, OrderTokens {

    public static final URI CARD_PAGE = URI.create("http://pay.example.test/session/1");

    private static final Instant START = Instant.parse("2026-03-01T09:29:00Z");

    public final List<StartRechargeCommand> commands = new CopyOnWriteArrayList<>();
    public final AtomicInteger refreshes = new AtomicInteger();

    private final Map<String, RechargeId> claims = new ConcurrentHashMap<>();
    private final Map<RechargeId, Recharge> latest = new ConcurrentHashMap<>();
    private final Map<RechargeId, Sinks.Many<Recharge>> orders = new ConcurrentHashMap<>();
    private final Sinks.Many<Sighting> signsOfLife = Sinks.many().multicast().directBestEffort();
    private volatile Sinks.Empty<Void> closing = Sinks.empty();
    private volatile boolean full;
    private volatile Set<PaymentMethodType> methods = Set.of(PaymentMethodType.HOSTED_PAGE,
            PaymentMethodType.CARD_ON_FILE);
    private volatile @Nullable StartOutcome nextOutcome;
    private volatile @Nullable RuntimeException nextFailure;
    private volatile @Nullable RechargeState onRefresh;

    public void reset() {
        commands.clear();
        refreshes.set(0);
        claims.clear();
        latest.clear();
        orders.clear();
        nextOutcome = null;
        nextFailure = null;
        onRefresh = null;
        methods = Set.of(PaymentMethodType.HOSTED_PAGE, PaymentMethodType.CARD_ON_FILE);
        closing = Sinks.empty();
        full = false;
    }

    public void answerWith(StartOutcome outcome) {
        nextOutcome = outcome;
    }

    public void failWith(RuntimeException failure) {
        nextFailure = failure;
    }

    /** From now on orders can be paid by these alone. */
    public void takesOnly(PaymentMethodType... types) {
        methods = Set.of(types);
    }

    public void onRefreshMoveTo(RechargeState state) {
        onRefresh = state;
    }

    /** Tells all watchers that nothing is new. */
    public void showSignOfLife() {
        signsOfLife.tryEmitNext(new Sighting.StillWatching()).orThrow();
    }

    /** Ends all watches, as their bounded life or a stop does. */
    public void endWatches() {
        closing.tryEmitEmpty().orThrow();
    }

    public void refuseWatches() {
        full = true;
    }

    /** How many orders exist. */
    public int count() {
        return orders.size();
    }

    /** The token of an order in this state. */
    public String given(RechargeState state) {
        return given(state, null);
    }

    /** The token of an order in this state whose latest card was refused. */
    public String given(RechargeState state, @Nullable DeclineReason decline) {
        return given(TestCommands.tenDollars(), state, decline);
    }

    /** The token of an order in this state that a phone pays. */
    public String givenByPhone(RechargeState state, @Nullable DeclineReason decline) {
        return given(TestCommands.byPhone(), state, decline);
    }

    private String given(StartRechargeCommand command, RechargeState state, @Nullable DeclineReason decline) {
        RechargeId id = create(command);
        move(id, state, decline);
        return tokenFor(id);
    }

    public void move(String token, RechargeState state) {
        move(open(token).orElseThrow(), state, null);
    }

    private void move(RechargeId id, RechargeState state, @Nullable DeclineReason decline) {
        Recharge now = Objects.requireNonNull(latest.get(id));
        show(new Recharge(id, now.version() + 1, state, now.owner(), now.subscriber(), now.msisdn(), now.payer(),
                now.quote(), state == RechargeState.REQUIRES_ACTION ? CARD_PAGE : null, decline, null, now.createdAt(),
                START.plusSeconds(60)));
    }

    /** So much of it went back, in minor units. */
    public void refund(String token, long amount) {
        Recharge now = Objects.requireNonNull(latest.get(open(token).orElseThrow()));
        show(new Recharge(now.id(), now.version(), now.state(), now.owner(), now.subscriber(), now.msisdn(),
                now.payer(), now.quote(), null, null, amount, now.createdAt(), now.changedAt()));
    }

    private void show(Recharge recharge) {
        latest.put(recharge.id(), recharge);
        orders.computeIfAbsent(recharge.id(), id -> Sinks.many().replay().latest()).tryEmitNext(recharge).orThrow();
    }

    @Override
    public Mono<StartOutcome> start(StartRechargeCommand command) {
        return Mono.fromSupplier(() -> started(command));
    }

    @Override
    public Set<PaymentMethodType> paymentMethods() {
        return methods;
    }

    @Override
    public Mono<StartOutcome> started(String claimId) {
        return Mono.justOrEmpty(claims.get(claimId)).mapNotNull(latest::get).map(StartOutcome.Accepted::new);
    }

    private StartOutcome started(StartRechargeCommand command) {
        commands.add(command);
        RuntimeException failure = nextFailure;
        if (failure != null) {
            throw failure;
        }
        StartOutcome outcome = nextOutcome;
        if (outcome != null && !command.repeatConfirmed()) {
            return outcome;
        }
        return new StartOutcome.Accepted(
                Objects.requireNonNull(latest.get(claims.computeIfAbsent(command.claimId(), it -> create(command)))));
    }

    private RechargeId create(StartRechargeCommand command) {
        RechargeId id = new RechargeId("rch_" + "%026d".formatted(orders.size() + 1));
        Msisdn payer = command.means() instanceof PaymentMeans.MobileMoney phone ? phone.payer() : null;
        RechargeState state = stateOf(command.means());
        show(new Recharge(id, 1, state, command.owner(), new SubscriberId("sub_ada"), command.msisdn(), payer,
                TestOffers.AIRTIME.quote(command.price()).orElseThrow(),
                state == RechargeState.REQUIRES_ACTION ? CARD_PAGE : null, null, null, START, START));
        return id;
    }

    private static RechargeState stateOf(@Nullable PaymentMeans means) {
        return switch (means) {
            case PaymentMeans.MobileMoney phone -> RechargeState.CHARGING;
            case PaymentMeans.CardOnFile card -> RechargeState.CREDITED;
            case PaymentMeans.HostedPage page -> RechargeState.REQUIRES_ACTION;
            case null -> RechargeState.REQUIRES_ACTION;
        };
    }

    @Override
    public Mono<StartOutcome> withdraw(String claimId) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Mono<Recharge> find(RechargeId id) {
        return Mono.fromSupplier(() -> latest.get(id));
    }

    @Override
    public Mono<Recharge> refresh(RechargeId id) {
        return Mono.defer(() -> {
            refreshes.incrementAndGet();
            RechargeState state = onRefresh;
            if (state != null) {
                move(id, state, null);
            }
            return find(id);
        });
    }

    @Override
    public Mono<Cancellation> cancel(RechargeId id, String client) {
        return Mono.defer(() -> {
            move(id, RechargeState.CANCELLED, null);
            return find(id).map(Cancellation.Cancelled::new);
        });
    }

    @Override
    public Flux<Sighting> watch(RechargeId id) {
        return Flux.defer(() -> {
            if (full) {
                return Flux.error(new WatchRefused("full"));
            }
            Sinks.Many<Recharge> order = orders.get(id);
            return order == null ? Flux.empty() : watch(order.asFlux());
        });
    }

    private Flux<Sighting> watch(Flux<Recharge> order) {
        return Flux.merge(signsOfLife.asFlux(), order.map(Sighting.Seen::new))
                .takeUntil(it -> it instanceof Sighting.Seen seen && seen.recharge().state().isTerminal())
                .takeUntilOther(closing.asMono());
    }

    @Override
    public String tokenFor(RechargeId id) {
        return "tok_" + id.value().substring(4);
    }

    @Override
    public Optional<RechargeId> open(String token) {
        return token.matches("tok_[0-9]{26}")
                ? Optional.of(new RechargeId("rch_" + token.substring(4)))
                : Optional.empty();
    }
}
