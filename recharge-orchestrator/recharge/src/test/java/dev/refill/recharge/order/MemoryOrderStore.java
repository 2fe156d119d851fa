package dev.refill.recharge.order;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import dev.refill.gateway.Approved;
import dev.refill.gateway.GatewayId;
import dev.refill.gateway.Money;
import dev.refill.gateway.OperationKey;
import dev.refill.gateway.ProviderReference;
import dev.refill.recharge.OrderWithdrawn;
import dev.refill.recharge.Recharge;
import dev.refill.recharge.RechargeEvent;
import dev.refill.recharge.RechargeId;
import dev.refill.recharge.RechargeState;
import dev.refill.recharge.routing.Route;
import dev.refill.risk.RiskFacts;

/** The orders in memory, with every change of them; one statement at a time. */
public final class MemoryOrderStore implements OrderStore {

    private static final List<RechargeState> COUNTS_FOR_NOTHING = List.of(RechargeState.DECLINED,
            RechargeState.EXPIRED, RechargeState.CANCELLED, RechargeState.RETURNED);

    private final Map<RechargeId, Kept> rows = new LinkedHashMap<>();
    private final List<Noted> notes = new ArrayList<>();
    private final Set<String> withdrawn = new HashSet<>();
    private final Map<OperationKey, Former> former = new LinkedHashMap<>();

    /**
     * An order as it is kept.
     *
     * @param goesBack whether something of it is on its way back, or is gone
     * @param gone what of it has gone back for good, in minor units
     */
    public record Kept(Order order, boolean goesBack, long gone) {

        public Kept {
            if (goesBack && order.state() == RechargeState.PAID) {
                throw new IllegalStateException(order.id() + ": no credit after a refund");
            }
        }

        /** What was captured, if anything was. */
        public @Nullable Money captured() {
            return order.payment().captured();
        }

        private boolean isAllGone() {
            Money captured = captured();
            return captured != null && captured.minor() > 0 && gone >= captured.minor();
        }
    }

    /**
     * A payment that another one has followed.
     *
     * @param stray money of it that was heard of later; {@code null}: none was
     */
    public record Former(RechargeId order, Payment payment, @Nullable Stray stray) {}

    /** A committed change. */
    public record Noted(RechargeId recharge, long version, @Nullable RechargeState from, RechargeEvent event,
            RechargeState to, Instant at) {}

    @Override
    public Mono<Acceptance> accept(Order order, @Nullable Route route) {
        return Mono.fromSupplier(() -> accepted(order));
    }

    private synchronized Acceptance accepted(Order order) {
        Optional<Order> known = find(one -> one.claimId().equals(order.claimId()));
        if (known.isPresent()) {
            return new Acceptance.Known(known.get());
        }
        if (withdrawn.contains(order.claimId())) {
            throw new OrderWithdrawn(order.claimId());
        }
        RiskFacts facts = factsAbout(order, one -> true);
        rows.put(order.id(), new Kept(order, false, 0));
        notes.add(new Noted(order.id(), 1, null, RechargeEvent.ACCEPTED, order.state(), order.recharge().createdAt()));
        return new Acceptance.New(order, facts);
    }

    @Override
    public Mono<Order> withdraw(String claimId) {
        return Mono.defer(() -> Mono.justOrEmpty(withdrawn(claimId)));
    }

    private synchronized Optional<Order> withdrawn(String claimId) {
        Optional<Order> known = find(one -> one.claimId().equals(claimId));
        if (known.isEmpty()) {
            withdrawn.add(claimId);
        }
        return known;
    }

    @Override
    public Mono<Order> change(Order order, OrderChange change) {
        return Mono.fromSupplier(() -> changed(order, change));
    }

