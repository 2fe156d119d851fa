package dev.refill.gateways.adyen;

import java.util.Base64;

import org.jspecify.annotations.Nullable;

/** The signature of an item, {@code hmacSignature} in its additional data: Base64 of an HMAC-SHA256. */
final class Signature {

    private static final int BYTES_OF_SHA256 = 32;

    private Signature() {}

    /** @return the bytes; {@code null} for a text of any other shape, never an exception */
    static byte @Nullable [] parse(String text) {
        if (!text.matches("[A-Za-z0-9+/]{43}=")) {
            return null;
        }
        var bytes = Base64.getDecoder().decode(text);
        return bytes.length == BYTES_OF_SHA256 ? bytes : null;
    }
}
