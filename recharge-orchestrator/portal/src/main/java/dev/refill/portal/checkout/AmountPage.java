package dev.refill.portal.checkout;

import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.reactive.result.view.Rendering;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** Step 2: what to buy. */
@Controller
class AmountPage {

    private final FormReader reader;
    private final CheckoutPages pages;

    AmountPage(FormReader reader, CheckoutPages pages) {
        this.reader = reader;
        this.pages = pages;
    }

    @PostMapping("/recharge/amount")
    Mono<Rendering> show(ServerWebExchange exchange) {
        return exchange.getFormData().map(CheckoutForm::of).map(this::page);
    }

    private Rendering page(CheckoutForm form) {
        return switch (reader.read(form)) {
            case Progress.NoNumber missing -> pages.number(form, missing.problem());
            case Progress.NoChoice begun -> pages.amount(begun.msisdn(), form);
            case Progress.Complete back -> pages.amount(back.msisdn(), form);
        };
    }
}
