package dev.refill.testsupport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;

import com.nimbusds.jwt.JWTClaimsSet;

import dev.refill.local.issuer.IssuerSettings;
import dev.refill.local.issuer.IssuerUser;
import dev.refill.local.issuer.LocalIdentities;
import dev.refill.local.issuer.LocalIssuer;

/**
 * A local issuer on a free port with the known clients and subscribers, and tokens without the way through a login. Blocking
 * to start and close.
 */
public final class TestIssuer implements AutoCloseable {

    private static final Duration AN_HOUR = Duration.ofHours(1);

    private final LocalIssuer issuer;

    private TestIssuer(LocalIssuer issuer) {
        this.issuer = issuer;
    }

    /** For tests without a portal. */
    public static TestIssuer start() {
        return forPortalAt(URI.create("http://localhost:8080"));
    }

    /**
     * @param portal where the application under test listens; its users are sent back there after login
     */
    public static TestIssuer forPortalAt(URI portal) {
        try {
            Path folder = Files.createTempDirectory("refill-issuer");
            Path keyFile = folder.resolve("keys.json");
            LocalIssuer issuer = LocalIssuer.start(new IssuerSettings(0, keyFile, LocalIdentities.AUDIENCE,
                    Duration.ofMinutes(10), LocalIdentities.clients(portal), LocalIdentities.users()));
            // The keys are needed after a restart only, and there is none; so nothing is left even by a killed test.
            Files.delete(keyFile);
            Files.delete(folder);
            return new TestIssuer(issuer);
        } catch (IOException noTemporaryFolder) {
            throw new UncheckedIOException(noTemporaryFolder);
        }
    }

    /** The {@code iss} of its tokens, under which discovery lies. */
    public URI uri() {
        return URI.create(issuer.issuerUri());
    }

    public LocalIssuer issuer() {
        return issuer;
    }

    /** A valid token of a client that acts for itself. */
    public String client(String client, String... scopes) {
        return issuer.mint(issuer.accessClaims(client, client, List.of(scopes)).build());
    }

    /** A valid token of somebody of the operator's who signed in on the portal. */
    public String person(String subject, String... scopes) {
        return issuer.accessToken(new IssuerUser(subject, subject, LocalIdentities.PIN, "test", true),
                LocalIdentities.PORTAL, List.of(scopes));
    }

    /** A valid token of a subscriber, given to the portal. */
    public String subscriber(String subscriberId, String msisdn, String... scopes) {
        return issuer.accessToken(new IssuerUser(subscriberId, msisdn, LocalIdentities.PIN, "test"),
                LocalIdentities.PORTAL, List.of(scopes));
    }

    /** A token of {@code demo-app} that is right in all but one thing. */
    public String bad(BadToken kind, String... scopes) {
        JWTClaimsSet valid = issuer.accessClaims(LocalIdentities.DEMO_APP, LocalIdentities.DEMO_APP, List.of(scopes))
                .build();
        JWTClaimsSet.Builder claims = new JWTClaimsSet.Builder(valid);
        Instant now = valid.getIssueTime().toInstant();
        return switch (kind) {
            case EXPIRED -> issuer.mint(claims.issueTime(Date.from(now.minus(AN_HOUR.multipliedBy(2))))
                    .notBeforeTime(Date.from(now.minus(AN_HOUR.multipliedBy(2))))
                    .expirationTime(Date.from(now.minus(AN_HOUR)))
                    .build());
            case NOT_YET_VALID -> issuer.mint(claims.notBeforeTime(Date.from(now.plus(AN_HOUR)))
                    .expirationTime(Date.from(now.plus(AN_HOUR.multipliedBy(2))))
                    .build());
            case WITHOUT_END -> issuer.mint(claims.claim("exp", null).build());
            case WRONG_AUDIENCE -> issuer.mint(claims.audience("another-api").build());
            case WRONG_ISSUER -> issuer.mint(claims.issuer("https://issuer.example").build());
            case UNSIGNED -> Forgery.unsigned(valid);
            case SIGNED_WITH_THE_PUBLIC_KEY -> Forgery.signedWithThePublicKey(valid, issuer.publicKeys());
            case FOREIGN_KEY -> Forgery.signedByAForeignKey(valid, issuer.publicKeys(), false);
            case FOREIGN_KEY_IN_HEADER -> Forgery.signedByAForeignKey(valid, issuer.publicKeys(), true);
            case TAMPERED -> Forgery.tampered(issuer.mint(valid), claims.claim("scope", "operations").build());
        };
    }

    @Override
    public void close() {
        issuer.close();
    }
}
