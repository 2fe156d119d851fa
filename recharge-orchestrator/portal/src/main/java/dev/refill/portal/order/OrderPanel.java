package dev.refill.portal.order;

import java.util.Locale;
import java.util.Map;
import java.util.Set;

import org.springframework.stereotype.Component;
import org.thymeleaf.context.Context;
import org.thymeleaf.spring6.ISpringWebFluxTemplateEngine;

/** The parts of an order's page that change, as text: the same templates that the page itself is made of. */
@Component
class OrderPanel {

    private static final String TEMPLATE = "portal/order-panel";

    private final ISpringWebFluxTemplateEngine templates;

    OrderPanel(ISpringWebFluxTemplateEngine templates) {
        this.templates = templates;
    }

    /** Everything the reader sees of the order. */
    String panel(OrderView order, Locale locale) {
        return part("panel", order, locale);
    }

    /** The one sentence that a screen reader speaks. */
    String headline(OrderView order, Locale locale) {
        return part("headline", order, locale);
    }

    private String part(String fragment, OrderView order, Locale locale) {
        return templates.process(TEMPLATE, Set.of(fragment), new Context(locale, Map.of("order", order)));
    }
}
