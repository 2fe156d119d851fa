package dev.refill.recharge.refund;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import dev.refill.gateway.GatewayId;
import dev.refill.gateway.Money;
import dev.refill.gateway.OperationKey;
import dev.refill.gateway.ProviderReference;
import dev.refill.offer.Quantity;
import dev.refill.offer.WhenSpent;
import dev.refill.recharge.Recharge;
import dev.refill.recharge.RechargeEvent;
import dev.refill.recharge.RechargeId;
import dev.refill.recharge.RechargeState;
import dev.refill.recharge.dispute.Dispute;
import dev.refill.recharge.dispute.DisputeEvent;
import dev.refill.recharge.dispute.DisputeId;
import dev.refill.recharge.dispute.DisputeState;
import dev.refill.recharge.dispute.DisputeStore;
import dev.refill.recharge.dispute.DisputeTransitions;
import dev.refill.recharge.order.AdjustableClock;
import dev.refill.recharge.order.Cause;
import dev.refill.recharge.order.Instants;
import dev.refill.recharge.order.Order;
import dev.refill.recharge.order.OrderChange;
import dev.refill.recharge.order.OrderIds;
import dev.refill.recharge.order.OrderOvertaken;
import dev.refill.recharge.order.OrderStore;
import dev.refill.recharge.order.Payment;
import dev.refill.recharge.order.TestOrders;

/**
 * A random sequence of statements on the refunds and disputes of a few orders, the same for every store that it is done on:
 * many of what they were read from is stale by the time it is used, and some of what they ask for cannot be.
 */
public final class RandomRefundWork {

    private static final GatewayId FAKE = new GatewayId("fake");

    private final Random random;
    private final AdjustableClock clock = new AdjustableClock(TestOrders.NOW);
    private final OrderIds ids;
    /** Everything as any answer showed it, stale ones included. */
    private final List<Order> orders = new ArrayList<>();
    private final List<Refundable> sights = new ArrayList<>();
    private final List<Refund> refunds = new ArrayList<>();
    private final List<Dispute> disputes = new ArrayList<>();
    private int placed;

    public RandomRefundWork(long seed) {
        this.random = new Random(seed);
        this.ids = new OrderIds(clock, () -> random);
    }

    /** Where a sequence is done. */
    public record Place(OrderStore orders, RefundStore refunds, DisputeStore disputes) {}

    /** One statement; its answer is in words or records, errors included. */
    public record Statement(String name, Function<Place, Mono<Object>> on) {}

    /** The next statement. What it did before is to be told by {@link #answered}. */
    public Statement next() {
        clock.advance(Duration.ofMillis(1 + random.nextInt(40_000)));
        int choice = random.nextInt(20);
        if (placed < 2 || (choice == 0 && placed < 8)) {
            return place();
        }
        Order order = pick(orders);
        return switch (choice) {
            case 1 -> change(order);
            case 2, 3, 4 -> refundable(order.id());
            case 5, 6, 7, 8 -> sights.isEmpty() ? refundable(order.id()) : request();
            case 9, 10, 11, 12, 13 -> refunds.isEmpty() ? refundable(order.id()) : ofRefund(choice);
            case 14, 15 -> takeDue();
            default -> sights.isEmpty() ? refundable(order.id()) : dispute();
        };
    }

    /** Learns from an answer, so that later statements speak of what is there. */
    public void answered(Object answer) {
        switch (answer) {
            case Order order -> orders.add(order);
            case Refundable sight -> sights.add(sight);
            case Refund refund -> refunds.add(refund);
            case Dispute dispute -> disputes.add(dispute);
            case List<?> many -> many.forEach(this::answered);
            default -> {
                // An error or a word.
            }
        }
    }

    private static <T> Mono<Object> read(Mono<T> answer) {
        return answer.<Object>map(found -> found)
                .defaultIfEmpty("nothing")
                .onErrorResume(RandomRefundWork::word);
    }

    private static Mono<Object> word(Throwable error) {
        return Mono.just(error instanceof OrderOvertaken || error instanceof RefundOvertaken ? "overtaken" : "refused");
    }

