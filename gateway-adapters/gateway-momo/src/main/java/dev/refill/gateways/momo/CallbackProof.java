package dev.refill.gateways.momo;

import java.util.HexFormat;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import dev.refill.gateway.ProviderReference;

/**
 * The last part of a payment's own callback address: {@code <reference id>.<64 hex digits>}. A text of any other shape is
 * {@code null}, never an exception.
 *
 * @param reference whose address it is said to be
 * @param mac what only we can have made
 */
@SuppressWarnings("ArrayRecordComponent") // compared in constant time only, by whoever made it
record CallbackProof(ProviderReference reference, byte[] mac) {

    private static final Pattern FORM = Pattern.compile("([0-9a-f-]{36})\\.([0-9a-f]{64})");

    static @Nullable CallbackProof parse(String text) {
        var parts = FORM.matcher(text);
        return parts.matches() && ReferenceIds.isOne(parts.group(1))
                ? new CallbackProof(new ProviderReference(parts.group(1)), HexFormat.of().parseHex(parts.group(2)))
                : null;
    }

    String text() {
        return reference + "." + HexFormat.of().formatHex(mac);
    }

    /** Whoever knows it can make us ask MTN, so it is not printed. */
    @Override
    public String toString() {
        return "CallbackProof[reference=" + reference + ", mac=…]";
    }
}
