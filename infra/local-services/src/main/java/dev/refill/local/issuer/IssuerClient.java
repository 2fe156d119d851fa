package dev.refill.local.issuer;

import java.net.URI;
import java.util.Set;

/**
 * An application that the issuer knows. All are confidential.
 *
 * @param secret shown to nobody, not even by {@link #toString()}
 * @param scopes all that it may ask for
 * @param redirectUris where its users are sent back to, compared character by character; a client that has some uses the
 *            authorization code, one that has none client credentials
 */
public record IssuerClient(String id, String secret, Set<String> scopes, Set<URI> redirectUris) {

    public IssuerClient {
        scopes = Set.copyOf(scopes);
        redirectUris = Set.copyOf(redirectUris);
    }

    /** A client that acts for itself. */
    public static IssuerClient service(String id, String secret, String... scopes) {
        return new IssuerClient(id, secret, Set.of(scopes), Set.of());
    }

    boolean hasUsers() {
        return !redirectUris.isEmpty();
    }

    @Override
    public String toString() {
        return "IssuerClient[" + id + "]";
    }
}
