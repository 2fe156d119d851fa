package dev.refill.portal.order;

import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ResponseStatusException;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import dev.refill.recharge.OrderTokens;
import dev.refill.recharge.RechargeId;
import dev.refill.recharge.Recharges;
import dev.refill.recharge.Sighting;

/** Orders by their token. Every method ends in a 404 for a token that we did not issue. */
@Component
class GuestOrders {

    private static final String CLIENT = "portal";

    private final Recharges recharges;
    private final OrderTokens tokens;

    GuestOrders(Recharges recharges, OrderTokens tokens) {
        this.recharges = recharges;
        this.tokens = tokens;
    }

    Mono<OrderView> find(String token) {
        return open(token).flatMap(recharges::find)
                .map(recharge -> OrderView.of(recharge, token))
                .switchIfEmpty(Mono.error(GuestOrders::unknown));
    }

    /** Asks the provider first. */
    Mono<OrderView> refresh(String token) {
        return open(token).flatMap(recharges::refresh)
                .map(recharge -> OrderView.of(recharge, token))
                .switchIfEmpty(Mono.error(GuestOrders::unknown));
    }

    /** As {@link Recharges#cancel}; a guest's orders are the portal's own. */
    Mono<OrderView> cancel(String token) {
        return open(token).flatMap(id -> recharges.cancel(id, CLIENT))
                .map(cancellation -> OrderView.of(cancellation.recharge(), token))
                .switchIfEmpty(Mono.error(GuestOrders::unknown));
    }

    /** As {@link Recharges#watch}. */
    Flux<Sighting> watch(String token) {
        return open(token).flatMapMany(recharges::watch).switchIfEmpty(Mono.error(GuestOrders::unknown));
    }

    private Mono<RechargeId> open(String token) {
        return Mono.fromSupplier(() -> tokens.open(token)).flatMap(Mono::justOrEmpty);
    }

    private static ResponseStatusException unknown() {
        return new ResponseStatusException(HttpStatus.NOT_FOUND);
    }
}
