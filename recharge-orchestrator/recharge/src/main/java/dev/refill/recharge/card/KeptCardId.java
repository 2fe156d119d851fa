package dev.refill.recharge.card;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

import org.springframework.modulith.NamedInterface;

import dev.refill.gateway.OperationKey;

/** Our own id of a kept card, {@code crd_…}: made of the payment that left it, so whoever finds the card names it alike. */
@NamedInterface("kept-cards")
public record KeptCardId(String value) {

    private static final Pattern FORM = Pattern.compile("crd_[0-9a-f]{32}");
    /** 128 bits. */
    private static final int BYTES = 16;

    public KeptCardId {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("card: " + value + " (expected: " + FORM + ")");
        }
    }

    /** That of the card that a payment has left. */
    public static KeptCardId leftBy(OperationKey payment) {
        return new KeptCardId("crd_" + HexFormat.of().formatHex(Arrays.copyOf(sha256("card of " + payment), BYTES)));
    }

    /** Empty: no card has such an id. */
    public static Optional<KeptCardId> parse(String text) {
        return FORM.matcher(text).matches() ? Optional.of(new KeptCardId(text)) : Optional.empty();
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("SHA-256: missing (expected: in every Java)", missing);
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
