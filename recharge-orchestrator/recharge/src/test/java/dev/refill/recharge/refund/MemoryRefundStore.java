package dev.refill.recharge.refund;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import dev.refill.gateway.GatewayId;
import dev.refill.gateway.Money;
import dev.refill.gateway.ProviderReference;
import dev.refill.recharge.RechargeId;
import dev.refill.recharge.RechargeState;
import dev.refill.recharge.order.Cause;
import dev.refill.recharge.order.MemoryOrderStore;

/** Refunds in memory, with the checks of the SQL functions; one statement at a time, from one thread. */
public final class MemoryRefundStore implements RefundStore {

    private final MemoryReturns returns;
    private final Map<RefundId, Row> rows = new LinkedHashMap<>();
    private final Map<RefundId, List<RefundStep>> steps = new LinkedHashMap<>();

    public MemoryRefundStore(MemoryReturns returns) {
        this.returns = returns;
    }

    /** A refund as it is kept; as in the table, it has a next attempt exactly where it is carried on. */
    private record Row(Refund refund, GatewayId gateway, @Nullable Instant nextAttemptAt) {

        Row {
            if (refund.state().isCarriedOn() != (nextAttemptAt != null)
                    || refund.requestedBy().equals(refund.decidedBy())) {
                throw new IllegalArgumentException(refund + ", next " + nextAttemptAt);
            }
        }

        boolean isAt(GatewayId at, @Nullable ProviderReference reference) {
            return gateway.equals(at) && reference != null && reference.equals(refund.reference());
        }
    }

    @Override
    public Mono<Refundable> refundable(RechargeId recharge) {
        return Mono.fromSupplier(() -> returns.refundable(recharge));
    }

    @Override
    public Mono<Keeping> request(Refund refund, Refundable of, RefundEvent event, Cause cause,
            @Nullable Instant nextAttemptAt) {
        return Mono.fromSupplier(() -> requested(refund, of, event, cause, nextAttemptAt));
    }

    private Keeping requested(Refund refund, Refundable of, RefundEvent event, Cause cause,
            @Nullable Instant nextAttemptAt) {
        if (find(row -> row.refund().claimId().equals(refund.claimId())).findAny().isPresent()) {
            return Keeping.KNOWN;
        }
        MemoryOrderStore.Kept placed = returns.order(refund.recharge());
        Money captured = placed == null || !isSettled(placed) ? null : placed.captured();
        if (placed == null || captured == null || captured.minor() == 0
                || !captured.isSameCurrencyAs(refund.amount())) {
            return Keeping.NOT_SETTLED;
        }
        if (returns.version(refund.recharge()) != of.version()
                || placed.order().recharge().version() != of.order().recharge().version()) {
            return Keeping.STALE;
        }
        Row row = new Row(refund, placed.order().payment().gateway(), nextAttemptAt);
        long tooMuch = refund.amount().minor() - returns.left(refund.recharge(), captured.minor());
        List<Refund> waiting = event == RefundEvent.FOUND_AT_PROVIDER ? waiting(refund.recharge()) : List.of();
        if (tooMuch > waiting.stream().mapToLong(one -> one.amount().minor()).sum()) {
            return Keeping.EXCEEDS;
        }
        requireOwnReference(row);
        for (Refund newest : waiting) {
            if (tooMuch > 0) {
                changed(newest, new RefundChange(RefundEvent.GAVE_WAY, RefundState.REJECTED, cause, refund.createdAt(),
                        null, null, null));
                tooMuch -= newest.amount().minor();
            }
        }
        keep(row);
        steps.put(refund.id(), new ArrayList<>(
                List.of(new RefundStep(1, null, event, refund.state(), cause, refund.createdAt()))));
        returns.change(refund.recharge(), was -> was.refunding(refund.amount().minor(), refund.credit().value(),
                refund.bonus().value(), 0));
        return Keeping.KEPT;
    }

    private static boolean isSettled(MemoryOrderStore.Kept placed) {
        return EnumSet.of(RechargeState.CREDITED, RechargeState.IN_REVIEW, RechargeState.RETURNED)
                .contains(placed.order().state());
    }

    /** What nobody has approved yet, the newest first. */
    private List<Refund> waiting(RechargeId recharge) {
        return find(row -> row.refund().recharge().equals(recharge)
                && row.refund().state() == RefundState.AWAITING_APPROVAL)
                .map(Row::refund)
                .sorted(Comparator.comparing(Refund::createdAt).thenComparing(refund -> refund.id().value()).reversed())
                .toList();
    }

    private void keep(Row row) {
        requireOwnReference(row);
        rows.put(row.refund().id(), row);
    }

    private void requireOwnReference(Row row) {
        if (find(other -> other.isAt(row.gateway(), row.refund().reference())
                && !other.refund().id().equals(row.refund().id())).findAny().isPresent()) {
            throw new IllegalStateException(row.refund().reference() + ": of another refund");
        }
    }

