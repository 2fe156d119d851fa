package dev.refill.redaction;

import java.util.regex.Pattern;

/** A card's security code. Nobody can tell it from another number, so it is what stands behind a word for it. */
final class SecurityCode {

    /** The first group is the word, with what leads from it to the code. */
    static final Pattern FORM = Pattern.compile("""
            (?x)
            ( (?: (?<![A-Za-z0-9]) (?i: (?:card[\\x20_-]?)? (?: cvc2? | cvv2? | security[\\x20_-]?code )) | (?<=[a-z]) (?: Cvc | Cvv | CVC | CVV | SecurityCode ))
              (?: %20 | [^A-Za-z0-9] ){0,6} (?: (?i: code | number | no | is | was ) (?: %20 | [^A-Za-z0-9] ){1,6} ){0,2} )
            \\d{3,4} (?![A-Za-z0-9])""");

    private SecurityCode() {}
}
