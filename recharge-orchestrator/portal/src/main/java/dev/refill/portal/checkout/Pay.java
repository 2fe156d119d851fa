package dev.refill.portal.checkout;

import java.net.URI;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.reactive.result.view.Rendering;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

import dev.refill.portal.PortalProperties;
import dev.refill.portal.page.Problem;
import dev.refill.recharge.Channel;
import dev.refill.recharge.OrderTokens;
import dev.refill.recharge.PaymentMeans;
import dev.refill.recharge.Recharge;
import dev.refill.recharge.RechargeState;
import dev.refill.recharge.Recharges;
import dev.refill.recharge.Refusal;
import dev.refill.recharge.StartOutcome;
import dev.refill.recharge.StartRechargeCommand;
import dev.refill.recharge.card.KeptCard;

/**
 * <em>Pay</em>: makes the order, once per form, and sends the browser to the provider's card page; or has a kept card charged or a phone
 * asked, and sends it to the order's page.
 */
@Controller
class Pay {

    private static final Logger log = LoggerFactory.getLogger(Pay.class);
    private static final Recharge.Owner PORTAL = new Recharge.Owner("portal", Channel.PORTAL);

    private final FormReader reader;
    private final CheckoutPages pages;
    private final FindOwnCards cards;
    private final Recharges recharges;
    private final OrderTokens tokens;
    private final PortalProperties properties;

    Pay(FormReader reader, CheckoutPages pages, FindOwnCards cards, Recharges recharges, OrderTokens tokens,
            PortalProperties properties) {
        this.reader = reader;
        this.pages = pages;
        this.cards = cards;
        this.recharges = recharges;
        this.tokens = tokens;
        this.properties = properties;
    }

    /**
     * How a bill is paid.
     *
     * @param means {@code null}: the page of the gateway
     * @param words what tells it from other ways in the order's claim
     */
    private record Way(@Nullable PaymentMeans means, String words) {

        static final Way PAGE = new Way(null, "");
        static final Way PAGE_AND_KEEP = new Way(new PaymentMeans.HostedPage(true), "keep");

        static Way by(PaymentMeans.MobileMoney phone) {
            return new Way(phone, phone.payer().e164());
        }

        static Way by(KeptCard card) {
            return new Way(new PaymentMeans.CardOnFile(card.card().token()), card.id().value());
        }
    }

    @PostMapping("/recharge/pay")
    Mono<Rendering> pay(ServerWebExchange exchange) {
        return exchange.getFormData().map(CheckoutForm::of).flatMap(form -> pay(exchange, form));
    }

    private Mono<Rendering> pay(ServerWebExchange exchange, CheckoutForm form) {
        return switch (reader.read(form)) {
            case Progress.NoNumber missing -> Mono.just(pages.number(form, missing.problem()));
            case Progress.NoChoice missing -> Mono.just(pages.amount(missing.msisdn(), form, missing.problem()));
            case Progress.Complete complete -> cards.of(exchange, complete.msisdn())
                    .flatMap(own -> OrderKey.parse(form.key())
                            .map(key -> pay(form, Bill.chosen(complete, key, own, form)))
                            .orElseGet(() -> Mono.just(withoutKey(Bill.chosen(complete, OrderKey.mint(), own, form)))));
        };
    }

    private Mono<Rendering> pay(CheckoutForm form, Bill bill) {
        if (pages.askForAPhone()) {
            return reader.payer(bill.complete())
                    .map(payer -> start(form, bill, Way.by(new PaymentMeans.MobileMoney(payer))))
                    .orElseGet(() -> Mono.just(pages.payer(bill)));
        }
        if (!bill.card().isEmpty()) {
            return bill.cards().find(bill.card())
                    .map(card -> start(form, bill, Way.by(card)))
                    .orElseGet(() -> withoutCard(form, bill));
        }
        if (!bill.keeps()) {
            return start(form, bill, Way.PAGE);
        }
        return bill.cards().mayKeep()
                ? start(form, bill, Way.PAGE_AND_KEEP)
                : Mono.just(notSignedIn(bill));
    }

