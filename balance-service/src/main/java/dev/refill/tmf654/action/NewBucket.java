package dev.refill.tmf654.action;

import java.time.Instant;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

import dev.refill.ledger.LedgerUnit;
import dev.refill.tmf654.Caller;

/**
 * A request for a bucket.
 *
 * @param key made of who asks and of the key that was sent, 32 hexadecimal digits
 * @param allowance its name in the tariff plan; {@code null}: it is credit
 * @param from when its validity begins; {@code null}: now
 * @param until when it ends; {@code null}: never
 */
public record NewBucket(String key, Caller caller, String fingerprint, Whom whom, LedgerUnit unit,
        @Nullable String allowance, @Nullable Instant from, @Nullable Instant until, ObjectNode content) {

    /** As many as an account of the longest subscriber's id has room for. */
    private static final int DIGITS = 28;

    /** The last part of its id. */
    String name() {
        return "tmf-" + key.substring(0, DIGITS);
    }
}