    /** An order that is credited, in review with its money or a part of it, or not so far. */
    private Statement place() {
        Instant at = Instants.now(clock);
        Order like = TestOrders.onHostedPage(RechargeState.CHARGING);
        Recharge was = like.recharge();
        Order order = new Order(new Recharge(new RechargeId(ids.next("rch_")), 1, RechargeState.CHARGING, was.owner(),
                was.subscriber(), was.msisdn(), was.quote(), null, null, at, at), "claim-" + ++placed,
                Payment.untold(new OperationKey(ids.next("pay_")), FAKE, like.payment().means()), false, null, 0,
                at.plusSeconds(15));
        int fate = random.nextInt(5);
        Money captured = fate == 0 ? Money.of(1 + random.nextInt(999), "USD") : was.quote().price();
        OrderChange first = fate == 0
                ? to(RechargeEvent.AMOUNT_MISMATCH, RechargeState.IN_REVIEW, captured)
                : fate == 1
                        ? to(RechargeEvent.GIVEN_UP, RechargeState.IN_REVIEW, null)
                        : to(RechargeEvent.CAPTURED, RechargeState.PAID, captured);
        OrderChange second = fate == 2
                ? to(RechargeEvent.CREDIT_REFUSED, RechargeState.IN_REVIEW, null)
                : to(RechargeEvent.CREDITED, RechargeState.CREDITED, null);
        return new Statement("place " + order, place -> read(place.orders.accept(order)
                .then(Mono.defer(() -> place.orders.change(order, first)))
                .flatMap(after -> fate < 2 ? Mono.just(after) : place.orders.change(after, second))));
    }

    private OrderChange to(RechargeEvent event, RechargeState to, @Nullable Money captured) {
        Instant at = Instants.now(clock);
        return new OrderChange(event, to, new Cause("fake", Cause.Source.POLL, null), at,
                to.isTerminal() ? null : at.plusSeconds(5), null, null, null,
                captured, null, null);
    }

    /**
     * Somebody decides what is in review, which must not be to credit it if something of it goes back, nor to close it as returned
     * if something of it does not.
     */
    private Statement change(Order order) {
        OrderChange change = switch (random.nextInt(4)) {
            case 0 -> to(RechargeEvent.CREDIT_DECIDED, RechargeState.PAID, null);
            case 1 -> to(RechargeEvent.CREDIT_REFUSED, RechargeState.IN_REVIEW, null);
            default -> to(RechargeEvent.RETURN_DECIDED, RechargeState.RETURNED, null);
        };
        return new Statement("change of " + order + ": " + change,
                place -> read(place.orders.byId(order.id()).flatMap(now -> place.orders.change(now, change))));
    }

    private static Statement refundable(RechargeId id) {
        return new Statement("refundable " + id, place -> read(place.refunds.refundable(id)));
    }

    private Statement request() {
        Refundable of = pickLate(sights);
        Instant at = Instants.now(clock);
        RefundEvent event = random.nextInt(4) == 0 ? RefundEvent.FOUND_AT_PROVIDER : RefundEvent.REQUESTED;
        RefundState state = RefundTransitions.first(event, random.nextInt(3) == 0);
        Refund refund = new Refund(new RefundId(ids.next("rfd_")), "refund-" + random.nextInt(200), of.order().id(), 1,
                state, Money.of(amount(of), random.nextInt(20) == 0 ? "EUR" : "USD"), quantity(),
                quantity(),
                pick(List.of(WhenSpent.values())), "asked", pick(List.of("anna", "bert")), null,
                event == RefundEvent.FOUND_AT_PROVIDER ? reference("re_", 30) : null, 0, at, at);
        Instant due = state.isCarriedOn() ? at.plusSeconds(random.nextInt(90)) : null;
        return new Statement("request " + refund, place -> read(place.refunds.request(refund, of, event, cause(), due))
                .flatMap(keeping -> keeping == RefundStore.Keeping.KEPT
                        ? read(place.refunds.byId(refund.id()))
                        : Mono.just(keeping)));
    }

    /** Sometimes all that is left, so that now and then all has gone back. */
    private long amount(Refundable of) {
        return of.left() > 0 && random.nextInt(3) == 0 ? of.left() : 1 + random.nextInt(400);
    }

    private Statement ofRefund(int choice) {
        Refund refund = pickLate(refunds);
        return switch (choice) {
            case 9, 10 -> change(refund);
            case 11 -> reschedule(refund);
            case 12 -> new Statement("by claim, of and steps", place -> read(place.refunds.byClaim(refund.claimId())
                    .zipWith(place.refunds.of(refund.recharge()).collectList())
                    .zipWith(place.refunds.steps(refund.id()).collectList())));
            default -> {
                ProviderReference reference = refund.reference() == null ? reference("re_", 30) : refund.reference();
                yield new Statement("by " + reference, place -> read(place.refunds.byReference(FAKE, reference)));
            }
        };
    }

