package dev.refill.portal.checkout;

import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.reactive.result.view.Rendering;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** What an amount of one's own buys, shown while it is typed; a help for browsers with JavaScript and nothing more. */
@Controller
class AmountPreview {

    private final FormReader reader;
    private final CheckoutPages pages;

    AmountPreview(FormReader reader, CheckoutPages pages) {
        this.reader = reader;
        this.pages = pages;
    }

    @PostMapping("/recharge/preview")
    Mono<Rendering> show(ServerWebExchange exchange) {
        return exchange.getFormData().map(CheckoutForm::of).map(this::preview);
    }

    private Rendering preview(CheckoutForm form) {
        return switch (reader.read(form)) {
            case Progress.NoNumber missing -> pages.preview(missing.problem());
            case Progress.NoChoice missing -> pages.preview(missing.problem());
            case Progress.Complete complete -> pages.preview(complete.quote());
        };
    }
}
