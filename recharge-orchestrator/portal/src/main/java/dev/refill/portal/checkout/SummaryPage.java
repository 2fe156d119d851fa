package dev.refill.portal.checkout;

import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.reactive.result.view.Rendering;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** Step 3: what is paid, what is got, for which number. */
@Controller
class SummaryPage {

    private final FormReader reader;
    private final CheckoutPages pages;

    SummaryPage(FormReader reader, CheckoutPages pages) {
        this.reader = reader;
        this.pages = pages;
    }

    @PostMapping("/recharge/summary")
    Mono<Rendering> show(ServerWebExchange exchange) {
        return exchange.getFormData().map(CheckoutForm::of).map(this::page);
    }

    private Rendering page(CheckoutForm form) {
        return switch (reader.read(form)) {
            case Progress.NoNumber missing -> pages.number(form, missing.problem());
            case Progress.NoChoice missing -> pages.amount(missing.msisdn(), form, missing.problem());
            case Progress.Complete complete -> pages.summary(complete,
                    OrderKey.parse(form.key()).orElseGet(OrderKey::mint));
        };
    }
}
