package dev.refill.charging;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Our own id of a session or an event, {@code ses_…} or {@code evt_…}: made of the client and the client's reference, so that a
 * repeated request finds what the first one made.
 */
public record ChargingId(String value) {

    private static final Pattern FORM = Pattern.compile("(ses|evt)_[0-9a-f]{32}");
    /** 128 bits, in hexadecimal. */
    private static final int DIGITS = 32;

    public ChargingId {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("charging id: " + value + " (expected: " + FORM + ")");
        }
    }

    /** Empty: no session has such an id. */
    public static Optional<ChargingId> ofSession(String text) {
        return Optional.of(text).filter(id -> id.startsWith("ses_") && FORM.matcher(id).matches())
                .map(ChargingId::new);
    }

    public static ChargingId session(String client, String reference) {
        return new ChargingId("ses_" + Fingerprint.of(client + "\n" + reference).substring(0, DIGITS));
    }

    public static ChargingId event(String client, String reference) {
        return new ChargingId("evt_" + Fingerprint.of(client + "\n" + reference).substring(0, DIGITS));
    }

    /** Of what gives an event back. */
    public ChargingId refund() {
        return event(value, "refund");
    }

    @Override
    public String toString() {
        return value;
    }
}
