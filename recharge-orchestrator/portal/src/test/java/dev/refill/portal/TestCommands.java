package dev.refill.portal;

import dev.refill.gateway.Money;
import dev.refill.recharge.Channel;
import dev.refill.recharge.PaymentMeans;
import dev.refill.recharge.Recharge;
import dev.refill.recharge.StartRechargeCommand;
import dev.refill.subscriber.Msisdn;

/** Commands that are right in everything. */
final class TestCommands {

    private TestCommands() {}

    static StartRechargeCommand tenDollars() {
        return new StartRechargeCommand("portal:claim", new Recharge.Owner("portal", Channel.PORTAL),
                new Msisdn("+12125550100"), TestOffers.AIRTIME.id(), Money.of(1000, "USD"), null, false);
    }

    /** The same, paid by another phone. */
    static StartRechargeCommand byPhone() {
        StartRechargeCommand ten = tenDollars();
        return new StartRechargeCommand("portal:phone", ten.owner(), ten.msisdn(), ten.offer(), ten.price(),
                new PaymentMeans.MobileMoney(new Msisdn("+256770000001")), false);
    }
}
