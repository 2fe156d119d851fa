package dev.refill.tariff;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * What a new version is to be, but for its content.
 *
 * @param after the newest version that its author saw; 0: there was none
 * @param effectiveFrom {@code null}: as soon as it can be. The first version of a plan may begin at once, a further one a
 *            minute after it is written
 * @param author who writes it, 1 to 200 characters
 * @param reason why, 1 to 500 characters
 */
public record NewVersion(PlanId plan, int after, @Nullable Instant effectiveFrom, String author, String reason) {

    public NewVersion {
        if (after < 0) {
            throw new IllegalArgumentException("after: " + after + " (expected: 0 or more)");
        }
        requireSize("author", author, 200);
        requireSize("reason", reason, 500);
    }

    private static void requireSize(String name, String text, int most) {
        if (text.isBlank() || text.length() > most) {
            throw new IllegalArgumentException(name + ": " + text + " (expected: 1 to " + most + " characters)");
        }
    }
}
