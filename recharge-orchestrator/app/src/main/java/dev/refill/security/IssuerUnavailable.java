package dev.refill.security;

import org.springframework.http.HttpStatus;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.web.bind.annotation.ResponseStatus;

/** The issuer did not answer, so nobody can be let in or turned away: try again later. */
@ResponseStatus(HttpStatus.SERVICE_UNAVAILABLE)
final class IssuerUnavailable extends AuthenticationServiceException {

    private static final long serialVersionUID = 1L;

    IssuerUnavailable(Throwable cause) {
        super("issuer unavailable", cause);
    }
}
