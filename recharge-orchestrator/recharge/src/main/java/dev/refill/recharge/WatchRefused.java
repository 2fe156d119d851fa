package dev.refill.recharge;

/** This node takes no further watches: it has as many as it may, or it is stopping. Nothing is wrong with the order. */
public final class WatchRefused extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public WatchRefused(String message) {
        super(message, null, false, false);
    }
}
