package dev.refill.security;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Stream;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.server.PathContainer.PathSegment;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.config.web.server.ServerHttpSecurity.CsrfSpec;
import org.springframework.security.config.web.server.ServerHttpSecurity.FormLoginSpec;
import org.springframework.security.config.web.server.ServerHttpSecurity.HttpBasicSpec;
import org.springframework.security.config.web.server.ServerHttpSecurity.LogoutSpec;
import org.springframework.security.config.web.server.ServerHttpSecurity.RequestCacheSpec;
import org.springframework.security.oauth2.jwt.ReactiveJwtDecoder;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.security.web.server.context.NoOpServerSecurityContextRepository;
import org.springframework.security.web.server.util.matcher.ServerWebExchangeMatcher.MatchResult;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

import static org.springframework.http.HttpMethod.GET;
import static org.springframework.http.HttpMethod.POST;
import static org.springframework.http.HttpMethod.PUT;

/**
 * The API: a bearer token with the scope of the endpoint, no cookie, no session. Webhooks are open here, as their signature
 * is their authentication, or the address that only their sender was told.
 */
@Configuration(proxyBeanMethods = false)
class ApiSecurity {

    private static final String TMF654 = "/tmf-api/prepayBalanceManagement/v4";
    private static final Set<String> FIRST_PARTS = Set.of("v1", "webhooks", "tmf-api");

    /** Asked first, as most requests are of this kind, and by plain text, as a matcher's own log costs more than it does. */
    @Bean
    @Order(10)
    SecurityWebFilterChain apiChain(ServerHttpSecurity http, ReactiveJwtDecoder tokens, NothingThere nothingThere) {
        return stateless(http, tokens)
                .securityMatcher(ApiSecurity::isOfTheApi)
                .authorizeExchange(rules -> rules
                        .pathMatchers(POST, "/webhooks/*", "/webhooks/*/*").permitAll()
                        .pathMatchers(PUT, "/webhooks/*/*").permitAll()
                        .pathMatchers(POST, "/v1/recharges", "/v1/recharges/*/cancel")
                        .hasAuthority("SCOPE_recharges:write")
                        .pathMatchers(GET, "/v1/recharges/*", "/v1/recharges/*/events", "/v1/auto-topups",
                                "/v1/auto-topups/*", "/v1/auto-topups/*/runs", "/v1/subscribers/*/cards")
                        .hasAuthority("SCOPE_recharges:read")
                        .pathMatchers("/v1/auto-topups", "/v1/auto-topups/*", "/v1/auto-topups/*/pause",
                                "/v1/auto-topups/*/resume", "/v1/auto-topups/*/cancel", "/v1/subscribers/*/cards/*")
                        .hasAuthority("SCOPE_recharges:write")
                        .pathMatchers(GET, "/v1/subscribers/*/balance", "/v1/subscribers/*/entries",
                                "/v1/subscribers/*/usage", "/v1/subscribers/*/usage/summary")
                        .hasAuthority("SCOPE_balances:read")
                        .pathMatchers("/v1/webhook-endpoints", "/v1/webhook-endpoints/**")
                        .hasAuthority("SCOPE_webhooks:manage")
                        .pathMatchers(POST, "/v1/charging/**")
                        .hasAuthority("SCOPE_charging")
                        .pathMatchers("/v1/transfers", "/v1/transfers/*")
                        .hasAuthority("SCOPE_transfers")
                        // What the bank says is for those who keep the books, whoever looks after orders.
                        .pathMatchers(GET, "/v1/operations/bank-files", "/v1/operations/bank-files/**",
                                "/v1/operations/reconciliation/**")
                        .hasAuthority("SCOPE_finance:read")
                        .pathMatchers("/v1/operations/bank-files", "/v1/operations/bank-files/**",
                                "/v1/operations/reconciliation/**")
                        .hasAuthority("SCOPE_finance:write")
                        .pathMatchers("/v1/operations", "/v1/operations/**", "/v1/tariffs", "/v1/tariffs/**",
                                "/v1/subscribers", "/v1/subscribers/*", "/v1/subscribers/*/status",
                                "/v1/subscribers/*/numbers/*", "/v1/subscribers/*/audit")
                        .hasAuthority("SCOPE_operations")
                        .pathMatchers(GET,
                                tmf654("bucket", "topupBalance", "adjustBalance", "transferBalance", "reserveBalance",
                                        "accumulatedBalance", "balanceAction"))
                        .hasAuthority("SCOPE_tmf654")
                        // Who tops up without a payment needs the other scope as well: the request tells, not the path.
                        .pathMatchers(tmf654("topupBalance", "transferBalance", "hub"))
                        .hasAuthority("SCOPE_tmf654")
                        .pathMatchers(tmf654("bucket", "adjustBalance", "reserveBalance"))
                        .hasAuthority(Tmf654Callers.ADJUST)
                        .anyExchange().access(nothingThere))
                .build();
    }

    /** Lists and single resources. */
    private static String[] tmf654(String... resources) {
        return Arrays.stream(resources)
                .flatMap(resource -> Stream.of(TMF654 + "/" + resource, TMF654 + "/" + resource + "/*"))
                .toArray(String[]::new);
    }

    /** By the first part of the path as controllers see it, which may be written in another way. */
    static Mono<MatchResult> isOfTheApi(ServerWebExchange exchange) {
        return exchange.getRequest().getPath().pathWithinApplication().elements().stream()
                .filter(PathSegment.class::isInstance)
                .findFirst()
                .map(first -> ((PathSegment) first).valueToMatch())
                .filter(FIRST_PARTS::contains)
                .isPresent() ? MatchResult.match() : MatchResult.notMatch();
    }

    /** A chain for programs: whoever is refused learns it from the status, {@code WWW-Authenticate} and a problem. */
    static ServerHttpSecurity stateless(ServerHttpSecurity http, ReactiveJwtDecoder tokens) {
        return http
                .csrf(CsrfSpec::disable)
                .httpBasic(HttpBasicSpec::disable)
                .formLogin(FormLoginSpec::disable)
                .logout(LogoutSpec::disable)
                .requestCache(RequestCacheSpec::disable)
                .securityContextRepository(NoOpServerSecurityContextRepository.getInstance())
                .oauth2ResourceServer(server -> server
                        .bearerTokenConverter(new BearerTokens())
                        .jwt(jwt -> jwt.jwtDecoder(tokens))
                        .authenticationEntryPoint((exchange, refused) -> BearerChallenge.unauthenticated(refused))
                        .accessDeniedHandler((exchange, refused) -> BearerChallenge.insufficientScope()));
    }
}