    private Mono<Rendering> start(CheckoutForm form, Bill bill, Way way) {
        Progress.Complete complete = bill.complete();
        StartRechargeCommand command = new StartRechargeCommand(claim(bill, way.words()), PORTAL, complete.msisdn(),
                complete.quote().offer(), complete.quote().price(), way.means(), form.repeatConfirmed());
        return recharges.start(command)
                .map(outcome -> answer(outcome, form, bill))
                .onErrorResume(failure -> Mono.fromSupplier(() -> unclear(failure, bill)));
    }

    private static String claim(Bill bill, String words) {
        return bill.key().claimOf(bill.complete().msisdn(), bill.complete().quote(), words);
    }

    private Rendering answer(StartOutcome outcome, CheckoutForm form, Bill bill) {
        return switch (outcome) {
            case StartOutcome.Accepted accepted -> pages.goTo(next(accepted.recharge()));
            case StartOutcome.ConfirmationNeeded needed -> pages.confirmation(bill);
            case StartOutcome.Refused refused -> refused(refused.refusal(), form, bill);
        };
    }

    /** A card page outside the allowed origins is reached by a link on the order's page, which no form policy stops. */
    private URI next(Recharge recharge) {
        URI page = recharge.state() == RechargeState.REQUIRES_ACTION ? recharge.paymentPage() : null;
        return page != null && properties.isPaymentPage(page)
                ? page
                : URI.create("/orders/" + tokens.tokenFor(recharge.id()));
    }

    private Rendering refused(Refusal refusal, CheckoutForm form, Bill bill) {
        String message = "refusal." + refusal.name();
        return switch (refusal) {
            case REPEAT_NOT_CONFIRMED -> pages.confirmation(bill);
            case NUMBER_NOT_RECHARGEABLE -> pages.number(form, new Problem("number", message));
            case UNKNOWN_OFFER, PRICE_NOT_OFFERED, AMOUNT_OVER_DAILY_LIMIT -> pages.amount(bill.complete().msisdn(),
                    form, new Problem("choice", message));
            case PAYMENT_METHOD_NOT_OFFERED -> pages.summary(bill, HttpStatus.UNPROCESSABLE_CONTENT,
                    new Problem("pay", message));
            case NO_GATEWAY_NOW -> pages.summary(bill, HttpStatus.SERVICE_UNAVAILABLE, new Problem("pay", message));
            case TOO_MANY_FOR_NUMBER, TOO_MANY_FROM_CLIENT, TOO_MANY_FOR_PAYER -> pages.summary(bill,
                    HttpStatus.TOO_MANY_REQUESTS, new Problem("pay", message));
        };
    }

    /** An order that this form has made before is found, though its card was removed since. */
    private Mono<Rendering> withoutCard(CheckoutForm form, Bill bill) {
        return recharges.started(claim(bill, bill.card()))
                .map(outcome -> answer(outcome, form, bill))
                .switchIfEmpty(Mono.fromSupplier(() -> bill.cards().mayKeep() ? unknownCard(bill) : notSignedIn(bill)));
    }

    private Rendering unknownCard(Bill bill) {
        String field = bill.cards().kept().isEmpty() ? "pay" : "card";
        return pages.summary(bill, HttpStatus.UNPROCESSABLE_CONTENT, new Problem(field, "problem.card.unknown"));
    }

    /** A sign-in may have ended since the form was loaded; the card would not be kept, and nobody would know why. */
    private Rendering notSignedIn(Bill bill) {
        Bill entered = Bill.proposed(bill.complete(), bill.key(), bill.cards());
        return pages.summary(entered, HttpStatus.UNPROCESSABLE_CONTENT, new Problem("pay", "problem.card.signedOut"));
    }

    private Rendering withoutKey(Bill bill) {
        return pages.summary(bill, HttpStatus.UNPROCESSABLE_CONTENT, new Problem("pay", "problem.key"));
    }

    /** The key stays: whether or not an order was made, paying again finds or makes the one order. */
    private Rendering unclear(Throwable failure, Bill bill) {
        log.error("No answer to a start from the portal; the same form may be sent again", failure);
        return pages.summary(bill, HttpStatus.SERVICE_UNAVAILABLE, new Problem("pay", "problem.unclear"));
    }
}
