package dev.refill.recharge;

/**
 * How many orders rest in a state.
 *
 * @param orders all of them
 * @param overdue those that have rested in it for longer than {@code refill.recharge.alarm-after}
 */
public record RestingCount(RechargeState state, long orders, long overdue) {}
