package dev.refill.local.issuer;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;

/** Valid settings on a free port. */
final class TestSettings {

    static final URI PORTAL = URI.create("http://localhost:8080");
    static final URI REDIRECT = PORTAL.resolve("/login/oauth2/code/portal");

    private TestSettings() {}

    static IssuerSettings in(Path folder) {
        return new IssuerSettings(0, folder.resolve("keys.json"), LocalIdentities.AUDIENCE, Duration.ofMinutes(10),
                LocalIdentities.clients(PORTAL), LocalIdentities.users());
    }
}
