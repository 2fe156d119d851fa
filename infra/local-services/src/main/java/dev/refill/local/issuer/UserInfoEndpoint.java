package dev.refill.local.issuer;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** {@code GET /userinfo}: who the bearer of an access token is. */
final class UserInfoEndpoint {

    private static final String BEARER = "Bearer ";

    private final List<IssuerUser> users;
    private final Tokens tokens;

    UserInfoEndpoint(List<IssuerUser> users, Tokens tokens) {
        this.users = users;
        this.tokens = tokens;
    }

    Mono<ServerResponse> userInfo(ServerRequest request) {
        return Optional.ofNullable(request.headers().firstHeader(HttpHeaders.AUTHORIZATION))
                .filter(header -> header.startsWith(BEARER))
                .flatMap(header -> tokens.read(header.substring(BEARER.length())))
                .flatMap(claims -> user(claims.getSubject()))
                .map(user -> ServerResponse.ok().contentType(MediaType.APPLICATION_JSON).bodyValue(claims(user)))
                .orElseGet(() -> ServerResponse.status(HttpStatus.UNAUTHORIZED)
                        .header(HttpHeaders.WWW_AUTHENTICATE, "Bearer error=\"invalid_token\"")
                        .build());
    }

    private Optional<IssuerUser> user(String subject) {
        return users.stream().filter(user -> user.subject().equals(subject)).findFirst();
    }

    private static Map<String, Object> claims(IssuerUser user) {
        return user.isOperator()
                ? Map.of("sub", user.subject())
                : Map.of(
                        "sub", user.subject(),
                        "subscriber_id", user.subject(),
                        "phone_number", user.login(),
                        "msisdn", user.login());
    }
}
