package dev.refill.recharge.refund;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;

import dev.refill.recharge.RechargeId;
import dev.refill.recharge.order.MemoryOrderStore;

/** What went back of each order, in memory: what refunds and disputes share. Not for more than one thread. */
public final class MemoryReturns {

    private final MemoryOrderStore orders;
    private final Map<RechargeId, Returned> rows = new HashMap<>();

    public MemoryReturns(MemoryOrderStore orders) {
        this.orders = orders;
    }

    /**
     * What went back of an order; as in the table, nothing of it can be more than there was.
     *
     * @param lost what of the disputed will not come back
     */
    public record Returned(long version, long captured, long refunding, long refunded, long disputed, long lost,
            long credit, long bonus) {

        public Returned {
            if (captured <= 0 || refunded < 0 || refunded > refunding || refunding > captured || disputed < 0
                    || credit < 0 || bonus < 0) {
                throw new IllegalArgumentException("returned: " + version + ", " + captured + ", " + refunding + ", "
                        + refunded + ", " + disputed + ", " + credit + ", " + bonus);
            }
        }

        /** What a refund that is asked for takes, or gives back. */
        Returned refunding(long amount, long ofCredit, long ofBonus, long succeeded) {
            return new Returned(version + 1, captured, refunding + amount, refunded + succeeded, disputed, lost,
                    credit + ofCredit, bonus + ofBonus);
        }

        /** What a dispute takes, or gives back. */
        public Returned disputing(long amount, long ofLost, long ofCredit, long ofBonus) {
            return new Returned(version + 1, captured, refunding, refunded, disputed + amount, lost + ofLost,
                    credit + ofCredit, bonus + ofBonus);
        }
    }

    /** The order itself; {@code null}: there is none. */
    public MemoryOrderStore.@Nullable Kept order(RechargeId id) {
        return orders.kept(id);
    }

    /** How often what went back of an order has changed. */
    public long version(RechargeId id) {
        Returned row = rows.get(id);
        return row == null ? 0 : row.version();
    }

    /** What a further refund may be at most. */
    long left(RechargeId id, long captured) {
        Returned row = rows.get(id);
        return row == null ? captured : row.captured() - row.refunding() - row.disputed();
    }

    /** Whether refunds and disputes together take more than there was. */
    boolean isOverdrawn(RechargeId id) {
        Returned row = rows.get(id);
        return row != null && row.refunding() + row.disputed() > row.captured();
    }

    /** Changes what went back of an order, and what the order shows of it. */
    public void change(RechargeId id, UnaryOperator<Returned> change) {
        MemoryOrderStore.Kept kept = Objects.requireNonNull(orders.kept(id));
        Returned before = rows.getOrDefault(id,
                new Returned(0, Objects.requireNonNull(kept.captured()).minor(), 0, 0, 0, 0, 0, 0));
        Returned after = change.apply(before);
        orders.shows(id, after.refunded(), after.refunding() + after.disputed() > 0,
                after.refunded() + after.lost());
        rows.put(id, after);
    }

    /** {@code null}: there is no such order. */
    @Nullable
    Refundable refundable(RechargeId id) {
        MemoryOrderStore.Kept kept = orders.kept(id);
        Returned row = rows.get(id);
        return kept == null
                ? null
                : row == null
                        ? new Refundable(kept.order(), 0, kept.captured(), 0, 0, 0, 0, 0)
                        : new Refundable(kept.order(), row.version(), kept.captured(), row.refunding(), row.refunded(),
                                row.disputed(), row.credit(), row.bonus());
    }
}
