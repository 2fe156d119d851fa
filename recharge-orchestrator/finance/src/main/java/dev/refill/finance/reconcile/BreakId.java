package dev.refill.finance.reconcile;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;
import java.util.regex.Pattern;

import dev.refill.finance.reconcile.rule.LineKey;

/** The id of a break: {@code brk_} and 26 characters, made of what it is about, so that the same break is found and not made again. */
public record BreakId(String value) {

    private static final Pattern FORM = Pattern.compile("brk_[0-9a-z]{26}");
    private static final int LENGTH = 26;
    /** Of a digit of base 32. */
    private static final int BITS = 5;

    public BreakId {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("break: " + value.length() + " characters (expected: " + FORM + ")");
        }
    }

    static BreakId of(PairId pair, LineKey key) {
        byte[] hash = sha256().digest((pair + "\n" + key).getBytes(StandardCharsets.UTF_8));
        BigInteger bits = new BigInteger(1, hash).shiftRight(hash.length * Byte.SIZE - LENGTH * BITS);
        String digits = bits.toString(1 << BITS);
        return new BreakId("brk_" + "0".repeat(LENGTH - digits.length()) + digits);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException(missing);
        }
    }

    /** Empty: it is of another form. */
    public static Optional<BreakId> parse(String text) {
        return Optional.of(text).filter(FORM.asMatchPredicate()).map(BreakId::new);
    }

    @Override
    public String toString() {
        return value;
    }
}
