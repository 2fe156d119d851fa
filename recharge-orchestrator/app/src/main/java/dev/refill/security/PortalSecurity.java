package dev.refill.security;

import java.net.URI;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.config.web.server.ServerHttpSecurity.FormLoginSpec;
import org.springframework.security.config.web.server.ServerHttpSecurity.HttpBasicSpec;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.client.registration.ReactiveClientRegistrationRepository;
import org.springframework.security.oauth2.jwt.ReactiveJwtDecoder;
import org.springframework.security.web.server.DelegatingServerAuthenticationEntryPoint;
import org.springframework.security.web.server.DelegatingServerAuthenticationEntryPoint.DelegateEntry;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.security.web.server.ServerAuthenticationEntryPoint;
import org.springframework.security.web.server.authentication.RedirectServerAuthenticationEntryPoint;
import org.springframework.security.web.server.authentication.logout.RedirectServerLogoutSuccessHandler;
import org.springframework.security.web.server.csrf.CookieServerCsrfTokenRepository;
import org.springframework.security.web.server.util.matcher.ServerWebExchangeMatchers;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

import static org.springframework.http.HttpMethod.GET;
import static org.springframework.http.HttpMethod.POST;

/**
 * Pages for people: a guest may buy and follow the order by its token; balance, history and cards take a sign-in at the issuer, the
 * pages of operators one that carries the scope {@code operations}.
 * Every form carries a token against forged requests, kept in a cookie so that any node can check it.
 */
@Configuration(proxyBeanMethods = false)
class PortalSecurity {

    @Bean
    ReactiveClientRegistrationRepository portalClientRegistration(SecurityProperties properties) {
        return new PortalClientRegistration(properties);
    }

    @Bean
    OperatorRights operatorRights(ReactiveJwtDecoder tokens) {
        return new OperatorRights(tokens);
    }

    @Bean
    @Order(30)
    SecurityWebFilterChain portalChain(ServerHttpSecurity http, NothingThere nothingThere) {
        return http
                .httpBasic(HttpBasicSpec::disable)
                .formLogin(FormLoginSpec::disable)
                .headers(headers -> headers.cache(cache -> cache.disable()))
                .csrf(csrf -> csrf.csrfTokenRepository(csrfCookie()).accessDeniedHandler(PortalSecurity::showPage))
                .oauth2Login(login -> login.authenticationFailureHandler((exchange, failure) -> refused(failure)))
                .logout(logout -> logout.logoutSuccessHandler(toFirstPage()))
                .exceptionHandling(refusals -> refusals.authenticationEntryPoint(signIn())
                        .accessDeniedHandler(PortalSecurity::showPage))
                .authorizeExchange(rules -> rules
                        .pathMatchers(GET, "/", "/recharge", "/recharge/*").permitAll()
                        .pathMatchers(POST, "/recharge/*").permitAll()
                        .pathMatchers(GET, "/orders/*", "/orders/*/*").permitAll()
                        .pathMatchers(POST, "/orders/*/cancel").permitAll()
                        .pathMatchers(GET, "/portal/*").permitAll()
                        .pathMatchers(GET, "/balance", "/cards").authenticated()
                        .pathMatchers(POST, "/cards/*/remove", "/cards/top-ups", "/cards/top-ups/*/*").authenticated()
                        .pathMatchers("/operations", "/operations/**").hasAuthority(OperatorRights.OPERATIONS)
                        .anyExchange().access(nothingThere))
                .build();
    }

    private static ServerAuthenticationEntryPoint signIn() {
        DelegatingServerAuthenticationEntryPoint byPath = new DelegatingServerAuthenticationEntryPoint(
                new DelegateEntry(ServerWebExchangeMatchers.pathMatchers("/operations", "/operations/**"),
                        signInAt(PortalClientRegistration.OPERATIONS)));
        byPath.setDefaultEntryPoint(signInAt(PortalClientRegistration.ID));
        return byPath;
    }

    private static ServerAuthenticationEntryPoint signInAt(String registration) {
        return new RedirectServerAuthenticationEntryPoint("/oauth2/authorization/" + registration);
    }

    /** A sign-in that failed is a page that says so; one that could not be decided is ours to answer for. */
    private static Mono<Void> refused(AuthenticationException failure) {
        return Mono.error(() -> failure instanceof AuthenticationServiceException
                ? new IssuerUnavailable(failure)
                : new ResponseStatusException(HttpStatus.UNAUTHORIZED, "sign-in failed", failure));
    }

    private static RedirectServerLogoutSuccessHandler toFirstPage() {
        RedirectServerLogoutSuccessHandler handler = new RedirectServerLogoutSuccessHandler();
        handler.setLogoutSuccessUrl(URI.create("/"));
        return handler;
    }

    /** A form that was open for too long is answered by a page, not by a line of text. */
    private static Mono<Void> showPage(ServerWebExchange exchange, AccessDeniedException denied) {
        return Mono.error(new ResponseStatusException(HttpStatus.FORBIDDEN, null, denied));
    }

    private static CookieServerCsrfTokenRepository csrfCookie() {
        CookieServerCsrfTokenRepository repository = new CookieServerCsrfTokenRepository();
        repository.setCookieCustomizer(cookie -> cookie.path("/").httpOnly(true).sameSite("Lax"));
        return repository;
    }
}
