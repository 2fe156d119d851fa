package dev.refill.portal.page;

import org.springframework.security.web.server.csrf.CsrfToken;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** Puts the CSRF token, if the application asks for one, into the model of every page, under the name of its form field. */
@ControllerAdvice("dev.refill.portal")
class CsrfField {

    static final String NAME = "_csrf";

    /** Empty: no token is asked for, and forms have no such field. */
    @ModelAttribute(NAME)
    Mono<CsrfToken> token(ServerWebExchange exchange) {
        Mono<CsrfToken> token = exchange.getAttribute(CsrfToken.class.getName());
        return token == null ? Mono.empty() : token;
    }
}
