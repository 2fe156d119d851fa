package dev.refill.portal.page;

import java.net.URI;
import java.util.List;
import java.util.stream.Collectors;

import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

import dev.refill.portal.PortalProperties;

/**
 * Security and caching headers of the pages, error pages included. Scripts and styles come from our own files only and
 * script sinks take typed values only; forms go to us, and from the checkout on to the providers' card pages, as Chromium
 * holds redirects after a form to the same rule.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 100)
class PageHeaders implements WebFilter {

    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
            + "connect-src 'self'; base-uri 'none'; frame-ancestors 'none'; "
            + "require-trusted-types-for 'script'; trusted-types default; form-action 'self'";

    private static final String NO_STORE = "no-store";

    private static final List<String> REFERENCE = List.of("/docs", "/openapi", "/swagger-ui", "/webjars/");

    private final String checkoutPolicy;

    PageHeaders(PortalProperties properties) {
        this.checkoutPolicy = properties.paymentOrigins()
                .stream()
                .map(URI::toASCIIString)
                .collect(Collectors.joining(" ", POLICY + " ", ""))
                .strip();
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        exchange.getResponse().beforeCommit(() -> Mono.fromRunnable(() -> write(exchange)));
        return chain.filter(exchange);
    }

    private void write(ServerWebExchange exchange) {
        String path = exchange.getRequest().getPath().pathWithinApplication().value();
        HttpHeaders headers = exchange.getResponse().getHeaders();
        if (isPage(path, headers)) {
            headers.set("Content-Security-Policy", path.startsWith("/recharge/") ? checkoutPolicy : POLICY);
            headers.set("Referrer-Policy", "no-referrer");
            headers.set("X-Content-Type-Options", "nosniff");
            headers.set("Cross-Origin-Opener-Policy", "same-origin");
            boolean mayBeShownAgain = isCheckout(path) && !NO_STORE.equals(headers.getCacheControl());
            headers.setCacheControl(mayBeShownAgain ? "private, no-cache" : NO_STORE);
        }
    }

    /** Checkout pages may be shown again by the back button; they hold no more than what the customer typed, or say so. */
    private static boolean isCheckout(String path) {
        return path.equals("/") || path.startsWith("/recharge/");
    }

    private static boolean isPage(String path, HttpHeaders headers) {
        return isCheckout(path) || path.startsWith("/orders/") || path.equals("/balance") || path.equals("/cards")
                || path.startsWith("/cards/") || isOurHtml(path, headers);
    }

    /** The API reference lives in the same application and under a policy of its own. */
    private static boolean isOurHtml(String path, HttpHeaders headers) {
        return MediaType.TEXT_HTML.isCompatibleWith(headers.getContentType())
                && REFERENCE.stream().noneMatch(path::startsWith);
    }
}
