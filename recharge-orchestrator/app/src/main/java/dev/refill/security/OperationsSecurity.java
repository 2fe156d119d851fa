package dev.refill.security;

import org.springframework.boot.actuate.endpoint.web.WebServerNamespace;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.boot.security.autoconfigure.actuate.web.reactive.EndpointRequest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.oauth2.jwt.ReactiveJwtDecoder;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.security.web.server.util.matcher.OrServerWebExchangeMatcher;
import org.springframework.security.web.server.util.matcher.ServerWebExchangeMatcher;

/**
 * Management endpoints, on whichever port they are: health is open and says "up" or "down" and no more; metrics and all
 * else take a token with the scope {@code operations}.
 */
@Configuration(proxyBeanMethods = false)
class OperationsSecurity {

    @Bean
    @Order(20)
    SecurityWebFilterChain operationsChain(ServerHttpSecurity http, ReactiveJwtDecoder tokens) {
        ServerWebExchangeMatcher probes = new OrServerWebExchangeMatcher(
                EndpointRequest.to(HealthEndpoint.class),
                EndpointRequest.toAdditionalPaths(WebServerNamespace.SERVER, HealthEndpoint.class));
        return ApiSecurity.stateless(http, tokens)
                .securityMatcher(new OrServerWebExchangeMatcher(probes, EndpointRequest.toAnyEndpoint(),
                        EndpointRequest.toLinks()))
                .authorizeExchange(rules -> rules
                        .matchers(probes).permitAll()
                        .anyExchange().hasAuthority("SCOPE_operations"))
                .build();
    }
}
