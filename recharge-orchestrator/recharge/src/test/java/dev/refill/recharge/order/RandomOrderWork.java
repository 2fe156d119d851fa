package dev.refill.recharge.order;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import dev.refill.gateway.Approved;
import dev.refill.gateway.DeclineReason;
import dev.refill.gateway.GatewayId;
import dev.refill.gateway.Money;
import dev.refill.gateway.ProviderReference;
import dev.refill.offer.OfferId;
import dev.refill.offer.Quantity;
import dev.refill.offer.Quote;
import dev.refill.recharge.PaymentMeans;
import dev.refill.recharge.Recharge;
import dev.refill.recharge.RechargeEvent;
import dev.refill.recharge.RechargeId;
import dev.refill.recharge.RechargeState;
import dev.refill.recharge.RechargeTransitions;
import dev.refill.recharge.Refusal;
import dev.refill.recharge.order.OrderChange.NextPayment;
import dev.refill.recharge.outbox.Outbox;
import dev.refill.recharge.outbox.Transition;
import dev.refill.recharge.routing.Route;
import dev.refill.subscriber.Msisdn;

/**
 * A random sequence of statements on orders and their outbox, the same for every store that it is done on: of few claims,
 * numbers and orders, many of which are stale by the time they are used.
 */
public final class RandomOrderWork {

    private static final List<String> NUMBERS = List.of("+12025550101", "+12025550102");

    private final Random random;
    private final AdjustableClock clock = new AdjustableClock(TestOrders.NOW);
    private final OrderIds ids;
    /** Every order as any answer showed it, stale ones included. */
    private final List<Order> seen = new ArrayList<>();
    private int news;

    public RandomOrderWork(long seed) {
        this.random = new Random(seed);
        this.ids = new OrderIds(clock, () -> random);
    }

    /** Where a sequence is done. */
    public static final class Place {

        private final OrderStore orders;
        private final Outbox outbox;
        /** News that was taken here: positions are each store's own. */
        private final List<Outbox.Batch> taken = new ArrayList<>();

        public Place(OrderStore orders, Outbox outbox) {
            this.orders = orders;
            this.outbox = outbox;
        }

        private Object remember(Outbox.Batch batch) {
            if (!batch.transitions().isEmpty()) {
                taken.add(batch);
            }
            return new News(batch.fence(), batch.transitions().stream().map(Place::anywhere).toList());
        }

        private static Transition anywhere(Transition at) {
            return switch (at) {
                case Transition.OfOrder order -> new Transition.OfOrder(new Transition.Position("", 0),
                        order.recharge(), order.version(), order.to(), order.at(), order.clientId(), order.msisdn(),
                        order.quote(), order.decline(), order.createdAt());
                case Transition.OfRefund refund -> refund;
                case Transition.OfDispute dispute -> dispute;
            };
        }
    }

    private record News(long fence, List<Transition> transitions) {}

    /** One statement; its answer is in words or records, errors included. */
    public record Statement(String name, Function<Place, Mono<Object>> on) {}

    /** The next statement. What it did before is to be told by {@link #answered}. */
    public Statement next() {
        clock.advance(Duration.ofMillis(1 + random.nextInt(40_000)));
        int choice = random.nextInt(20);
        if (seen.isEmpty() || choice < 4) {
            Order order = newOrder();
            return new Statement("accept " + order, place -> place.orders.accept(order).map(Object.class::cast));
        }
        Order order = seen.get(random.nextInt(seen.size()));
        return switch (choice) {
            case 4, 5, 6, 7, 8 -> change(random.nextInt(3) == 0 ? order : seen.getLast());
            case 9 -> new Statement("byId", place -> read(place.orders.byId(order.id())));
            case 10 -> new Statement("byClaim", place -> read(place.orders.byClaim(order.claimId())));
            case 11 -> new Statement("byOperationKey",
                    place -> read(place.orders.byOperationKey(order.payment().operationKey())));
            case 12 -> byReference(order);
            case 13 -> random.nextBoolean()
                    ? new Statement("riskFacts", place -> place.orders.riskFacts(order).map(Object.class::cast))
                    : keepStray(order);
            case 14, 15 -> takeDue();
            case 16 -> reschedule(order, clock.instant().plusSeconds(random.nextInt(100)));
            case 17, 18 -> takeNews();
            default -> passNews();
        };
    }

    /** Learns from an answer, so that later statements speak of what is there. */
    public void answered(Object answer) {
        switch (answer) {
            case Order order -> seen.add(order);
            case OrderStore.Named(Order order, Payment payment) -> seen.add(order);
            case OrderStore.Acceptance.New(Order order, Object facts) -> seen.add(order);
            case OrderStore.Acceptance.Known(Order order) -> seen.add(order);
            case News(long fence, List<Transition> transitions) -> news += transitions.isEmpty() ? 0 : 1;
            case List<?> taken -> taken.stream().map(Order.class::cast).forEach(seen::add);
            default -> {
                // An error or a word.
            }
        }
    }

    private static Mono<Object> read(Mono<?> one) {
        return one.<Object>map(found -> found).defaultIfEmpty("nothing");
    }

