package dev.refill.subscriber;

/**
 * A subscriber of the network, as those see it who charge or recharge.
 *
 * @param id permanent
 * @param msisdn the main number today
 * @param status what may be done
 * @param terms how usage is charged
 */
public record Subscriber(SubscriberId id, Msisdn msisdn, Status status, Terms terms) {

    /** One with whom nothing was agreed. */
    public Subscriber(SubscriberId id, Msisdn msisdn, Status status) {
        this(id, msisdn, status, Terms.DEFAULT);
    }

    public enum Status {
        ACTIVE,
        /** By the operator: neither uses nor recharges. */
        BARRED,
        /** Uses nothing for now, and may be recharged. */
        FROZEN,
        /** For ever: nothing, and the numbers are free. */
        CLOSED;

        public boolean mayUse() {
            return this == ACTIVE;
        }

        public boolean mayRecharge() {
            return this == ACTIVE || this == FROZEN;
        }

        public boolean isTerminal() {
            return this == CLOSED;
        }
    }
}
