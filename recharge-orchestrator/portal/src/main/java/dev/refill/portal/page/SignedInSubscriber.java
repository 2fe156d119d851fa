package dev.refill.portal.page;

import java.security.Principal;
import java.util.Optional;

import org.springframework.http.HttpStatus;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.ClaimAccessor;
import org.springframework.security.oauth2.core.OAuth2AuthenticatedPrincipal;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

import dev.refill.subscriber.Subscriber;
import dev.refill.subscriber.SubscriberId;
import dev.refill.subscriber.Subscribers;

/** Who is signed in, by the claim {@code subscriber_id} of the identity that the issuer vouched for. */
@Component
public class SignedInSubscriber {

    private static final String CLAIM = "subscriber_id";

    private final Subscribers subscribers;

    SignedInSubscriber(Subscribers subscribers) {
        this.subscribers = subscribers;
    }

    /** Empty: nobody, or nobody who is a subscriber. */
    public Mono<Subscriber> of(ServerWebExchange exchange) {
        return exchange.getPrincipal()
                .map(SignedInSubscriber::claim)
                .flatMap(Mono::justOrEmpty)
                .flatMap(subscribers::withId);
    }

    /** As {@link #of}, for pages of nobody else: ends in a 403 instead of being empty. */
    public Mono<Subscriber> required(ServerWebExchange exchange) {
        return of(exchange).switchIfEmpty(Mono.error(() -> new ResponseStatusException(HttpStatus.FORBIDDEN)));
    }

    private static Optional<SubscriberId> claim(Principal principal) {
        Object identity = principal instanceof Authentication authentication
                ? authentication.getPrincipal()
                : principal;
        Object claim = switch (identity) {
            case OAuth2AuthenticatedPrincipal signedIn -> signedIn.getAttribute(CLAIM);
            case ClaimAccessor token -> token.getClaim(CLAIM);
            case null, default -> null;
        };
        return claim instanceof String id ? subscriber(id) : Optional.empty();
    }

    private static Optional<SubscriberId> subscriber(String id) {
        try {
            return Optional.of(new SubscriberId(id));
        } catch (IllegalArgumentException notASubscriber) {
            return Optional.empty();
        }
    }
}
