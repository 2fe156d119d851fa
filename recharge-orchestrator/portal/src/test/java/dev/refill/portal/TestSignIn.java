package dev.refill.portal;

import java.security.Principal;
import java.util.List;
import java.util.Map;

import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.oauth2.core.user.DefaultOAuth2User;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/** Signs in whom the header names, as an issuer would have: the claim is in the identity. */
@Order(Ordered.LOWEST_PRECEDENCE)
final class TestSignIn implements WebFilter {

    static final String HEADER = "X-Test-Subscriber";

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        String subscriber = exchange.getRequest().getHeaders().getFirst(HEADER);
        return subscriber == null
                ? chain.filter(exchange)
                : chain.filter(exchange.mutate().principal(Mono.just(identity(subscriber))).build());
    }

    private static Principal identity(String subscriber) {
        Map<String, Object> claims = Map.of("sub", "user", "subscriber_id", subscriber);
        return new TestingAuthenticationToken(new DefaultOAuth2User(List.of(), claims, "sub"), "");
    }
}
