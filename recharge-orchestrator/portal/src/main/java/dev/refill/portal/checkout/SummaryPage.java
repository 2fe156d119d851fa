package dev.refill.portal.checkout;

import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.reactive.result.view.Rendering;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** Step 3: what is paid by which card, what is got, for which number. */
@Controller
class SummaryPage {

    private final FormReader reader;
    private final CheckoutPages pages;
    private final FindOwnCards cards;

    SummaryPage(FormReader reader, CheckoutPages pages, FindOwnCards cards) {
        this.reader = reader;
        this.pages = pages;
        this.cards = cards;
    }

    @PostMapping("/recharge/summary")
    Mono<Rendering> show(ServerWebExchange exchange) {
        return exchange.getFormData().map(CheckoutForm::of).flatMap(form -> page(exchange, form));
    }

    private Mono<Rendering> page(ServerWebExchange exchange, CheckoutForm form) {
        return switch (reader.read(form)) {
            case Progress.NoNumber missing -> Mono.just(pages.number(form, missing.problem()));
            case Progress.NoChoice missing -> Mono.just(pages.amount(missing.msisdn(), form, missing.problem()));
            case Progress.Complete complete -> cards.of(exchange, complete.msisdn())
                    .map(own -> Bill.proposed(complete, OrderKey.parse(form.key()).orElseGet(OrderKey::mint), own))
                    .map(pages::summary);
        };
    }
}
