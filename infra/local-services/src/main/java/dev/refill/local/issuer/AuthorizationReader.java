package dev.refill.local.issuer;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

import dev.refill.local.issuer.AuthorizationRequest.Reading;
import dev.refill.local.issuer.AuthorizationRequest.Refused;
import dev.refill.local.issuer.AuthorizationRequest.Unaddressed;
import dev.refill.local.issuer.AuthorizationRequest.Valid;

/** Reads the parameters of an authorization request, client and address first: until both are known, nobody is redirected. */
final class AuthorizationReader {

    /** A SHA-256 in base64url. */
    private static final Pattern CHALLENGE = Pattern.compile("[A-Za-z0-9_-]{43}");

    private final List<IssuerClient> clients;

    AuthorizationReader(List<IssuerClient> clients) {
        this.clients = clients;
    }

    Reading read(Parameters parameters) {
        if (parameters.anyTwice()) {
            return new Unaddressed("A parameter was sent twice.");
        }
        return clients.stream()
                .filter(client -> client.id().equals(parameters.orEmpty("client_id")))
                .findFirst()
                .map(client -> addressed(client, parameters))
                .orElseGet(() -> new Unaddressed("No such client_id."));
    }

    private static Reading addressed(IssuerClient client, Parameters parameters) {
        return client.redirectUris().stream()
                .filter(uri -> uri.toString().equals(parameters.orEmpty("redirect_uri")))
                .findFirst()
                .map(uri -> checked(client, uri, parameters))
                .orElseGet(() -> new Unaddressed("The redirect_uri is not registered for this client."));
    }

    private static Reading checked(IssuerClient client, URI redirectUri, Parameters parameters) {
        Optional<String> state = parameters.one("state");
        Set<String> scopes = parameters.scopes();
        String challenge = parameters.orEmpty("code_challenge");
        if (!parameters.orEmpty("response_type").equals("code")) {
            return new Refused(redirectUri, state, OAuthError.UNSUPPORTED_RESPONSE_TYPE, "response_type must be code");
        }
        if (!parameters.orEmpty("code_challenge_method").equals("S256") || !CHALLENGE.matcher(challenge).matches()) {
            return new Refused(redirectUri, state, OAuthError.INVALID_REQUEST, "PKCE with S256 is required");
        }
        if (!client.scopes().containsAll(scopes)) {
            return new Refused(redirectUri, state, OAuthError.INVALID_SCOPE, "not allowed for this client");
        }
        if (parameters.orEmpty("prompt").equals("none")) {
            return new Refused(redirectUri, state, OAuthError.LOGIN_REQUIRED, "nobody stays logged in here");
        }
        return new Valid(new AuthorizationRequest(client, redirectUri, scopes, state, parameters.one("nonce"),
                challenge));
    }
}
