package dev.refill.recharge;

/** What became of an owner's wish to cancel an order. */
public sealed interface Cancellation {

    /** The order as it stands after the wish. */
    Recharge recharge();

    /** Nobody can pay it any more, the provider says so. */
    record Cancelled(Recharge recharge) implements Cancellation {}

    /** The wish is kept, and the provider is asked until it is certain. A payment that was faster is credited. */
    record UnderWay(Recharge recharge) implements Cancellation {}

    /** It is paid, has ended, or the provider is at work on it: nothing was changed. */
    record TooLate(Recharge recharge) implements Cancellation {}
}
