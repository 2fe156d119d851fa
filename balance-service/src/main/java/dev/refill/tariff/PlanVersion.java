package dev.refill.tariff;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * A version of a plan without its content.
 *
 * @param number from 1, without gaps
 * @param effectiveFrom from when on it is in force, unless a version with a higher number is
 * @param restores the earlier version whose content it has, if it was rolled back to
 * @param author who wrote it
 * @param reason why
 */
public record PlanVersion(PlanId plan, int number, Instant effectiveFrom, @Nullable Integer restores, String author,
        String reason, Instant writtenAt) {}
