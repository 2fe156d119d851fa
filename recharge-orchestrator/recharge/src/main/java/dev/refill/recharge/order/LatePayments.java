package dev.refill.recharge.order;

import dev.refill.recharge.RechargeEvent;

/** What is done with money that is captured as ordered after its order has ended or come to review. It is never left lying. */
public sealed interface LatePayments {

    /** What its arrival means to the order. */
    RechargeEvent event();

    /** It is credited like any other: the customer has paid for it. */
    record Credit() implements LatePayments {

        @Override
        public RechargeEvent event() {
            return RechargeEvent.CAPTURED;
        }
    }

    /** It is to be given back, and a person sees to that. */
    record Refund() implements LatePayments {

        @Override
        public RechargeEvent event() {
            return RechargeEvent.LATE_PAYMENT;
        }
    }
}
