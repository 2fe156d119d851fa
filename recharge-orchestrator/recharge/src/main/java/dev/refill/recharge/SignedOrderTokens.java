package dev.refill.recharge;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Order tokens that need no table: the order's id and an HMAC-SHA256 over it, cut to 128 bits. Whoever does not know the
 * secret cannot make one for an id, and the same order always has the same token.
 */
final class SignedOrderTokens implements OrderTokens {

    private static final Pattern FORM = Pattern.compile("([0-9a-z]{26})([A-Za-z0-9_-]{22})");
    private static final String ALGORITHM = "HmacSHA256";
    private static final String PREFIX = "rch_";

    private final SecretKeySpec key;

    SignedOrderTokens(String secret) {
        this.key = new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM);
    }

    @Override
    public String tokenFor(RechargeId id) {
        String name = id.value().substring(PREFIX.length());
        return name + Base64.getUrlEncoder().withoutPadding().encodeToString(signature(name));
    }

    @Override
    public Optional<RechargeId> open(String token) {
        var parts = FORM.matcher(token);
        if (!parts.matches()) {
            return Optional.empty();
        }
        byte[] given = Base64.getUrlDecoder().decode(parts.group(2));
        return MessageDigest.isEqual(given, signature(parts.group(1)))
                ? Optional.of(new RechargeId(PREFIX + parts.group(1)))
                : Optional.empty();
    }

    private byte[] signature(String name) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return Arrays.copyOf(mac.doFinal(name.getBytes(StandardCharsets.US_ASCII)), 16);
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("every Java has " + ALGORITHM, missing);
        }
    }
}
