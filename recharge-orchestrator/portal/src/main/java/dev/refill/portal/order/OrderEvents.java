package dev.refill.portal.order;

import java.util.List;
import java.util.Locale;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.ResponseBody;
import reactor.core.publisher.Flux;

import dev.refill.recharge.Recharges;
import dev.refill.recharge.Sighting;
import dev.refill.recharge.WatchRefused;

/**
 * The live part of an order's page as server-sent events: {@code status} and {@code headline} after each change,
 * {@code end} when nothing more will come. A stream that lasted long enough just ends, and the browser opens the next.
 */
@Controller
class OrderEvents {

    private static final String TRY_AGAIN_AFTER_SECONDS = "5";
    private static final ServerSentEvent<String> SIGN_OF_LIFE = ServerSentEvent.<String>builder().comment("").build();
    private static final ServerSentEvent<String> END = event("end", "");

    private final GuestOrders orders;
    private final OrderPanel panel;

    OrderEvents(GuestOrders orders, OrderPanel panel) {
        this.orders = orders;
        this.panel = panel;
    }

    @GetMapping(path = "/orders/{token}/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    @ResponseBody
    Flux<ServerSentEvent<String>> events(@PathVariable String token, Locale locale) {
        return orders.watch(token)
                .concatMapIterable(sighting -> eventsOf(sighting, token, locale), 1)
                .takeUntil(END::equals);
    }

    /** The page stays as it is, and htmx tries again after pauses that grow to a minute. */
    @ExceptionHandler
    ResponseEntity<Void> refused(WatchRefused refused) {
        return ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE)
                .header(HttpHeaders.RETRY_AFTER, TRY_AGAIN_AFTER_SECONDS)
                .build();
    }

    private List<ServerSentEvent<String>> eventsOf(Sighting sighting, String token, Locale locale) {
        return switch (sighting) {
            case Sighting.Seen seen -> eventsOf(OrderView.of(seen.recharge(), token), locale);
            case Sighting.StillWatching silence -> List.of(SIGN_OF_LIFE);
        };
    }

    private List<ServerSentEvent<String>> eventsOf(OrderView order, Locale locale) {
        ServerSentEvent<String> status = event("status", panel.panel(order, locale));
        ServerSentEvent<String> headline = event("headline", panel.headline(order, locale));
        return order.settled() ? List.of(status, headline, END) : List.of(status, headline);
    }

    private static ServerSentEvent<String> event(String name, String data) {
        return ServerSentEvent.builder(data).event(name).retry(Recharges.WATCH_AGAIN_AFTER).build();
    }
}
