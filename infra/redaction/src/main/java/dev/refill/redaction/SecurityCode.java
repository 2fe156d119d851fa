package dev.refill.redaction;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.refill.redaction.Found.Kind;

/**
 * A card's security code. Nobody can tell it from another number, so it is what stands behind a word for it, or before: <i>123 is the
 * cvc</i>. Every repetition is bounded, so each sign is read a bounded number of times.
 */
final class SecurityCode {

    private static final String FORM = """
            (?x)
            (?: (?<![A-Za-z0-9]) (?i: (?:card[\\x20_-]?)? (?: cvc2? | cvv2? | cvn2? | verification[\\x20_-]?value | security[_-]?code )
                    | card(?:'s)?[\\x20_-]? (?: security | verification ) (?:[\\x20_-]?(?:code|value|number))? )
                | (?<=[a-z]) (?: Cvc | Cvv | Cvn | CVC | CVV | CVN | SecurityCode | VerificationValue | CardVerification ) )
            [^A-Za-z0-9]{0,6} (?: (?i: code | number | value | no | is | was ) [^A-Za-z0-9]{1,6} ){0,2} (?<a>\\d{3,4}) (?![A-Za-z0-9])
            | (?<![A-Za-z0-9]) (?i: csc | cid ) "?\\x20?[=:]\\x20?"? (?<b>\\d{3,4}) (?![A-Za-z0-9])
            | (?<![A-Za-z0-9]) (?i: security\\x20code ) [^A-Za-z0-9]{0,6} (?: (?i: number | no | is | was ) [^A-Za-z0-9]{1,6} ){0,2}
                (?<c>\\d{3%s}) (?![A-Za-z0-9])
            | (?<![A-Za-z0-9]) (?<d>\\d{3,4}) \\x20 (?i: is | was | as ) \\x20 (?: (?i: the | my | its | his | her | your | their ) \\x20 )?
                (?: (?i: card (?:'s)? ) \\x20 )? (?i: cvc2? | cvv2? | cvn2? ) (?![A-Za-z0-9])""";
    /** <i>Security code 1234</i> may be a voucher's. */
    private static final Pattern SURE = Pattern.compile(FORM.formatted(""));
    private static final Pattern LIKELY = Pattern.compile(FORM.formatted(",4"));
    private static final List<String> GROUPS = List.of("a", "b", "c", "d");

    private SecurityCode() {}

    static List<Found> in(String text, boolean sure) {
        List<Found> found = new ArrayList<>();
        Matcher form = (sure ? SURE : LIKELY).matcher(text);
        while (form.find()) {
            String group = GROUPS.stream().filter(name -> form.group(name) != null).findFirst().orElseThrow();
            found.add(new Found(Kind.SECURITY_CODE, form.start(group), form.end(group)));
        }
        return found;
    }
}
