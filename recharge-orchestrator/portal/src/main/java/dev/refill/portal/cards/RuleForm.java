package dev.refill.portal.cards;

import dev.refill.portal.page.FormFields;
import dev.refill.portal.page.FormKey;

/**
 * What a browser asks for, untrusted.
 *
 * @param when {@code low} or {@code month}
 * @param threshold as typed
 * @param day of the month as typed
 * @param card the id of a kept card
 * @param choice {@code offer:minor units}
 * @param limit how much a month at most, as typed
 * @param terms the version of the terms that was agreed to; empty text: none
 * @param key of the form
 */
record RuleForm(String when, String threshold, String day, String card, String choice, String limit, String terms,
        String key) {

    static final String LOW = "low";
    static final String MONTH = "month";

    /** Before anything was typed. */
    static RuleForm fresh() {
        return new RuleForm(LOW, "", "1", "", "", "", "", FormKey.mint().value());
    }

    static RuleForm of(FormFields fields) {
        return new RuleForm(fields.text("when"), fields.text("threshold"), fields.text("day"), fields.id("card"),
                fields.text("choice"), fields.text("limit"), fields.text("terms"), fields.text("key"));
    }

    /** With a key of its own: what it asks for is another one. */
    RuleForm renewed() {
        return new RuleForm(when, threshold, day, card, choice, limit, terms, FormKey.mint().value());
    }
}
