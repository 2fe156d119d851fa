package dev.refill.charging;

import org.jspecify.annotations.Nullable;

import dev.refill.subscriber.SubscriberId;
import dev.refill.tariff.PlanId;

/**
 * Who uses the network.
 *
 * @param id permanent
 * @param mayUse whether anything may be granted
 * @param plan by which usage is rated; {@code null}: none, and nothing can be rated
 */
public record User(SubscriberId id, boolean mayUse, @Nullable PlanId plan) {}
