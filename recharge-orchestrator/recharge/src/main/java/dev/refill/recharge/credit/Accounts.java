package dev.refill.recharge.credit;

import dev.refill.gateway.GatewayId;
import dev.refill.ledger.AccountId;

/** The accounts that belong to nobody, by name. What each holds: docs/concepts/refunds-and-disputes.md. */
public final class Accounts {

    /** Money of customers to whom we owe service. */
    public static final AccountId DEFERRED_REVENUE = new AccountId("deferred-revenue");
    /** Captured money that fits no order, until somebody decides. */
    public static final AccountId UNALLOCATED_PAYMENTS = new AccountId("unallocated-payments");
    /** Credit given out for payment. */
    public static final AccountId ISSUED_CREDIT = new AccountId("issued-credit");
    /** Credit given away. */
    public static final AccountId ISSUED_BONUS = new AccountId("issued-bonus");

    /** Money that customers' banks took and may give back. */
    public static final AccountId DISPUTED_FUNDS = new AccountId("disputed-funds");
    /** What providers took for disputes. */
    public static final AccountId DISPUTE_FEES = new AccountId("dispute-fees");
    /** Money that customers' banks took for good. */
    public static final AccountId DISPUTE_LOSSES = new AccountId("dispute-losses");
    /** Spent credit that is owed because its money is disputed. */
    public static final AccountId DISPUTED_CREDIT = new AccountId("disputed-credit");

    private Accounts() {}

    /** What the provider owes us. */
    public static AccountId clearing(GatewayId gateway) {
        return new AccountId("gateway-clearing:" + gateway);
    }
}