    private Statement change(Refund refund) {
        RefundEvent event = pick(List.of(RefundEvent.values()));
        RefundState to = RefundTransitions.next(refund.state(), event).orElse(refund.state());
        Instant at = Instants.now(clock);
        // Who asked for a refund cannot decide on it.
        String decidedBy = refund.state() == RefundState.AWAITING_APPROVAL ? pick(List.of("anna", "bert")) : null;
        RefundChange change = new RefundChange(event, to, cause(), at,
                to.isCarriedOn() ? at.plusSeconds(random.nextInt(90)) : null,
                random.nextInt(3) == 0 ? reference("re_", 30) : null, decidedBy);
        return to == refund.state()
                ? reschedule(refund)
                : new Statement("change of " + refund + ": " + change,
                        place -> read(place.refunds.change(refund, change)));
    }

    private Statement reschedule(Refund refund) {
        Instant next = clock.instant().plusSeconds(random.nextInt(100));
        return new Statement("reschedule " + refund + " to " + next,
                place -> read(place.refunds.reschedule(refund, next)));
    }

    private Statement takeDue() {
        Instant now = clock.instant();
        Duration lease = Duration.ofSeconds(random.nextInt(60));
        // All: of those that are due at the same moment any may come first.
        return new Statement("takeDue at " + now + " for " + lease, place -> read(place.refunds
                .takeDue(now, lease, 1_000)
                .collectSortedList(Comparator.comparing(refund -> refund.id().value()))));
    }

    private Statement dispute() {
        Refundable of = pickLate(sights);
        if (of.captured() == null) {
            return refundable(of.order().id());
        }
        List<Dispute> known = disputes.stream().filter(one -> one.recharge().equals(of.order().id())).toList();
        Dispute before = known.isEmpty() || random.nextInt(5) == 0 ? unknown(of) : pickLate(known);
        DisputeEvent event = pick(List.of(DisputeEvent.values()));
        if (!(DisputeTransitions.meaning(before.state(), event) instanceof DisputeTransitions.Meaning.Moves moves)) {
            return new Statement("by reference", place -> read(place.disputes.byReference(FAKE, before.reference())
                    .zipWith(place.disputes.of(before.recharge()).collectList())));
        }
        Dispute after = after(before, moves.to(), event);
        return new Statement("change of " + before + " to " + after, place -> read(place.disputes
                .change(before, after, of, event, cause(), Instants.now(clock)))
                .flatMap(made -> read(place.disputes.byReference(FAKE, before.reference()))
                        .map(now -> List.of(made, now))));
    }

    private Dispute unknown(Refundable of) {
        Quantity nothing = new Quantity(0, of.order().recharge().quote().credit().unit());
        return new Dispute(new DisputeId(ids.next("dsp_")), FAKE,
                new ProviderReference("du_" + of.order().claimId() + random.nextInt(2)), of.order().id(), 0, null, null,
                null, null, nothing, nothing, null);
    }

    private Dispute after(Dispute was, DisputeState to, DisputeEvent event) {
        boolean takes = event == DisputeEvent.FUNDS_WITHDRAWN;
        Money withdrawn = takes ? Money.of(1 + random.nextInt(1_000), "USD") : was.withdrawn();
        Money back = event == DisputeEvent.FUNDS_REINSTATED
                ? Money.of(random.nextInt((int) Objects.requireNonNull(withdrawn).minor() + 1), "USD")
                : was.reinstated();
        return new Dispute(was.id(), was.gateway(), was.reference(), was.recharge(), was.version() + 1, to, withdrawn,
                takes ? Money.of(15, "USD") : was.fee(), back, takes ? quantity() : was.credit(),
                takes ? quantity() : was.bonus(), event == DisputeEvent.ASKED ? "fraudulent" : was.rawReason());
    }

    private Quantity quantity() {
        return new Quantity(random.nextInt(300), TestOrders.onHostedPage(RechargeState.CHARGING).recharge().quote()
                .credit().unit());
    }

    private ProviderReference reference(String prefix, int of) {
        return new ProviderReference(prefix + random.nextInt(of));
    }

    private static Cause cause() {
        return new Cause("fake", Cause.Source.WEBHOOK, "evt_1");
    }

    private <T> T pick(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    /** Mostly one of the latest. */
    private <T> T pickLate(List<T> of) {
        return random.nextInt(3) == 0 ? pick(of) : of.get(of.size() - 1 - random.nextInt(Math.min(3, of.size())));
    }
}
