package dev.refill.subscriber.profile;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import dev.refill.subscriber.Msisdn;

/**
 * One field of a profile that is another now, as texts.
 *
 * @param before {@code null}: it was not there
 * @param after {@code null}: it is not there any more
 */
public record FieldChange(Field field, @Nullable String before, @Nullable String after) {

    /** What can change of a profile, by the names of the API. */
    public enum Field {
        /** The main one first, with spaces between them. */
        NUMBERS("numbers"),
        STATUS("status"),
        PLAN("plan"),
        LANGUAGE("language"),
        SPENDING_PER_DAY("spendingPerDay"),
        SPENDING_PER_MONTH("spendingPerMonth"),
        OVERDRAFT("overdraft");

        private final String word;

        Field(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }

        /** @throws IllegalArgumentException if no field has that name */
        public static Field of(String word) {
            return Arrays.stream(values()).filter(field -> field.word.equals(word)).findFirst()
                    .orElseThrow(
                            () -> new IllegalArgumentException("field: " + word + " (expected: one of a profile)"));
        }

        @Nullable
        String of(Profile profile) {
            return Objects.toString(switch (this) {
                case NUMBERS -> numbers(profile);
                case STATUS -> profile.status().name().toLowerCase(Locale.ROOT);
                case PLAN -> profile.terms().plan();
                case LANGUAGE -> profile.terms().language();
                case SPENDING_PER_DAY -> profile.terms().perDay();
                case SPENDING_PER_MONTH -> profile.terms().perMonth();
                case OVERDRAFT -> profile.terms().overdraft();
            }, null);
        }

        private static String numbers(Profile profile) {
            return profile.numbers().all().stream().map(Msisdn::e164).collect(Collectors.joining(" "));
        }
    }

    /** What is different, in the order of the fields. */
    static List<FieldChange> between(@Nullable Profile before, Profile after) {
        return Arrays.stream(Field.values())
                .map(field -> new FieldChange(field, before == null ? null : field.of(before), field.of(after)))
                .filter(change -> !Objects.equals(change.before, change.after))
                .toList();
    }
}
