package dev.refill.endtoend.stack;

import java.util.stream.Stream;

/** Short leases and waits, so that a test does not take as long as a real outage. Nothing else differs from the defaults. */
public final class Impatience {

    private static final String[] SETTINGS = {
            "--refill.idempotency.lease=3s",
            "--refill.recharge.completer.every=200ms",
            "--refill.recharge.completer.lease=3s",
            "--refill.recharge.waits.created=3s",
            "--refill.recharge.waits.charging=5s",
            "--refill.recharge.waits.unknown=1s",
            "--refill.recharge.waits.paid=2s",
            "--refill.recharge.relay.lease=3s",
            "--refill.webhooks.handle-timeout=2s",
            "--refill.webhooks.lease=5s",
            "--refill.outbound.timeout=2s",
            "--refill.outbound.lease=6s"};

    private Impatience() {}

    /** As arguments, with others behind them. */
    public static String[] settings(String... more) {
        return Stream.concat(Stream.of(SETTINGS), Stream.of(more)).toArray(String[]::new);
    }
}
