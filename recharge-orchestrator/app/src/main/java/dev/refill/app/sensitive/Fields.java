package dev.refill.app.sensitive;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

import dev.refill.redaction.SensitiveInput;
import dev.refill.redaction.SensitiveInput.Place;

/** What a value is, by the names of the fields or parameters that it stands in. */
final class Fields {

    private static final Set<String> PHONES = Set.of("number", "numbers", "msisdn", "destination", "phone",
            "phoneNumber",
            "payer", "mobileMoney", "from", "to");
    /** Their {@code id} is a phone number, as TM Forum has it. */
    private static final Set<String> WITH_PHONES = Set.of("logicalResource", "receiverLogicalResource");
    private static final Set<String> NUMERALS = Set.of("id", "reference", "voucher", "cardOnFile", "version",
            "sequence", "quantity",
            "requested", "used", "amount", "value", "units", "unit", "limit", "after", "before", "effectiveFrom",
            "startedAt", "at",
            "since", "until", "left", "priority", "ratingGroup", "currency", "offer", "service", "spendingPerDay",
            "spendingPerMonth",
            "overdraft", "href");
    private static final String ID = "id";
    private static final Pattern CODE = Pattern.compile("\\s*[0-9]{3,4}\\s*");

    private final SensitiveInput input;

    Fields(SensitiveInput input) {
        this.input = input;
    }

    boolean isInName(String name) {
        return !PHONES.contains(name) && !NUMERALS.contains(name) && input.isIn(name, Place.TEXT);
    }

    /** @param names from the innermost outwards */
    boolean isInValue(List<String> names, String value) {
        return input.isIn(value, place(names)) || isCode(names, value);
    }

    /** Three or four digits tell nothing without a name. */
    private boolean isCode(List<String> names, String value) {
        return CODE.matcher(value).matches()
                && input.isIn(String.join(" ", names.reversed()) + "=" + value, Place.NUMERAL);
    }

    private static Place place(List<String> names) {
        String name = names.isEmpty() ? "" : names.getFirst();
        boolean isPhone = PHONES.contains(name)
                || (name.equals(ID) && names.size() > 1 && WITH_PHONES.contains(names.get(1)));
        return isPhone ? Place.PHONE : NUMERALS.contains(name) ? Place.NUMERAL : Place.TEXT;
    }
}
