package dev.refill.portal.checkout;

import java.util.Map;
import java.util.stream.Collectors;

import org.springframework.util.MultiValueMap;

import dev.refill.portal.page.FormFields;

/**
 * What a browser sent, untrusted; a missing field is the empty text.
 *
 * @param number the phone number as typed
 * @param choice {@code offer:minor units} or {@code offer:own}
 * @param own the amounts of one's own choice as typed, by offer
 * @param payer the phone number that pays as typed
 * @param key the key of the form
 * @param repeatConfirmed whether the same recharge within a minute is meant
 * @param card the id of a kept card that pays; empty text: one that is entered
 * @param keeps whether the card that is entered is to be kept
 */
record CheckoutForm(String number, String choice, Map<String, String> own, String payer, String key,
        boolean repeatConfirmed, String card, boolean keeps) {

    private static final String OWN = "own-";

    static CheckoutForm of(MultiValueMap<String, String> sent) {
        FormFields fields = new FormFields(sent);
        return new CheckoutForm(fields.phone("number"), fields.text("choice"), own(fields), fields.phone("payer"),
                fields.text("key"), fields.isTicked("repeat"), fields.id("card"), fields.isTicked("keep"));
    }

    private static Map<String, String> own(FormFields fields) {
        return fields.names()
                .stream()
                .filter(name -> name.startsWith(OWN))
                .filter(name -> !fields.text(name).isEmpty())
                .collect(Collectors.toMap(name -> name.substring(OWN.length()), fields::text));
    }
}
