package dev.refill.local.issuer;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.springframework.web.util.UriComponentsBuilder;

/**
 * A valid wish of a client that its user logs in.
 *
 * @param challenge the S256 code challenge
 */
record AuthorizationRequest(IssuerClient client, URI redirectUri, Set<String> scopes, Optional<String> state,
        Optional<String> nonce, String challenge) {

    /** What became of the parameters of a request. */
    sealed interface Reading {}

    record Valid(AuthorizationRequest request) implements Reading {}

    /** The client hears of it at its own address. */
    record Refused(URI redirectUri, Optional<String> state, OAuthError error, String description) implements Reading {

        URI location(String issuer) {
            Map<String, String> answer = new LinkedHashMap<>();
            answer.put("error", error.word());
            answer.put("error_description", description);
            return answered(redirectUri, answer, state, issuer);
        }
    }

    /** Nobody knows whether the address is the client's, so that only the user hears of it. */
    record Unaddressed(String reason) implements Reading {}

    /** Where the user goes with a code. */
    URI location(String code, String issuer) {
        return answered(redirectUri, new LinkedHashMap<>(Map.of("code", code)), state, issuer);
    }

    private static URI answered(URI redirectUri, Map<String, String> answer, Optional<String> state, String issuer) {
        state.ifPresent(given -> answer.put("state", given));
        answer.put("iss", issuer);
        UriComponentsBuilder location = UriComponentsBuilder.fromUri(redirectUri);
        answer.keySet().forEach(name -> location.queryParam(name, "{" + name + "}"));
        return location.encode().buildAndExpand(answer).toUri();
    }
}
