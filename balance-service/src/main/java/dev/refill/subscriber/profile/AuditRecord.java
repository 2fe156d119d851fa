package dev.refill.subscriber.profile;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Who did what to a profile, and why. It never changes.
 *
 * @param version which version it made
 * @param author the subject of the token, 1 to 200 characters
 * @param reason 1 to 500 characters
 * @param changes of the first one: all that is there
 */
public record AuditRecord(int version, Instant at, String author, ProfileEvent event, String reason,
        List<FieldChange> changes) {

    public AuditRecord {
        requireSize("author", author, 200);
        requireSize("reason", reason, 500);
        changes = List.copyOf(changes);
    }

    static AuditRecord of(ProfileEvent event, @Nullable Profile before, Profile after, String author, String reason) {
        return new AuditRecord(after.version(), after.changedAt(), author, event, reason,
                FieldChange.between(before, after));
    }

    private static void requireSize(String name, String text, int most) {
        if (text.isBlank() || text.length() > most) {
            throw new IllegalArgumentException(name + ": " + text + " (expected: 1 to " + most + " characters)");
        }
    }
}
