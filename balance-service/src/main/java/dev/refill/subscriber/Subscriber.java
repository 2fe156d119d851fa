package dev.refill.subscriber;

/**
 * A subscriber of the network.
 *
 * @param id permanent
 * @param msisdn the number today
 * @param status whether it may be recharged
 */
public record Subscriber(SubscriberId id, Msisdn msisdn, Status status) {

    public enum Status {
        ACTIVE,
        BARRED,
        FROZEN,
        CLOSED
    }
}
