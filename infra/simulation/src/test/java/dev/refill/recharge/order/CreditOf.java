package dev.refill.recharge.order;

import dev.refill.ledger.Entry;

/** Shows a planted bug the entry that an order posts. */
public final class CreditOf {

    private CreditOf() {}

    public static Entry order(Order order) {
        return CreditRecharge.entryOf(order);
    }
}
