package dev.refill.portal.checkout;

/**
 * What the summary shows: all that holds of a form, and how it is paid.
 *
 * @param cards that may pay it
 * @param card which of them is chosen; empty text: one that is entered
 * @param keeps whether that one is chosen to be kept
 */
record Bill(Progress.Complete complete, OrderKey key, OwnCards cards, String card, boolean keeps) {

    /** Before anything was chosen. */
    static Bill proposed(Progress.Complete complete, OrderKey key, OwnCards cards) {
        return new Bill(complete, key, cards, cards.proposed(), false);
    }

    /** As a form has chosen. */
    static Bill chosen(Progress.Complete complete, OrderKey key, OwnCards cards, CheckoutForm form) {
        return new Bill(complete, key, cards, form.card(), form.keeps());
    }
}
