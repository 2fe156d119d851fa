package dev.refill.close.seal;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The hash over the entries of a day, one after the other: of the hash so far and that of the next entry. Not for several threads. */
public final class Chain {

    /** What the first day of all is chained to. */
    public static final String NOTHING_BEFORE = "00".repeat(32);

    private final MessageDigest digest = sha256();
    private byte[] hash;
    private long entries;

    /** @param previous the seal of the day before, in hexadecimal */
    public Chain(String previous) {
        this.hash = HexFormat.of().parseHex(previous);
    }

    public void add(EntryText entry) {
        byte[] leaf = digest.digest(entry.bytes());
        digest.update(hash);
        hash = digest.digest(leaf);
        entries++;
    }

    public long entries() {
        return entries;
    }

    /** In hexadecimal. */
    public String value() {
        return HexFormat.of().formatHex(hash);
    }

    /** The SHA-256 of a text in UTF-8, in hexadecimal. */
    static String hashOf(String text) {
        return HexFormat.of().formatHex(sha256().digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }
}
