package dev.refill.portal.order;

import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.reactive.result.view.Rendering;
import reactor.core.publisher.Mono;

/** Status, then receipt. Live with JavaScript; without it the page looks again by itself a limited number of times. */
@Controller
class OrderPage {

    private final GuestOrders orders;

    OrderPage(GuestOrders orders) {
        this.orders = orders;
    }

    @GetMapping("/orders/{token}")
    Mono<Rendering> show(@PathVariable String token, @RequestParam(defaultValue = "") String look) {
        return orders.find(token).map(order -> page(order, NextLook.after(look)));
    }

    private static Rendering page(OrderView order, NextLook next) {
        return Rendering.view("portal/order").modelAttribute("order", order).modelAttribute("next", next).build();
    }
}
