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
import dev.refill.recharge.Channel;
import dev.refill.recharge.OrderTokens;
import dev.refill.recharge.PaymentMeans;
import dev.refill.recharge.Recharge;
import dev.refill.recharge.RechargeState;
import dev.refill.recharge.Recharges;
import dev.refill.recharge.Refusal;
import dev.refill.recharge.StartOutcome;
import dev.refill.recharge.StartRechargeCommand;

/**
 * <em>Pay</em>: makes the order, once per form, and sends the browser to the provider's card page; or has a phone asked, and
 * sends it to the order's page.
 */
@Controller
class Pay {

    private static final Logger log = LoggerFactory.getLogger(Pay.class);
    private static final Recharge.Owner PORTAL = new Recharge.Owner("portal", Channel.PORTAL);

    private final FormReader reader;
    private final CheckoutPages pages;
    private final Recharges recharges;
    private final OrderTokens tokens;
    private final PortalProperties properties;

    Pay(FormReader reader, CheckoutPages pages, Recharges recharges, OrderTokens tokens, PortalProperties properties) {
        this.reader = reader;
        this.pages = pages;
        this.recharges = recharges;
        this.tokens = tokens;
        this.properties = properties;
    }

    @PostMapping("/recharge/pay")
    Mono<Rendering> pay(ServerWebExchange exchange) {
        return exchange.getFormData().map(CheckoutForm::of).flatMap(this::pay);
    }

    private Mono<Rendering> pay(CheckoutForm form) {
        return switch (reader.read(form)) {
            case Progress.NoNumber missing -> Mono.just(pages.number(form, missing.problem()));
            case Progress.NoChoice missing -> Mono.just(pages.amount(missing.msisdn(), form, missing.problem()));
            case Progress.Complete complete -> OrderKey.parse(form.key())
                    .map(key -> pay(form, complete, key))
                    .orElseGet(() -> Mono.just(withoutKey(complete)));
        };
    }

    private Mono<Rendering> pay(CheckoutForm form, Progress.Complete complete, OrderKey key) {
        if (!pages.askForAPhone()) {
            return start(form, complete, key, null);
        }
        return reader.payer(complete)
                .map(payer -> start(form, complete, key, new PaymentMeans.MobileMoney(payer)))
                .orElseGet(() -> Mono.just(pages.payer(complete, key)));
    }

    /** @param means {@code null}: the page of the gateway */
    private Mono<Rendering> start(CheckoutForm form, Progress.Complete complete, OrderKey key,
            @Nullable PaymentMeans means) {
        StartRechargeCommand command = new StartRechargeCommand(
                key.claimOf(complete.msisdn(), complete.quote(), means), PORTAL, complete.msisdn(),
                complete.quote().offer(), complete.quote().price(), means, form.repeatConfirmed());
        return recharges.start(command)
                .map(outcome -> answer(outcome, form, complete, key))
                .onErrorResume(failure -> Mono.fromSupplier(() -> unclear(failure, complete, key)));
    }

    private Rendering answer(StartOutcome outcome, CheckoutForm form, Progress.Complete complete, OrderKey key) {
        return switch (outcome) {
            case StartOutcome.Accepted accepted -> pages.goTo(next(accepted.recharge()));
            case StartOutcome.ConfirmationNeeded needed -> pages.confirmation(complete, key);
            case StartOutcome.Refused refused -> refused(refused.refusal(), form, complete, key);
        };
    }

    /** A card page outside the allowed origins is reached by a link on the order's page, which no form policy stops. */
    private URI next(Recharge recharge) {
        URI page = recharge.state() == RechargeState.REQUIRES_ACTION ? recharge.paymentPage() : null;
        return page != null && properties.isPaymentPage(page)
                ? page
                : URI.create("/orders/" + tokens.tokenFor(recharge.id()));
    }

    private Rendering refused(Refusal refusal, CheckoutForm form, Progress.Complete complete, OrderKey key) {
        String message = "refusal." + refusal.name();
        return switch (refusal) {
            case REPEAT_NOT_CONFIRMED -> pages.confirmation(complete, key);
            case NUMBER_NOT_RECHARGEABLE -> pages.number(form, new Problem("number", message));
            case UNKNOWN_OFFER, PRICE_NOT_OFFERED, AMOUNT_OVER_DAILY_LIMIT -> pages.amount(complete.msisdn(), form,
                    new Problem("choice", message));
            case PAYMENT_METHOD_NOT_OFFERED -> pages.summary(complete, key, HttpStatus.UNPROCESSABLE_CONTENT,
                    new Problem("pay", message));
            case NO_GATEWAY_NOW -> pages.summary(complete, key, HttpStatus.SERVICE_UNAVAILABLE,
                    new Problem("pay", message));
            case TOO_MANY_FOR_NUMBER, TOO_MANY_FROM_CLIENT, TOO_MANY_FOR_PAYER -> pages.summary(complete, key,
                    HttpStatus.TOO_MANY_REQUESTS, new Problem("pay", message));
        };
    }

    private Rendering withoutKey(Progress.Complete complete) {
        return pages.summary(complete, OrderKey.mint(), HttpStatus.UNPROCESSABLE_CONTENT,
                new Problem("pay", "problem.key"));
    }

    /** The key stays: whether or not an order was made, paying again finds or makes the one order. */
    private Rendering unclear(Throwable failure, Progress.Complete complete, OrderKey key) {
        log.error("No answer to a start from the portal; the same form may be sent again", failure);
        return pages.summary(complete, key, HttpStatus.SERVICE_UNAVAILABLE, new Problem("pay", "problem.unclear"));
    }
}
