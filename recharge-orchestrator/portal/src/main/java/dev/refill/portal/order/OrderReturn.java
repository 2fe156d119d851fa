package dev.refill.portal.order;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.reactive.result.view.Rendering;
import org.springframework.web.server.ResponseStatusException;
import reactor.core.publisher.Mono;

/**
 * Where the provider sends the browser back to. Whatever the address claims is ignored: the provider is asked, and the
 * order's page tells what it said.
 */
@Controller
class OrderReturn {

    private static final Logger log = LoggerFactory.getLogger(OrderReturn.class);

    private final GuestOrders orders;

    OrderReturn(GuestOrders orders) {
        this.orders = orders;
    }

    @GetMapping("/orders/{token}/return")
    Mono<Rendering> paid(@PathVariable String token) {
        return news(token).map(order -> Rendering.redirectTo(order.path()).build());
    }

    /** The customer left the card page; a payment in another tab may have happened all the same. */
    @GetMapping("/orders/{token}/cancelled")
    Mono<Rendering> left(@PathVariable String token) {
        return news(token).map(OrderReturn::leftPage);
    }

    private static Rendering leftPage(OrderView order) {
        return order.continueAt() == null
                ? Rendering.redirectTo(order.path()).build()
                : Rendering.view("portal/left").modelAttribute("order", order).build();
    }

    /** If the provider cannot be asked now, the order as it stands; it is looked up again without the browser. */
    private Mono<OrderView> news(String token) {
        return orders.refresh(token)
                .doOnError(failure -> log.warn("An order could not be refreshed for its return page", failure))
                .onErrorResume(failure -> !(failure instanceof ResponseStatusException), failure -> orders.find(token));
    }
}
