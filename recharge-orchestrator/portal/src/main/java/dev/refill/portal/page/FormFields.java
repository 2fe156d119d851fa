package dev.refill.portal.page;

import java.util.List;
import java.util.Set;

import org.springframework.util.MultiValueMap;

import dev.refill.redaction.SensitiveInput;
import dev.refill.redaction.SensitiveInput.Place;

/**
 * What a browser sent, untrusted; a missing field is the empty text. So is one with a card number or a secret in it, as pages show again
 * what was typed.
 */
public final class FormFields {

    private static final SensitiveInput SENSITIVE = new SensitiveInput(List.of());
    /** More than any field can mean; what is cut off was not valid before either. */
    private static final int LONGEST = 100;

    private final MultiValueMap<String, String> fields;

    public FormFields(MultiValueMap<String, String> fields) {
        this.fields = fields;
    }

    public Set<String> names() {
        return fields.keySet();
    }

    /** What a person typed. */
    public String text(String name) {
        return text(name, Place.TEXT);
    }

    /** A phone number that a person typed. */
    public String phone(String name) {
        return text(name, Place.NUMERAL);
    }

    /** An id of ours, which is compared and never shown again: it may look like anything. */
    public String id(String name) {
        String sent = fields.getFirst(name);
        return sent == null ? "" : sent.substring(0, Math.min(sent.length(), LONGEST)).strip();
    }

    public boolean isTicked(String name) {
        return text(name).equals("yes");
    }

    private String text(String name, Place place) {
        String value = id(name);
        return SENSITIVE.isIn(value, place) ? "" : value;
    }
}
