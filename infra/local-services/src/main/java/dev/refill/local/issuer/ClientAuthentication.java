package dev.refill.local.issuer;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/** Tells which client asks, by {@code client_secret_basic} or {@code client_secret_post} (RFC 6749, 2.3.1). */
final class ClientAuthentication {

    private static final String BASIC = "Basic ";

    private final List<IssuerClient> clients;

    ClientAuthentication(List<IssuerClient> clients) {
        this.clients = clients;
    }

    /**
     * @param authorization the header of that name
     * @return empty: unknown, wrong secret, or both ways at once
     */
    Optional<IssuerClient> authenticate(@Nullable String authorization, Parameters form) {
        if (authorization == null) {
            return known(form.orEmpty("client_id"), form.orEmpty("client_secret"));
        }
        if (form.one("client_secret").isPresent()) {
            return Optional.empty();
        }
        return basic(authorization)
                .filter(client -> form.one("client_id").map(client.id()::equals).orElse(true));
    }

    private Optional<IssuerClient> basic(String authorization) {
        if (!authorization.regionMatches(true, 0, BASIC, 0, BASIC.length())) {
            return Optional.empty();
        }
        try {
            byte[] decoded = Base64.getDecoder().decode(authorization.substring(BASIC.length()).strip());
            String[] pair = new String(decoded, StandardCharsets.UTF_8).split(":", 2);
            return pair.length == 2 ? known(urlDecoded(pair[0]), urlDecoded(pair[1])) : Optional.empty();
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }

    private static String urlDecoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    private Optional<IssuerClient> known(String id, String secret) {
        return clients.stream()
                .filter(client -> client.id().equals(id))
                .filter(client -> MessageDigest.isEqual(client.secret().getBytes(StandardCharsets.UTF_8),
                        secret.getBytes(StandardCharsets.UTF_8)))
                .findFirst();
    }
}
