package dev.refill.gateways.acme;

import java.util.List;

import org.jspecify.annotations.Nullable;

/** The signature of a webhook, as it stands in its header. */
final class Signature {

    private Signature() {}

    /** @return the bytes; {@code null} for a header of any other shape, or more than one, never an exception */
    static byte @Nullable [] parse(List<String> headers) {
        throw new UnsupportedOperationException("Signature.parse is to be written: what Acme signs, with which algorithm, and"
                + " how it writes it into " + headers.size() + " header");
    }
}
