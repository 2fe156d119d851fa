package dev.refill.security;

import org.springframework.security.authentication.AuthenticationServiceException;

/** The issuer did not answer, so nobody can be let in or turned away: try again later. */
final class IssuerUnavailable extends AuthenticationServiceException {

    private static final long serialVersionUID = 1L;

    IssuerUnavailable(Throwable cause) {
        super("issuer unavailable", cause);
    }
}
