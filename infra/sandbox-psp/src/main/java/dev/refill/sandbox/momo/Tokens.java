package dev.refill.sandbox.momo;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import org.jspecify.annotations.Nullable;

/**
 * Access tokens, each for one product and for an hour. They prove themselves, so none is kept; those of a former run are
 * void.
 */
final class Tokens {

    static final long LIFE_SECONDS = 3600;

    private static final String ALGORITHM = "HmacSHA256";
    private static final Pattern BEARER = Pattern.compile("Bearer (([A-Z]{1,20})\\.([0-9]{1,12}))\\.([0-9a-f]{64})");

    private final Clock clock;
    private final SecretKeySpec key;

    Tokens(Clock clock) {
        this.clock = clock;
        byte[] secret = new byte[32];
        new SecureRandom().nextBytes(secret);
        this.key = new SecretKeySpec(secret, ALGORITHM);
    }

    String issue(Product product) {
        String claim = product + "." + (now() + LIFE_SECONDS);
        return claim + "." + HexFormat.of().formatHex(mac(claim));
    }

    /** Whether the header holds a token that lives and is for this product. */
    boolean admit(Product product, @Nullable String authorization) {
        Matcher parts = BEARER.matcher(authorization == null ? "" : authorization);
        return parts.matches()
                && MessageDigest.isEqual(mac(parts.group(1)), HexFormat.of().parseHex(parts.group(4)))
                && parts.group(2).equals(product.name())
                && Long.parseLong(parts.group(3)) > now();
    }

    private long now() {
        return clock.instant().getEpochSecond();
    }

    private byte[] mac(String claim) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac.doFinal(claim.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("Every Java platform has " + ALGORITHM, impossible);
        }
    }
}
