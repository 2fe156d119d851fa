package dev.refill.portal.checkout;

import java.net.URI;

import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.reactive.result.view.Rendering;

/** Step 1: whom to recharge. Later steps need their form and lead back here without it. */
@Controller
class NumberPage {

    private final CheckoutPages pages;

    NumberPage(CheckoutPages pages) {
        this.pages = pages;
    }

    @GetMapping("/")
    Rendering show() {
        return pages.number();
    }

    @GetMapping({"/recharge", "/recharge/amount", "/recharge/summary", "/recharge/pay"})
    Rendering startOver() {
        return pages.goTo(URI.create("/"));
    }
}
