package dev.refill.portal.checkout;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.springframework.util.MultiValueMap;

import dev.refill.redaction.SensitiveInput;
import dev.refill.redaction.SensitiveInput.Place;

/**
 * What a browser sent, untrusted; a missing field is the empty text. So is one with a card number or a secret in it, as the page
 * shows again what was typed.
 *
 * @param number the phone number as typed
 * @param choice {@code offer:minor units} or {@code offer:own}
 * @param own the amounts of one's own choice as typed, by offer
 * @param payer the phone number that pays as typed
 * @param key the key of the form
 * @param repeatConfirmed whether the same recharge within a minute is meant
 */
record CheckoutForm(String number, String choice, Map<String, String> own, String payer, String key,
        boolean repeatConfirmed) {

    private static final SensitiveInput SENSITIVE = new SensitiveInput(List.of());
    private static final String OWN = "own-";
    /** More than any field can mean; what is cut off was not valid before either. */
    private static final int LONGEST = 100;

    static CheckoutForm of(MultiValueMap<String, String> fields) {
        return new CheckoutForm(text(fields, "number", Place.NUMERAL), text(fields, "choice"), own(fields),
                text(fields, "payer", Place.NUMERAL), text(fields, "key"), text(fields, "repeat").equals("yes"));
    }

    private static String text(MultiValueMap<String, String> fields, String name) {
        return text(fields, name, Place.TEXT);
    }

    private static String text(MultiValueMap<String, String> fields, String name, Place place) {
        String sent = fields.getFirst(name);
        String value = sent == null ? "" : sent.substring(0, Math.min(sent.length(), LONGEST)).strip();
        return SENSITIVE.isIn(value, place) ? "" : value;
    }

    private static Map<String, String> own(MultiValueMap<String, String> fields) {
        return fields.keySet()
                .stream()
                .filter(name -> name.startsWith(OWN))
                .filter(name -> !text(fields, name).isEmpty())
                .collect(Collectors.toMap(name -> name.substring(OWN.length()), name -> text(fields, name)));
    }
}
