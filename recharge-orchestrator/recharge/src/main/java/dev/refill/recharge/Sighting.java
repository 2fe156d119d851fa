package dev.refill.recharge;

/** What a watcher of an order is told. */
public sealed interface Sighting {

    /** The order as it now stands: the first time, and after each change. */
    record Seen(Recharge recharge) implements Sighting {}

    /** Nothing to tell; the watch goes on. Passed on as a sign of life, it keeps a silent connection open. */
    record StillWatching() implements Sighting {}
}
