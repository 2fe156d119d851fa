package dev.refill.recharge;

/** The one table of allowed state changes. */
public final class RechargeTransitions {

    private RechargeTransitions() {}
}
