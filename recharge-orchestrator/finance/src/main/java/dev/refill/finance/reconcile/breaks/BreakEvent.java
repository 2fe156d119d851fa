package dev.refill.finance.reconcile.breaks;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

import dev.refill.finance.reconcile.RunId;

/**
 * Something that happened to a break; it is never changed.
 *
 * @param version that it made
 * @param about the class then, in a word
 * @param state that it led to, in a word
 * @param rule that decided; {@code null}: none did
 * @param run that found it; {@code null}: a person did it
 * @param person {@code null}: a run found it
 * @param evidence the lines of then, as JSON
 */
public record BreakEvent(int version, String event, String about, String state, @Nullable String rule,
        @Nullable RunId run, @Nullable String person, String reason, String evidence, Instant at) {}
