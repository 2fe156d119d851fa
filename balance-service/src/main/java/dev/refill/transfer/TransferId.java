package dev.refill.transfer;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/** Our own id of a transfer, {@code trf_…}: made of who asks and the key it sends, so that a repeat finds what the first one made. */
public record TransferId(String value) {

    private static final Pattern FORM = Pattern.compile("trf_[0-9a-f]{32}");
    /** 128 bits. */
    private static final int BYTES = 16;

    public TransferId {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("transfer: " + value + " (expected: " + FORM + ")");
        }
    }

    public static TransferId of(Caller caller, String key) {
        byte[] hash = sha256(caller.name() + "\n" + key);
        return new TransferId("trf_" + HexFormat.of().formatHex(Arrays.copyOf(hash, BYTES)));
    }

    /** Empty: no transfer has such an id. */
    public static Optional<TransferId> parse(String text) {
        return FORM.matcher(text).matches() ? Optional.of(new TransferId(text)) : Optional.empty();
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
