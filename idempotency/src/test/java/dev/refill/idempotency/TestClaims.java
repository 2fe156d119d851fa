package dev.refill.idempotency;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import dev.refill.idempotency.Answer.Header;

/** Valid claims to start from. */
public final class TestClaims {

    private static final AtomicInteger SERIAL = new AtomicInteger();

    private TestClaims() {}

    /** A key nobody else uses. */
    public static ClaimKey aKey() {
        return new ClaimKey("client-1", "POST /orders", "key-" + SERIAL.incrementAndGet());
    }

    public static Fingerprint aFingerprint() {
        return new Fingerprint("ab".repeat(32));
    }

    public static Fingerprint anotherFingerprint() {
        return new Fingerprint("cd".repeat(32));
    }

    /** With a repeated header, and bytes that are no text. */
    public static Answer anAnswer() {
        return new Answer(202,
                List.of(new Header("Content-Type", "application/json"), new Header("X-Part", "1"),
                        new Header("X-Part", "2")),
                new byte[]{0, 1, (byte) 0xff, '\n', (byte) 0x80});
    }

    public static Answer anotherAnswer() {
        return new Answer(500, List.of(), "broken".getBytes(StandardCharsets.UTF_8));
    }
}
