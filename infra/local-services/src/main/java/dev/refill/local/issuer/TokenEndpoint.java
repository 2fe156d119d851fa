package dev.refill.local.issuer;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.BodyExtractors;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** {@code POST /token}: authorization code and client credentials (RFC 6749, 4.1.3 and 4.4.2, 5.1 and 5.2). */
final class TokenEndpoint {

    private final ClientAuthentication authentication;
    private final Tokens tokens;
    private final SingleUse<IssuedCode> codes;
    private final Scheduler scheduler;

    TokenEndpoint(ClientAuthentication authentication, Tokens tokens, SingleUse<IssuedCode> codes,
            Scheduler scheduler) {
        this.authentication = authentication;
        this.tokens = tokens;
        this.codes = codes;
        this.scheduler = scheduler;
    }

    private sealed interface Outcome {}

    private record Granted(Set<String> scopes, String accessToken, Optional<String> idToken) implements Outcome {}

    private record Refused(OAuthError error, String description) implements Outcome {}

    Mono<ServerResponse> token(ServerRequest request) {
        String authorization = request.headers().firstHeader(HttpHeaders.AUTHORIZATION);
        return request.body(BodyExtractors.toFormData())
                .publishOn(scheduler)
                .map(Parameters::new)
                .map(form -> form.anyTwice()
                        ? new Refused(OAuthError.INVALID_REQUEST, "a parameter was sent twice")
                        : authentication.authenticate(authorization, form)
                                .map(client -> grant(client, form))
                                .orElseGet(() -> new Refused(OAuthError.INVALID_CLIENT, "unknown client or secret")))
                .flatMap(this::answer);
    }

    private Outcome grant(IssuerClient client, Parameters form) {
        return switch (form.orEmpty("grant_type")) {
            case "client_credentials" -> toClient(client, form);
            case "authorization_code" -> toUser(client, form);
            case "" -> new Refused(OAuthError.INVALID_REQUEST, "grant_type is missing");
            default -> new Refused(OAuthError.UNSUPPORTED_GRANT_TYPE, "authorization_code or client_credentials");
        };
    }

    private Outcome toClient(IssuerClient client, Parameters form) {
        if (client.hasUsers()) {
            return new Refused(OAuthError.UNAUTHORIZED_CLIENT, "this client acts for its users only");
        }
        Set<String> scopes = form.scopes().isEmpty() ? client.scopes() : form.scopes();
        return client.scopes().containsAll(scopes)
                ? new Granted(scopes, tokens.forClient(client, scopes), Optional.empty())
                : new Refused(OAuthError.INVALID_SCOPE, "not allowed for this client");
    }

    /** A code is spent by any attempt to use it: a wrong one is somebody else's. */
    private Outcome toUser(IssuerClient client, Parameters form) {
        return codes.take(form.orEmpty("code"))
                .filter(code -> belongsTo(code.request(), client, form))
                .<Outcome>map(code -> granted(code.request(), code.user()))
                .orElseGet(() -> new Refused(OAuthError.INVALID_GRANT, "code, redirect_uri or code_verifier is wrong"));
    }

    private static boolean belongsTo(AuthorizationRequest request, IssuerClient client, Parameters form) {
        return request.client().equals(client)
                && request.redirectUri().toString().equals(form.orEmpty("redirect_uri"))
                && MessageDigest.isEqual(challenge(form.orEmpty("code_verifier")),
                        request.challenge().getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] challenge(String verifier) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            return Base64.getUrlEncoder().withoutPadding()
                    .encode(sha256.digest(verifier.getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }

    private Granted granted(AuthorizationRequest request, IssuerUser user) {
        Set<String> scopes = allowed(user, request.scopes());
        return new Granted(scopes, tokens.forUser(user, request.client().id(), scopes),
                scopes.contains("openid")
                        ? Optional.of(tokens.identity(user, request))
                        : Optional.empty());
    }

    /** A subscriber who asks for more gets what subscribers get. */
    private static Set<String> allowed(IssuerUser user, Set<String> wanted) {
        return wanted.stream()
                .filter(scope -> user.isOperator() || !scope.equals(LocalIdentities.OPERATIONS))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private Mono<ServerResponse> answer(Outcome outcome) {
        return switch (outcome) {
            case Granted granted -> json(HttpStatus.OK).bodyValue(body(granted));
            case Refused(OAuthError error, String description) when error == OAuthError.INVALID_CLIENT ->
                json(HttpStatus.UNAUTHORIZED)
                        .header(HttpHeaders.WWW_AUTHENTICATE, "Basic realm=\"refill-local\"")
                        .bodyValue(body(error, description));
            case Refused(OAuthError error, String description) ->
                json(HttpStatus.BAD_REQUEST).bodyValue(body(error, description));
        };
    }

    private static ServerResponse.BodyBuilder json(HttpStatus status) {
        return ServerResponse.status(status).contentType(MediaType.APPLICATION_JSON)
                .cacheControl(CacheControl.noStore());
    }

    private Map<String, Object> body(Granted granted) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("access_token", granted.accessToken());
        body.put("token_type", "Bearer");
        body.put("expires_in", tokens.life().toSeconds());
        body.put("scope", String.join(" ", granted.scopes()));
        granted.idToken().ifPresent(token -> body.put("id_token", token));
        return body;
    }

    private static Map<String, Object> body(OAuthError error, String description) {
        return Map.of("error", error.word(), "error_description", description);
    }
}
