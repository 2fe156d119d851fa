package dev.refill.gateways.momo;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import dev.refill.gateway.OperationKey;
import dev.refill.gateway.ProviderReference;

/**
 * The ids under which MTN keeps payments and refunds. We choose them, so they follow from the operation key alone: every
 * try asks under the same id, MTN carries it out once, and a lost answer needs no search. MTN wants the form of
 * version 4; whatever is not form comes from SHA-256 of the key. The derivation is for good: another one would ask again
 * for what is under way.
 */
final class ReferenceIds {

    private static final Pattern FORM = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    private static final long VERSION_MASK = 0xf000L;
    private static final long VERSION_4 = 0x4000L;
    private static final long VARIANT_MASK = 0xc000_0000_0000_0000L;
    private static final long VARIANT_2 = 0x8000_0000_0000_0000L;

    private ReferenceIds() {}

    static ProviderReference of(OperationKey key) {
        var digest = ByteBuffer.wrap(sha256("refill.momo:" + key.value()));
        var most = (digest.getLong() & ~VERSION_MASK) | VERSION_4;
        var least = (digest.getLong() & ~VARIANT_MASK) | VARIANT_2;
        return new ProviderReference(new UUID(most, least).toString());
    }

    /** The one that an answer told, if it is one of MTN's; otherwise the one that the key has. */
    static ProviderReference of(@Nullable ProviderReference told, OperationKey key) {
        return told != null && isOne(told.value()) ? told : of(key);
    }

    static boolean isOne(String text) {
        return FORM.matcher(text).matches();
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
