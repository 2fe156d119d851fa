package dev.refill.portal.checkout;

import java.net.URI;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.result.view.Rendering;

import dev.refill.gateway.PaymentMethodType;
import dev.refill.offer.Offer;
import dev.refill.offer.OfferCatalog;
import dev.refill.offer.Quote;
import dev.refill.portal.page.CardName;
import dev.refill.portal.page.CreditText;
import dev.refill.portal.page.Problem;
import dev.refill.portal.page.Written;
import dev.refill.recharge.Recharges;
import dev.refill.subscriber.Msisdn;

/** The pages of the checkout. */
@Component
class CheckoutPages {

    private static final String PAYER = "payer";

    private final OfferCatalog catalog;
    private final Recharges recharges;

    CheckoutPages(OfferCatalog catalog, Recharges recharges) {
        this.catalog = catalog;
        this.recharges = recharges;
    }

    /** Whether a phone is asked to pay, as there is no page to send the browser to. */
    boolean askForAPhone() {
        Set<PaymentMethodType> methods = recharges.paymentMethods();
        return methods.contains(PaymentMethodType.MOBILE_MONEY) && !methods.contains(PaymentMethodType.HOSTED_PAGE);
    }

    Rendering number() {
        return page("portal/number", HttpStatus.OK, null).modelAttribute("number", "").build();
    }

    /** Asks for the number again. */
    Rendering number(CheckoutForm form, Problem problem) {
        return page("portal/number", HttpStatus.UNPROCESSABLE_CONTENT, problem).modelAttribute("number", form.number())
                .build();
    }

    Rendering amount(Msisdn msisdn, CheckoutForm form) {
        return amount(msisdn, form, HttpStatus.OK, null);
    }

    /** Asks for the amount again. */
    Rendering amount(Msisdn msisdn, CheckoutForm form, Problem problem) {
        return amount(msisdn, form, HttpStatus.UNPROCESSABLE_CONTENT, problem);
    }

    private Rendering amount(Msisdn msisdn, CheckoutForm form, HttpStatus status, @Nullable Problem problem) {
        return page("portal/amount", status, problem)
                .modelAttribute("number", msisdn.e164())
                .modelAttribute("numberWritten", Written.number(msisdn))
                .modelAttribute("key", OrderKey.parse(form.key()).orElseGet(OrderKey::mint).value())
                .modelAttribute("offers", catalog.offers().stream().map(offer -> OfferCards.of(offer, form)).toList())
                .build();
    }

    Rendering summary(Bill bill) {
        return summary(bill, HttpStatus.OK, null, false);
    }

    /** The summary again, and why there is no order yet. */
    Rendering summary(Bill bill, HttpStatus status, Problem problem) {
        return summary(bill, status, problem, false);
    }

    /** The summary again, asking for the phone that pays. */
    Rendering payer(Bill bill) {
        return summary(bill, HttpStatus.UNPROCESSABLE_CONTENT, new Problem(PAYER, "problem.number.form"), false);
    }

    /** The summary again, asking whether the same recharge a second time is meant. */
    Rendering confirmation(Bill bill) {
        return summary(bill, HttpStatus.CONFLICT, null, true);
    }

    private Rendering summary(Bill bill, HttpStatus status, @Nullable Problem problem, boolean repeat) {
        Progress.Complete complete = bill.complete();
        Quote quote = complete.quote();
        Rendering.Builder<?> page = page("portal/summary", status, problem)
                .modelAttribute("number", complete.msisdn().e164())
                .modelAttribute("numberWritten", Written.number(complete.msisdn()))
                .modelAttribute("choice", OfferCards.valueOf(quote))
                .modelAttribute("price", Written.money(quote.price()))
                .modelAttribute("credit", CreditText.of(quote.credit()))
                .modelAttribute("bonus", quote.bonus().value() == 0 ? List.of() : List.of(CreditText.of(quote.bonus())))
                .modelAttribute("total", CreditText.of(quote.total()))
                .modelAttribute("lasts", days(quote))
                .modelAttribute("payer", complete.payer())
                .modelAttribute("payerFailed", problem != null && problem.field().equals(PAYER))
                .modelAttribute("key", bill.key().value())
                .modelAttribute("repeat", repeat);
        return withCards(page, bill).build();
    }

    /** A page with somebody's cards on it is not kept by the browser. */
    private static Rendering.Builder<?> withCards(Rendering.Builder<?> page, Bill bill) {
        OwnCards cards = bill.cards();
        page.modelAttribute("cards", cards.kept().stream().map(CardName::of).toList())
                .modelAttribute("card", cards.find(bill.card()).isPresent() ? bill.card() : "")
                .modelAttribute("mayKeep", cards.mayKeep())
                .modelAttribute("keeps", bill.keeps())
                .modelAttribute("maySignIn", cards.maySignIn());
        return cards.kept().isEmpty()
                ? page
                : page.header(HttpHeaders.CACHE_CONTROL, "no-store");
    }

    /** For how many days the credit can be spent; none: for ever. */
    private List<Long> days(Quote quote) {
        return catalog.find(quote.offer())
                .flatMap(Offer::lasting)
                .map(lasting -> lasting.period().toDays())
                .stream()
                .toList();
    }

    /** What an amount would buy, as a part of the amount page. */
    Rendering preview(Quote quote) {
        return Rendering.view("portal/preview")
                .modelAttribute("total", CreditText.of(quote.total()))
                .modelAttribute("price", Written.money(quote.price()))
                .build();
    }

    /** Why an amount cannot be had, as a part of the amount page. */
    Rendering preview(Problem problem) {
        return page("portal/preview", HttpStatus.UNPROCESSABLE_CONTENT, problem).build();
    }

    /** Sends the browser on, with a link for those that do not follow. */
    Rendering goTo(URI target) {
        return Rendering.view("portal/leaving")
                .status(HttpStatus.SEE_OTHER)
                .header("Location", target.toASCIIString())
                .modelAttribute("target", target.toASCIIString())
                .build();
    }

    private Rendering.Builder<?> page(String view, HttpStatus status, @Nullable Problem problem) {
        return Rendering.view(view)
                .status(status)
                .modelAttribute("byPhone", askForAPhone())
                .modelAttribute("problems", problem == null ? List.of() : List.of(problem));
    }
}
