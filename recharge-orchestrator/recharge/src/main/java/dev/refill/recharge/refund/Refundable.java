package dev.refill.recharge.refund;

import java.math.BigInteger;

import org.jspecify.annotations.Nullable;

import dev.refill.gateway.Money;
import dev.refill.offer.Quantity;
import dev.refill.offer.Quote;
import dev.refill.recharge.RechargeState;
import dev.refill.recharge.order.Order;

/**
 * What of an order has gone back, and what still can. All amounts are minor units of what was captured.
 *
 * @param order as it stood in the same moment
 * @param version rises with every refund and dispute of the order and with every change of one
 * @param captured {@code null}: nothing was, as far as we know
 * @param refunding refunds that were asked for and have not failed, those that succeeded included
 * @param refunded refunds that succeeded
 * @param disputed what customers' banks took and did not give back
 * @param credit what refunds and disputes have taken of the credit
 * @param bonus what they have taken of the bonus
 */
public record Refundable(Order order, long version, @Nullable Money captured, long refunding, long refunded,
        long disputed, long credit, long bonus) {

    /** What a further refund may be at most; what is disputed cannot also be refunded. */
    public long left() {
        return captured == null ? 0 : Math.max(0, captured.minor() - refunding - disputed);
    }

    /** Whether it is decided if the order's credit was given: until then nothing of it can go back. */
    public boolean isSettled() {
        return switch (order.state()) {
            case CREDITED, IN_REVIEW, RETURNED -> captured != null;
            case CREATED, CHARGING, REQUIRES_ACTION, UNKNOWN, CANCELLING, PAID, DECLINED, EXPIRED, CANCELLED -> false;
        };
    }

    /** What leaves the subscriber's credit if so much more of the money leaves. */
    public Quantity creditFor(long amount) {
        return share(quote().credit(), credit, amount);
    }

    /** What leaves of the bonus. */
    public Quantity bonusFor(long amount) {
        return share(quote().bonus(), bonus, amount);
    }

    /**
     * In proportion to all that will have left, rounded up, less what has left already: so the shares of parts that make a
     * whole make the whole, and at no moment has more credit stayed than money.
     */
    private Quantity share(Quantity whole, long gone, long amount) {
        if (order.state() != RechargeState.CREDITED || captured == null) {
            return new Quantity(0, whole.unit());
        }
        BigInteger left = BigInteger.valueOf(refunding).add(BigInteger.valueOf(disputed))
                .add(BigInteger.valueOf(amount));
        BigInteger[] due = BigInteger.valueOf(whole.value()).multiply(left)
                .divideAndRemainder(BigInteger.valueOf(captured.minor()));
        long target = due[0].add(BigInteger.valueOf(due[1].signum())).longValueExact();
        return new Quantity(Math.max(0, target - gone), whole.unit());
    }

    private Quote quote() {
        return order.recharge().quote();
    }
}
