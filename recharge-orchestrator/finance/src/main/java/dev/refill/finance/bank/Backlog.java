package dev.refill.finance.bank;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * Files that are received and not yet imported or refused.
 *
 * @param oldest when the oldest of them began to come; {@code null}: there is none
 */
public record Backlog(long files, @Nullable Instant oldest) {}
