package dev.refill.local.issuer;

import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;

import com.nimbusds.jose.jwk.JWKSet;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** What a client may find out by itself: addresses and abilities (OpenID Connect Discovery, RFC 8414), and public keys. */
final class Metadata {

    private final Map<String, Object> description;
    private final Map<String, Object> keys;

    Metadata(String issuer, IssuerSettings settings, JWKSet keys) {
        this.description = Map.ofEntries(
                Map.entry("issuer", issuer),
                Map.entry("authorization_endpoint", issuer + "/authorize"),
                Map.entry("token_endpoint", issuer + "/token"),
                Map.entry("userinfo_endpoint", issuer + "/userinfo"),
                Map.entry("end_session_endpoint", issuer + "/logout"),
                Map.entry("jwks_uri", issuer + "/jwks"),
                Map.entry("response_types_supported", List.of("code")),
                Map.entry("response_modes_supported", List.of("query")),
                Map.entry("grant_types_supported", List.of("authorization_code", "client_credentials")),
                Map.entry("subject_types_supported", List.of("public")),
                Map.entry("id_token_signing_alg_values_supported", List.of("RS256")),
                Map.entry("token_endpoint_auth_methods_supported",
                        List.of("client_secret_basic", "client_secret_post")),
                Map.entry("code_challenge_methods_supported", List.of("S256")),
                Map.entry("authorization_response_iss_parameter_supported", true),
                Map.entry("scopes_supported", settings.clients().stream()
                        .flatMap(client -> client.scopes().stream())
                        .collect(Collectors.toCollection(TreeSet::new))));
        this.keys = keys.toPublicJWKSet().toJSONObject();
    }

    /** {@code GET /.well-known/openid-configuration} and {@code …/oauth-authorization-server} */
    Mono<ServerResponse> discovery(ServerRequest request) {
        return ServerResponse.ok().contentType(MediaType.APPLICATION_JSON).bodyValue(description);
    }

    /** {@code GET /jwks} */
    Mono<ServerResponse> keys(ServerRequest request) {
        return ServerResponse.ok().contentType(MediaType.APPLICATION_JSON).bodyValue(keys);
    }
}
