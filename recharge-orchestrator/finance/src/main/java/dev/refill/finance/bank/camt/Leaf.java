package dev.refill.finance.bank.camt;

import org.jspecify.annotations.Nullable;

/**
 * An element that has a text.
 *
 * @param path from the structure's own element, for example {@code Refs/EndToEndId}
 * @param group the same for all children of one element, and of no other in the structure
 * @param text without blanks around it, not empty
 * @param currency its attribute {@code Ccy}
 */
record Leaf(String path, int group, String text, @Nullable String currency, Place place) {

    CamtRefusal invalid(String structure, String expected) {
        return new CamtRefusal.Invalid(structure + "/" + path, expected, place);
    }
}
