package dev.refill.security;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.oauth2.client.oidc.userinfo.OidcReactiveOAuth2UserService;
import org.springframework.security.oauth2.client.oidc.userinfo.OidcUserRequest;
import org.springframework.security.oauth2.client.userinfo.ReactiveOAuth2UserService;
import org.springframework.security.oauth2.core.oidc.user.DefaultOidcUser;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.security.oauth2.jwt.ReactiveJwtDecoder;
import reactor.core.publisher.Mono;

/**
 * Who signed in, with no right but what the access token of the sign-in carries by the rules of the API. The scopes that a
 * token's answer names, or leaves out, are the issuer's courtesy; a signed token is its word.
 */
final class OperatorRights implements ReactiveOAuth2UserService<OidcUserRequest, OidcUser> {

    static final String OPERATIONS = "SCOPE_operations";
    private static final String SCOPE = "operations";

    private final OidcReactiveOAuth2UserService users = new OidcReactiveOAuth2UserService();
    private final ReactiveJwtDecoder tokens;

    OperatorRights(ReactiveJwtDecoder tokens) {
        this.tokens = tokens;
    }

    @Override
    public Mono<OidcUser> loadUser(OidcUserRequest request) {
        return users.loadUser(request)
                .zipWith(scopes(request), (user, scopes) -> withRights(user, scopes));
    }

    /** A token that is not for our API carries no right, and signs in a subscriber all the same. */
    private Mono<Set<String>> scopes(OidcUserRequest request) {
        return tokens.decode(request.getAccessToken().getTokenValue())
                .map(OperatorRights::scopes)
                .onErrorReturn(JwtException.class, Set.of());
    }

    private static Set<String> scopes(Jwt token) {
        String scope = token.getClaimAsString("scope");
        return scope == null ? Set.of() : Set.of(scope.split(" ", -1));
    }

    private static OidcUser withRights(OidcUser user, Set<String> scopes) {
        Collection<GrantedAuthority> rights = new HashSet<>(List.of(new SimpleGrantedAuthority("OIDC_USER")));
        if (scopes.contains(SCOPE)) {
            rights.add(new SimpleGrantedAuthority(OPERATIONS));
        }
        return new DefaultOidcUser(rights, user.getIdToken(), user.getUserInfo());
    }
}
