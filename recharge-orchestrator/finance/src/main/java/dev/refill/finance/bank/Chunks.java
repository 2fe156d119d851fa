package dev.refill.finance.bank;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;

/** One file's bytes on their way in: cut into chunks of one size, counted and summed up. Not for several threads at a time. */
final class Chunks {

    /** A row that PostgreSQL writes and we hold in a moment. */
    static final int SIZE = 256 << 10;

    private final long most;
    private final MessageDigest digest = sha256();
    private byte[] open = new byte[SIZE];
    private int filled;
    private long bytes;
    private int count;

    /** @param most bytes of a file */
    Chunks(long most) {
        this.most = most;
    }

    /** Takes a buffer, which is released, and answers the chunks that it fills. There are none any more once it is too large. */
    List<Chunk> add(DataBuffer buffer) {
        try {
            List<Chunk> full = new ArrayList<>();
            bytes += buffer.readableByteCount();
            while (!isTooLarge() && buffer.readableByteCount() > 0) {
                int length = Math.min(buffer.readableByteCount(), SIZE - filled);
                buffer.read(open, filled, length);
                digest.update(open, filled, length);
                filled += length;
                if (filled == SIZE) {
                    full.addAll(rest());
                }
            }
            return full;
        } finally {
            DataBufferUtils.release(buffer);
        }
    }

    /** What has not filled a chunk: one, or none. */
    List<Chunk> rest() {
        if (filled == 0 || isTooLarge()) {
            return List.of();
        }
        Chunk chunk = new Chunk(++count, Arrays.copyOf(open, filled));
        open = new byte[SIZE];
        filled = 0;
        return List.of(chunk);
    }

    boolean isTooLarge() {
        return bytes > most;
    }

    /** Of all that was added; to be asked once. */
    Sum sum() {
        return new Sum(digest.digest(), bytes, count);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** @param number from 1 */
    @SuppressWarnings("ArrayRecordComponent") // handed on once, never compared
    record Chunk(int number, byte[] content) {}

    /** What all chunks are together. */
    @SuppressWarnings("ArrayRecordComponent") // handed on once, never compared
    record Sum(byte[] sha256, long bytes, int chunks) {}
}
