package dev.refill.tmf654.action;

import java.time.Instant;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

import dev.refill.ledger.LedgerUnit;
import dev.refill.tmf654.Caller;

/**
 * A request for a bucket.
 *
 * @param name the last part of its id, made of who asks and of the key that was sent
 * @param allowance its name in the tariff plan; {@code null}: it is credit
 * @param from when its validity begins; {@code null}: now
 * @param until when it ends; {@code null}: never
 */
public record NewBucket(String name, Caller caller, String fingerprint, Whom whom, LedgerUnit unit,
        @Nullable String allowance, @Nullable Instant from, @Nullable Instant until, ObjectNode content) {}
