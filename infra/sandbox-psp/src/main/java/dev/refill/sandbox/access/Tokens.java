package dev.refill.sandbox.access;

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
 * Access tokens, each for one part of a provider's API and for a time. They prove themselves, so none is kept; those of a
 * former run are void.
 */
public final class Tokens {

    private static final String ALGORITHM = "HmacSHA256";
    private static final Pattern BEARER = Pattern.compile("Bearer (([A-Z]{1,20})\\.([0-9]{1,12}))\\.([0-9a-f]{64})");

    private final Clock clock;
    private final long lifeSeconds;
    private final SecretKeySpec key;

    public Tokens(Clock clock, long lifeSeconds) {
        this.clock = clock;
        this.lifeSeconds = lifeSeconds;
        byte[] secret = new byte[32];
        new SecureRandom().nextBytes(secret);
        this.key = new SecretKeySpec(secret, ALGORITHM);
    }

    /** How long each is good for. */
    public long lifeSeconds() {
        return lifeSeconds;
    }

    /** @param part in capitals */
    public String issue(String part) {
        String claim = part + "." + (now() + lifeSeconds);
        return claim + "." + HexFormat.of().formatHex(mac(claim));
    }

    /** Whether the header holds a token that lives and is for this part. */
    public boolean admit(String part, @Nullable String authorization) {
        Matcher parts = BEARER.matcher(authorization == null ? "" : authorization);
        return parts.matches()
                && MessageDigest.isEqual(mac(parts.group(1)), HexFormat.of().parseHex(parts.group(4)))
                && parts.group(2).equals(part)
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
