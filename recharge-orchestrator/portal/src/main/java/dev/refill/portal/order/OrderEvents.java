package dev.refill.portal.order;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

import org.springframework.http.MediaType;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.ResponseBody;
import reactor.core.publisher.Flux;

import dev.refill.portal.PortalProperties;

/**
 * The live part of an order's page as server-sent events: {@code status} and {@code headline} after each change,
 * {@code end} when nothing more will come. A connection that lasted long enough just ends, and the browser opens the next.
 */
@Controller
class OrderEvents {

    private static final Duration RECONNECT = Duration.ofSeconds(2);
    private static final ServerSentEvent<String> SIGN_OF_LIFE = ServerSentEvent.<String>builder().comment("").build();
    private static final ServerSentEvent<String> END = event("end", "");

    private final GuestOrders orders;
    private final OrderPanel panel;
    private final PortalProperties properties;

    OrderEvents(GuestOrders orders, OrderPanel panel, PortalProperties properties) {
        this.orders = orders;
        this.panel = panel;
        this.properties = properties;
    }

    @GetMapping(path = "/orders/{token}/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    @ResponseBody
    Flux<ServerSentEvent<String>> events(@PathVariable String token, Locale locale) {
        return orders.watch(token)
                .concatMapIterable(order -> eventsOf(order, locale))
                .publish(this::withSignsOfLife)
                .takeUntil(END::equals)
                .take(properties.liveFor());
    }

    private Flux<ServerSentEvent<String>> withSignsOfLife(Flux<ServerSentEvent<String>> changes) {
        Flux<ServerSentEvent<String>> silence = Flux.interval(properties.heartbeat())
                .onBackpressureDrop()
                .map(tick -> SIGN_OF_LIFE)
                .takeUntilOther(changes.ignoreElements());
        return Flux.merge(changes, silence);
    }

    private List<ServerSentEvent<String>> eventsOf(OrderView order, Locale locale) {
        ServerSentEvent<String> status = event("status", panel.panel(order, locale));
        ServerSentEvent<String> headline = event("headline", panel.headline(order, locale));
        return order.settled() ? List.of(status, headline, END) : List.of(status, headline);
    }

    private static ServerSentEvent<String> event(String name, String data) {
        return ServerSentEvent.builder(data).event(name).retry(RECONNECT).build();
    }
}
