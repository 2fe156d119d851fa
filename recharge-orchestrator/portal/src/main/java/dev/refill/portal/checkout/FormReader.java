package dev.refill.portal.checkout;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.springframework.stereotype.Component;

import dev.refill.gateway.Money;
import dev.refill.offer.Offer;
import dev.refill.offer.OfferCatalog;
import dev.refill.offer.OfferId;
import dev.refill.portal.PortalProperties;
import dev.refill.portal.page.DecimalAmount;
import dev.refill.portal.page.Problem;
import dev.refill.portal.page.Written;
import dev.refill.subscriber.Msisdn;

/** Checks a form against the numbering plan and what is on sale. */
@Component
class FormReader {

    private static final Pattern CHOICE = Pattern.compile("([a-z][a-z0-9-]{1,47}):(own|[0-9]{1,15})");
    private static final String OWN = "own";

    private final OfferCatalog catalog;
    private final String region;

    FormReader(OfferCatalog catalog, PortalProperties properties) {
        this.catalog = catalog;
        this.region = properties.region();
    }

    Progress read(CheckoutForm form) {
        if (form.number().isEmpty()) {
            return new Progress.NoNumber(new Problem("number", "problem.number.missing"));
        }
        return Msisdn.parse(form.number(), region)
                .map(msisdn -> choice(msisdn, form))
                .orElseGet(() -> new Progress.NoNumber(new Problem("number", "problem.number.form")));
    }

    /** The phone that pays. Empty: what was typed is no number. */
    Optional<Msisdn> payer(Progress.Complete complete) {
        return Msisdn.parse(complete.payer(), region);
    }

    private Progress choice(Msisdn msisdn, CheckoutForm form) {
        Matcher choice = CHOICE.matcher(chosen(form));
        if (chosen(form).isEmpty()) {
            return new Progress.NoChoice(msisdn, new Problem("choice", "problem.choice.missing"));
        }
        if (!choice.matches()) {
            return notOnSale(msisdn);
        }
        return catalog.find(new OfferId(choice.group(1)))
                .map(offer -> price(msisdn, offer, choice.group(2), form))
                .orElseGet(() -> notOnSale(msisdn));
    }

    /** Without JavaScript, typing one's own amount does not mark the button beside it: the amount speaks for itself. */
    private static String chosen(CheckoutForm form) {
        boolean onlyTyped = form.choice().isEmpty() && form.own().size() == 1;
        return onlyTyped ? form.own().keySet().iterator().next() + ":" + OWN : form.choice();
    }

    private static Progress price(Msisdn msisdn, Offer offer, String price, CheckoutForm form) {
        if (!price.equals(OWN)) {
            return quoted(msisdn, offer, Long.parseLong(price), "choice", form);
        }
        String field = "own-" + offer.id();
        OptionalLong minor = DecimalAmount.parse(form.own().getOrDefault(offer.id().value(), ""), offer.currency());
        return minor.isPresent()
                ? quoted(msisdn, offer, minor.getAsLong(), field, form)
                : new Progress.NoChoice(msisdn, new Problem(field, "problem.amount.form"));
    }

    private static Progress quoted(Msisdn msisdn, Offer offer, long minor, String field, CheckoutForm form) {
        return offer.quote(new Money(minor, offer.currency()))
                .<Progress>map(quote -> new Progress.Complete(msisdn, quote,
                        form.payer().isEmpty() ? msisdn.e164() : form.payer()))
                .orElseGet(() -> new Progress.NoChoice(msisdn, outOfBounds(offer, field)));
    }

    private static Problem outOfBounds(Offer offer, String field) {
        return new Problem(field, "problem.amount.bounds", Written.money(offer.least(), offer.currency()),
                Written.money(offer.most(), offer.currency()));
    }

    private static Progress notOnSale(Msisdn msisdn) {
        return new Progress.NoChoice(msisdn, new Problem("choice", "problem.choice.unknown"));
    }
}
