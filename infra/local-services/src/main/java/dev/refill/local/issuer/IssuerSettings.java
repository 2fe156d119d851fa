package dev.refill.local.issuer;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * How the issuer runs.
 *
 * @param port on the loopback, 0 for any that is free
 * @param keyFile where the signing keys are kept, so that tokens survive a restart; made if it does not exist
 * @param audience what access tokens are for
 * @param tokenLife of access and id tokens
 * @param clients who may ask
 * @param users who may log in
 */
public record IssuerSettings(int port, Path keyFile, String audience, Duration tokenLife, List<IssuerClient> clients,
        List<IssuerUser> users) {

    private static final Duration SHORTEST = Duration.ofMinutes(5);
    private static final Duration LONGEST = Duration.ofMinutes(15);

    public IssuerSettings {
        if (tokenLife.compareTo(SHORTEST) < 0 || tokenLife.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("tokenLife: " + tokenLife + " (expected: PT5M to PT15M)");
        }
        clients = List.copyOf(clients);
        users = List.copyOf(users);
    }
}
