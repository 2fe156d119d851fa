package dev.refill.portal.order;

import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.reactive.result.view.Rendering;
import reactor.core.publisher.Mono;

/** Asks whether an unpaid order shall be cancelled, and cancels it. Whatever came of it, its page tells. */
@Controller
class OrderCancel {

    private final GuestOrders orders;

    OrderCancel(GuestOrders orders) {
        this.orders = orders;
    }

    @GetMapping("/orders/{token}/cancel")
    Mono<Rendering> ask(@PathVariable String token) {
        return orders.find(token)
                .map(order -> order.continueAt() == null
                        ? toItsPage(order)
                        : Rendering.view("portal/cancel").modelAttribute("order", order).build());
    }

    @PostMapping("/orders/{token}/cancel")
    Mono<Rendering> cancel(@PathVariable String token) {
        return orders.cancel(token).map(OrderCancel::toItsPage);
    }

    private static Rendering toItsPage(OrderView order) {
        return Rendering.redirectTo(order.path()).build();
    }
}
