package dev.refill.recharge;

import org.jspecify.annotations.Nullable;

import dev.refill.gateway.Money;
import dev.refill.offer.OfferId;
import dev.refill.subscriber.Msisdn;

/**
 * One order to accept.
 *
 * @param claimId unique per order: entering again with the same claim finds the same order
 * @param owner who places it
 * @param msisdn whom to credit
 * @param offer what to buy
 * @param price for how much
 * @param means how it is paid; {@code null}: as {@link PaymentMeans#unnamed} says
 * @param repeatConfirmed whether the customer confirmed that the same recharge within a minute is meant
 */
public record StartRechargeCommand(String claimId, Recharge.Owner owner, Msisdn msisdn, OfferId offer, Money price,
        @Nullable PaymentMeans means, boolean repeatConfirmed) {}
