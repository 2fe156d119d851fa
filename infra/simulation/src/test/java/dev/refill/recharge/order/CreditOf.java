package dev.refill.recharge.order;

import dev.refill.ledger.AccountId;
import dev.refill.ledger.Entry;
import dev.refill.recharge.credit.Holdings;

/** Shows a planted bug the entry that an order of somebody without debts posts. */
public final class CreditOf {

    private CreditOf() {}

    public static Entry order(Order order) {
        return CreditRecharge.entryOf(order, AccountId.bucketOf(order.recharge().subscriber().value()),
                new Holdings(0, 0, 0));
    }
}
