package dev.refill.recharge.order;

import dev.refill.recharge.RechargeId;

/** Somebody else changed the order since it was read: read it again and decide anew. */
public final class OrderOvertaken extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public OrderOvertaken(RechargeId id) {
        // An everyday event between a webhook and an answer; its stack trace would say nothing.
        super(id + " was changed by somebody else meanwhile", null, false, false);
    }
}