    private synchronized Order changed(Order order, OrderChange change) {
        Kept row = rows.get(order.id());
        if (row == null || row.order().recharge().version() != order.recharge().version()) {
            throw new OrderOvertaken(order.id());
        }
        Order after = row.order().after(change);
        Kept made = new Kept(after, row.goesBack(), row.gone());
        if (after.state() == RechargeState.RETURNED && row.order().state() != RechargeState.RETURNED
                && !made.isAllGone()) {
            throw new IllegalStateException(order.id() + ": not all of its money has gone back");
        }
        if (change.next() != null) {
            Payment left = row.order().payment();
            former.put(left.operationKey(), new Former(order.id(), new Payment(left.operationKey(), left.gateway(),
                    left.means(), change.reference() == null ? left.reference() : change.reference(), null,
                    left.triedBefore()), null));
        }
        rows.put(order.id(), made);
        notes.add(new Noted(order.id(), after.recharge().version(), order.state(), change.event(), change.to(),
                change.at()));
        return order.after(change);
    }

    @Override
    public Mono<Order> byId(RechargeId id) {
        return one(order -> order.id().equals(id));
    }

    @Override
    public Mono<Order> byClaim(String claimId) {
        return one(order -> order.claimId().equals(claimId));
    }

    @Override
    public Mono<Named> byOperationKey(OperationKey key) {
        return Mono.defer(() -> Flux.fromIterable(named(payment -> payment.operationKey().equals(key))).next());
    }

    @Override
    public Mono<Named> byReference(GatewayId gateway, ProviderReference reference) {
        return Mono.defer(() -> {
            List<Named> found = named(payment -> payment.gateway().equals(gateway)
                    && reference.equals(payment.reference()));
            return found.size() > 1
                    ? Mono.error(new IllegalStateException(reference + ": of " + found.size() + " orders"))
                    : Mono.justOrEmpty(found.stream().findFirst());
        });
    }

    private synchronized List<Named> named(Predicate<Payment> where) {
        List<Named> found = new ArrayList<>();
        for (Kept row : rows.values()) {
            if (where.test(row.order().payment())) {
                found.add(new Named(row.order(), row.order().payment()));
            }
        }
        for (Former one : former.values()) {
            if (where.test(one.payment())) {
                found.add(new Named(Objects.requireNonNull(rows.get(one.order())).order(), Payment.untold(
                        one.payment().operationKey(), one.payment().gateway(), one.payment().means())));
            }
        }
        return found;
    }

    @Override
    public Mono<Stray> keepStray(Payment payment, Approved seen, Instant at) {
        return Mono.fromSupplier(() -> kept(payment, seen, at));
    }

    private synchronized @Nullable Stray kept(Payment payment, Approved seen, Instant at) {
        Former was = former.get(payment.operationKey());
        if (was == null) {
            return null;
        }
        Stray before = was.stray();
        Stray now = before == null
                ? new Stray(seen.captured(), at, true)
                : new Stray(before.captured(), before.at(), false);
        former.put(payment.operationKey(), new Former(was.order(), was.payment(), now));
        return now;
    }

    /** For a test to look at while nobody writes: every payment that another one has followed. */
    public Collection<Former> formerPayments() {
        return Collections.unmodifiableCollection(former.values());
    }

    private Mono<Order> one(Predicate<Order> where) {
        return Mono.defer(() -> Mono.justOrEmpty(find(where)));
    }

    private synchronized Optional<Order> find(Predicate<Order> where) {
        return rows.values().stream().map(Kept::order).filter(where).findFirst();
    }

    @Override
    public Mono<RiskFacts> riskFacts(Order order) {
        Instant at = order.recharge().createdAt();
        return Mono.fromSupplier(() -> factsAbout(order, one -> !one.createdAt().isAfter(at)));
    }

