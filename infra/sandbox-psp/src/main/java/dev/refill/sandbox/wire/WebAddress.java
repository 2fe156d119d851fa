package dev.refill.sandbox.wire;

import java.net.URI;

/** Addresses that shops give, for browsers to be sent to or webhooks to be delivered to. */
public final class WebAddress {

    private WebAddress() {}

    /** Whether it has a host and is reached by http or https; any text may be asked about. */
    public static boolean isOne(String text) {
        try {
            URI uri = URI.create(text);
            return uri.getHost() != null && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()));
        } catch (IllegalArgumentException malformed) {
            return false;
        }
    }
}
