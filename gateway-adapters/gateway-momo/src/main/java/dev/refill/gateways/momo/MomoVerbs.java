package dev.refill.gateways.momo;

import java.time.Clock;

import org.jspecify.annotations.Nullable;

/**
 * What can be done at MTN, each by a class of its own.
 *
 * @param refunds {@code null} without keys for disbursements
 */
record MomoVerbs(ChargePhone chargePhone, LookUpPayment lookUpPayment, @Nullable MomoRefunding refunds) {

    static MomoVerbs by(MomoCalls calls, MomoProperties properties, Clock clock) {
        var collection = new MomoProduct(calls, "collection", properties.collection(),
                properties.targetEnvironment(), clock);
        var lookUpPayment = new LookUpPayment(collection);
        return new MomoVerbs(new ChargePhone(collection, lookUpPayment, properties.callbackAddresses()),
                lookUpPayment, refunding(calls, properties, clock));
    }

    private static @Nullable MomoRefunding refunding(MomoCalls calls, MomoProperties properties, Clock clock) {
        var keys = properties.disbursement();
        return keys == null
                ? null
                : MomoRefunding.by(new MomoProduct(calls, "disbursement", keys, properties.targetEnvironment(), clock));
    }
}