    private synchronized RiskFacts factsAbout(Order order, Predicate<Recharge> where) {
        Recharge asked = order.recharge();
        List<Recharge> before = rows.values().stream()
                .map(Kept::order)
                .filter(one -> !one.id().equals(order.id()) && one.refusal() == null)
                .map(Order::recharge)
                .filter(one -> one.msisdn().equals(asked.msisdn()) && isWithin(one, asked, Duration.ofDays(1)))
                .filter(where)
                .toList();
        List<Recharge> counting = before.stream()
                .filter(one -> !COUNTS_FOR_NOTHING.contains(one.state())
                        && one.quote().price().isSameCurrencyAs(asked.quote().price()))
                .toList();
        return new RiskFacts(asked.quote().price().minor(),
                before.stream().filter(one -> isWithin(one, asked, Duration.ofHours(1))).count(),
                counting.stream().map(one -> BigInteger.valueOf(one.quote().price().minor()))
                        .reduce(BigInteger.ZERO, BigInteger::add),
                counting.stream().filter(one -> isWithin(one, asked, Duration.ofMinutes(1))
                        && one.quote().price().equals(asked.quote().price())).count(),
                order.repeatConfirmed());
    }

    private static boolean isWithin(Recharge one, Recharge asked, Duration time) {
        return one.createdAt().isAfter(asked.createdAt().minus(time));
    }

    @Override
    public Flux<Order> takeDue(Instant now, Duration lease, int limit) {
        return Flux.defer(() -> Flux.fromIterable(taken(now, lease, limit)));
    }

    private synchronized List<Order> taken(Instant now, Duration lease, int limit) {
        return rows.values().stream()
                .map(Kept::order)
                .filter(order -> order.nextAttemptAt() != null && !order.nextAttemptAt().isAfter(now))
                .sorted(Comparator.comparing(order -> Objects.requireNonNull(order.nextAttemptAt())))
                .limit(limit)
                .toList()
                .stream()
                .map(order -> resting(order, order.attempts() + 1, now.plus(lease)))
                .toList();
    }

    @Override
    public Mono<Void> reschedule(Order order, Instant nextAttemptAt) {
        return Mono.fromRunnable(() -> rescheduled(order, nextAttemptAt));
    }

    private synchronized void rescheduled(Order order, Instant nextAttemptAt) {
        Kept row = rows.get(order.id());
        if (row != null && row.order().recharge().version() == order.recharge().version()
                && row.order().attempts() == order.attempts() && row.order().nextAttemptAt() != null) {
            resting(row.order(), order.attempts(), nextAttemptAt);
        }
    }

    private Order resting(Order order, int attempts, Instant until) {
        Order after = new Order(order.recharge(), order.claimId(), order.payment(), order.repeatConfirmed(),
                order.refusal(), attempts, until);
        rows.computeIfPresent(order.id(), (id, row) -> new Kept(after, row.goesBack(), row.gone()));
        return after;
    }

    /** The order as refunds and disputes see it; {@code null}: there is none. */
    public synchronized @Nullable Kept kept(RechargeId id) {
        return rows.get(id);
    }

    /** Shows on an order what went back of it. */
    public synchronized void shows(RechargeId id, long refunded, boolean goesBack, long gone) {
        rows.computeIfPresent(id,
                (same, row) -> new Kept(refunded(row.order(), refunded), goesBack, gone));
    }

    private static Order refunded(Order order, long minor) {
        Recharge was = order.recharge();
        Recharge is = new Recharge(was.id(), was.version(), was.state(), was.owner(), was.subscriber(), was.msisdn(),
                was.payer(), was.quote(), was.paymentPage(), was.lastDecline(), minor, was.createdAt(),
                was.changedAt());
        return new Order(is, order.claimId(), order.payment(), order.repeatConfirmed(), order.refusal(),
                order.attempts(), order.nextAttemptAt());
    }

    /** For a test to look at while nobody writes: every order, in order of acceptance. */
    public Collection<Kept> all() {
        return Collections.unmodifiableCollection(rows.values());
    }

    /** For a test to look at while nobody writes: every change, in order of commit. */
    public List<Noted> notes() {
        return Collections.unmodifiableList(notes);
    }

    /** For a test to look at: when the first order is due; {@code null}: none will be. */
    public synchronized @Nullable Instant nextDue() {
        Instant first = null;
        for (Kept row : rows.values()) {
            Instant due = row.order().nextAttemptAt();
            first = due != null && (first == null || due.isBefore(first)) ? due : first;
        }
        return first;
    }
}
