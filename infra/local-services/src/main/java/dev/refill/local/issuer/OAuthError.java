package dev.refill.local.issuer;

import java.util.Locale;

/** The words for a refusal, from RFC 6749 sections 4.1.2.1 and 5.2 and OpenID Connect Core 3.1.2.6. */
enum OAuthError {
    INVALID_REQUEST,
    INVALID_CLIENT,
    INVALID_GRANT,
    UNAUTHORIZED_CLIENT,
    UNSUPPORTED_GRANT_TYPE,
    UNSUPPORTED_RESPONSE_TYPE,
    INVALID_SCOPE,
    LOGIN_REQUIRED;

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