    private Order newOrder() {
        Order like = switch (random.nextInt(3)) {
            case 0 -> TestOrders.withCardOnFile(RechargeState.CHARGING);
            case 1 -> TestOrders.onHostedPage(RechargeState.CHARGING);
            default -> TestOrders.byPhone(RechargeState.CHARGING);
        };
        Recharge was = like.recharge();
        Instant at = Instants.now(clock);
        Quote quote = new Quote(new OfferId("airtime"), Money.of(500L * (1 + random.nextInt(2)),
                random.nextInt(4) == 0 ? "EUR" : "USD"), new Quantity(500, was.quote().credit().unit()),
                new Quantity(random.nextInt(2), was.quote().credit().unit()));
        Payment payment = Payment.untold(ids.nextOperationKey(), like.payment().gateway(), randomPayer(like));
        Recharge recharge = new Recharge(ids.nextRechargeId(), 1, RechargeState.CHARGING, was.owner(), was.subscriber(),
                new Msisdn(pick(NUMBERS)), payment.payer(), quote, null, null, null, at, at);
        return new Order(recharge, "claim-" + random.nextInt(40), payment, random.nextBoolean(), null, 0,
                at.plusSeconds(15));
    }

    /** The same means, but any phone, and a card that is kept or not. */
    private PaymentMeans randomPayer(Order like) {
        if (like.payment().means() instanceof PaymentMeans.HostedPage) {
            return new PaymentMeans.HostedPage(random.nextBoolean());
        }
        return like.payment().payer() == null
                ? like.payment().means()
                : new PaymentMeans.MobileMoney(new Msisdn("+" + (1_000_000L + random.nextInt(1_000_000_000))));
    }

    private Statement change(Order order) {
        RechargeTransitions.Row row = pick(RechargeTransitions.rows());
        Instant at = Instants.now(clock);
        OrderChange change = new OrderChange(row.event(), row.to(), new Cause("fake", Cause.Source.POLL, maybe("why")),
                at, row.to().isTerminal() ? null : at.plusMillis(1 + random.nextInt(90_000)),
                random.nextInt(3) == 0 ? new ProviderReference("pi_" + random.nextInt(8)) : null,
                random.nextInt(3) == 0 ? URI.create("https://pay.example/" + random.nextInt(3)) : null,
                random.nextInt(4) == 0 ? DeclineReason.CARD_EXPIRED : null,
                row.event() == RechargeEvent.CAPTURED ? order.recharge().quote().price() : null,
                row.event() == RechargeEvent.RISK_REFUSED ? Refusal.TOO_MANY_FOR_NUMBER : null,
                row.event() == RechargeEvent.REROUTED ? nextPayment() : null);
        return new Statement("change of " + order + ": " + change, place -> place.orders.change(order, change)
                .<Object>map(after -> after)
                .onErrorResume(OrderOvertaken.class, overtaken -> Mono.just("overtaken"))
                // Said to be returned, and its money has not gone back.
                .onErrorResume(refused -> Mono.just("refused")));
    }

    private NextPayment nextPayment() {
        GatewayId gateway = new GatewayId("other-" + random.nextInt(3));
        return new NextPayment(ids.nextOperationKey(), gateway, new Route("by chance", random.nextInt(100),
                List.of(new Route.Choice(gateway, Route.Verdict.SHARE, 100, 0))));
    }

    private Statement byReference(Order order) {
        ProviderReference reference = order.payment().reference();
        ProviderReference asked = reference == null ? new ProviderReference("pi_none") : reference;
        GatewayId gateway = random.nextBoolean() ? new GatewayId("fake") : order.payment().gateway();
        return new Statement("byReference " + asked, place -> read(place.orders
                .byReference(gateway, asked))
                .onErrorResume(several -> Mono.just("several")));
    }

    /** Of a payment that another one may have followed. */
    private Statement keepStray(Order order) {
        Approved seen = new Approved(new ProviderReference("pi_" + random.nextInt(8)),
                Money.of(1 + random.nextInt(1_000), "USD"));
        Instant at = Instants.now(clock);
        return new Statement("keepStray " + order.payment().operationKey(),
                place -> read(place.orders.keepStray(order.payment(), seen, at)));
    }

    private Statement takeDue() {
        Instant now = clock.instant();
        Duration lease = Duration.ofSeconds(random.nextInt(60));
        // All: of those that are due at the same moment any may come first.
        int limit = 1_000;
        return new Statement("takeDue at " + now + " for " + lease, place -> place.orders
                .takeDue(now, lease, limit)
                .collectSortedList(Comparator.comparing(order -> order.id().value()))
                .map(Object.class::cast));
    }

    private static Statement reschedule(Order order, Instant next) {
        RechargeId id = order.id();
        return new Statement("reschedule " + order + " to " + next, place -> place.orders.reschedule(order, next)
                .then(Mono.defer(() -> read(place.orders.byId(id)))));
    }

    private Statement takeNews() {
        String node = pick(List.of("one", "two"));
        Instant now = clock.instant();
        int most = 1 + random.nextInt(20);
        return new Statement(node + " takes news at " + now, place -> place.outbox
                .take(node, now, Duration.ofSeconds(30), most)
                .map(place::remember));
    }

    private Statement passNews() {
        if (news == 0) {
            return takeNews();
        }
        int batch = random.nextInt(3) == 0 ? random.nextInt(news) : news - 1;
        return new Statement("pass news " + batch, place -> place.outbox
                .pass(place.taken.get(batch))
                .map(Object.class::cast));
    }

    private <T> T pick(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    private @Nullable String maybe(String word) {
        return random.nextBoolean() ? word : null;
    }
}
