package dev.refill.autotopup.rule;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/** Our own id of a rule, {@code atu_…}: made of who asks and the key it sends, so that a repeat finds what the first one made. */
public record RuleId(String value) {

    private static final Pattern FORM = Pattern.compile("atu_[0-9a-f]{32}");
    /** 128 bits. */
    private static final int BYTES = 16;

    public RuleId {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("rule: " + value + " (expected: " + FORM + ")");
        }
    }

    /** @param caller who asks, as told apart from others */
    public static RuleId of(String caller, String key) {
        return new RuleId("atu_" + HexFormat.of().formatHex(Arrays.copyOf(sha256(caller + "\n" + key), BYTES)));
    }

    /** Empty: no rule has such an id. */
    public static Optional<RuleId> parse(String text) {
        return FORM.matcher(text).matches() ? Optional.of(new RuleId(text)) : Optional.empty();
    }

    static byte[] sha256(String text) {
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
