package dev.refill.subscriber;

import java.util.Optional;
import java.util.regex.Pattern;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;

/**
 * A subscriber's number in E.164 form.
 *
 * @param e164 {@code +} and 7 to 15 digits, as small islands have short numbers
 */
public record Msisdn(String e164) {

    private static final Pattern FORM = Pattern.compile("\\+[1-9][0-9]{6,14}");
    /** Digits of any script, and what people put between them. */
    private static final Pattern TYPED = Pattern.compile("[\\p{Nd}\\p{Zs}+＋()./\\p{Pd}]{4,32}");

    public Msisdn {
        if (!FORM.matcher(e164).matches()) {
            throw new IllegalArgumentException("number: " + e164 + " (expected: " + FORM + ")");
        }
    }

    /** Reads a number in exactly this form, as programs write it. Empty: it has another form. */
    public static Optional<Msisdn> ofE164(String text) {
        return FORM.matcher(text).matches() ? Optional.of(new Msisdn(text)) : Optional.empty();
    }

    /**
     * Reads what a person typed, with spaces, brackets or without country code. Letters and extensions are not
     * understood: a guess could credit a stranger.
     *
     * @param region the country whose national form is accepted, two letters
     * @return empty if it is not a valid number of its country
     */
    public static Optional<Msisdn> parse(String text, String region) {
        if (!TYPED.matcher(text).matches()) {
            return Optional.empty();
        }
        PhoneNumberUtil numbers = PhoneNumberUtil.getInstance();
        try {
            var number = numbers.parse(text, region);
            return numbers.isValidNumber(number)
                    ? Optional.of(new Msisdn(numbers.format(number, PhoneNumberFormat.E164)))
                    : Optional.empty();
        } catch (NumberParseException notANumber) {
            return Optional.empty();
        }
    }

    /** The country whose numbering plan it belongs to, two letters. Empty: it belongs to none that we know. */
    public Optional<String> country() {
        PhoneNumberUtil numbers = PhoneNumberUtil.getInstance();
        try {
            return Optional.ofNullable(numbers.getRegionCodeForNumber(numbers.parse(e164, null)));
        } catch (NumberParseException notANumber) {
            return Optional.empty();
        }
    }

    /** The number with all but its last three digits hidden, for logs and pages that strangers see. */
    public String masked() {
        return e164.substring(0, 3) + "•".repeat(e164.length() - 6) + e164.substring(e164.length() - 3);
    }

    @Override
    public String toString() {
        return masked();
    }
}
