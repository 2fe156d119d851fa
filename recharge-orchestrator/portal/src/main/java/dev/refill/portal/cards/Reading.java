package dev.refill.portal.cards;

import java.util.List;

import dev.refill.autotopup.rule.Limits;
import dev.refill.autotopup.rule.Trigger;
import dev.refill.offer.Quote;
import dev.refill.portal.page.FormKey;
import dev.refill.portal.page.Problem;
import dev.refill.recharge.card.KeptCard;

/** How far a form for an automatic top-up holds. */
sealed interface Reading {

    /** All of it holds. */
    record Asked(FormKey key, Quote quote, KeptCard card, Trigger trigger, Limits limits,
            String acceptedTerms) implements Reading {}

    /** What has to be mended, in the order of the form. */
    record Wrong(List<Problem> problems) implements Reading {}
}