    @Override
    public Mono<Refund> change(Refund refund, RefundChange change) {
        return Mono.fromSupplier(() -> changed(refund, change));
    }

    private Refund changed(Refund refund, RefundChange change) {
        Row row = rows.get(refund.id());
        if (row == null || row.refund().version() != refund.version()
                || (change.event() == RefundEvent.APPROVED && returns.isOverdrawn(refund.recharge()))) {
            throw new RefundOvertaken(refund.id());
        }
        keep(new Row(row.refund().after(change), row.gateway(), change.nextAttemptAt()));
        Objects.requireNonNull(steps.get(refund.id())).add(new RefundStep(refund.version() + 1, refund.state(),
                change.event(), change.to(), change.cause(), change.at()));
        boolean cameToNothing = change.to() == RefundState.REJECTED || change.to() == RefundState.FAILED;
        long amount = refund.amount().minor();
        long succeeded = change.to() == RefundState.SUCCEEDED
                ? amount
                : refund.state() == RefundState.SUCCEEDED ? -amount : 0;
        returns.change(refund.recharge(), was -> cameToNothing
                ? was.refunding(-amount, -refund.credit().value(), -refund.bonus().value(), succeeded)
                : was.refunding(0, 0, 0, succeeded));
        return refund.after(change);
    }

    private Stream<Row> find(Predicate<Row> where) {
        return rows.values().stream().filter(where);
    }

    private Mono<Refund> one(Predicate<Row> where) {
        return Mono.defer(() -> Mono.justOrEmpty(find(where).map(Row::refund).findFirst()));
    }

    @Override
    public Mono<Refund> byId(RefundId id) {
        return one(row -> row.refund().id().equals(id));
    }

    @Override
    public Mono<Refund> byClaim(String claimId) {
        return one(row -> row.refund().claimId().equals(claimId));
    }

    @Override
    public Mono<Refund> byReference(GatewayId gateway, ProviderReference reference) {
        return one(row -> row.isAt(gateway, reference));
    }

    @Override
    public Flux<Refund> of(RechargeId recharge) {
        return Flux.defer(() -> Flux.fromStream(find(row -> row.refund().recharge().equals(recharge))
                .map(Row::refund)
                .sorted(Comparator.comparing(Refund::createdAt).thenComparing(refund -> refund.id().value()))));
    }

    @Override
    public Flux<RefundStep> steps(RefundId id) {
        return Flux.defer(() -> Flux.fromIterable(List.copyOf(steps.getOrDefault(id, List.of()))));
    }

    @Override
    public Flux<Refund> takeDue(Instant now, Duration lease, int most) {
        return Flux.defer(() -> Flux.fromIterable(taken(now, lease, most)));
    }

    private List<Refund> taken(Instant now, Duration lease, int most) {
        return find(row -> row.nextAttemptAt() != null && !row.nextAttemptAt().isAfter(now))
                .sorted(Comparator.comparing(row -> Objects.requireNonNull(row.nextAttemptAt())))
                .limit(most)
                .toList()
                .stream()
                .map(row -> resting(row, row.refund().attempts() + 1, now.plus(lease)))
                .toList();
    }

    @Override
    public Mono<Void> reschedule(Refund refund, Instant nextAttemptAt) {
        return Mono.fromRunnable(() -> find(row -> row.refund().id().equals(refund.id())
                && row.refund().version() == refund.version() && row.refund().attempts() == refund.attempts()
                && row.nextAttemptAt() != null)
                .findFirst()
                .ifPresent(row -> resting(row, refund.attempts(), nextAttemptAt)));
    }

    private Refund resting(Row row, int attempts, Instant until) {
        Refund was = row.refund();
        Refund is = new Refund(was.id(), was.claimId(), was.recharge(), was.version(), was.state(), was.amount(),
                was.credit(), was.bonus(), was.whenSpent(), was.reason(), was.requestedBy(), was.decidedBy(),
                was.reference(), attempts, was.createdAt(), was.changedAt());
        rows.put(is.id(), new Row(is, row.gateway(), until));
        return is;
    }

    /** For a test to look at: every refund, in the order in which they were kept. */
    public Collection<Refund> all() {
        return rows.values().stream().map(Row::refund).toList();
    }

    /** For a test to look at: which rows of the table of transitions were gone. */
    public Set<RefundTransitions.Row> changes() {
        return steps.values().stream()
                .flatMap(List::stream)
                .filter(step -> step.from() != null)
                .map(step -> new RefundTransitions.Row(Objects.requireNonNull(step.from()), step.event(), step.to()))
                .collect(Collectors.toSet());
    }

    /** For a test to look at: when the first refund is due; {@code null}: none will be. */
    public @Nullable Instant nextDue() {
        Instant first = null;
        for (Row row : rows.values()) {
            Instant due = row.nextAttemptAt();
            first = due != null && (first == null || due.isBefore(first)) ? due : first;
        }
        return first;
    }
}
