package dev.refill.recharge.web;

import java.security.Principal;

import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;

import dev.refill.recharge.Recharge;
import dev.refill.recharge.card.KeptCard;
import dev.refill.subscriber.Subscriber;

/**
 * Who calls, as the verified token says.
 *
 * @param clientId the OAuth2 client
 * @param subscriber the subscriber the token was issued to; {@code null}: a channel's own client, which acts for any
 */
record Caller(String clientId, @Nullable String subscriber) {

    /**
     * Reads the verified token of a request.
     *
     * @throws IllegalStateException if the request was let in without a token, or names no client: a fault of ours
     */
    static Caller of(Principal principal) {
        if (!(principal instanceof JwtAuthenticationToken token)) {
            throw new IllegalStateException("principal: " + principal.getClass() + " (expected: a verified JWT)");
        }
        Jwt jwt = token.getToken();
        String client = jwt.getClaimAsString("client_id") == null
                ? jwt.getClaimAsString("azp")
                : jwt.getClaimAsString("client_id");
        if (client == null) {
            throw new IllegalStateException("token names no client (expected: claim client_id or azp)");
        }
        return new Caller(client, jwt.getClaimAsString("subscriber_id"));
    }

    boolean maySee(Recharge recharge) {
        return subscriber == null
                ? recharge.owner().clientId().equals(clientId)
                : recharge.subscriber().value().equals(subscriber);
    }

    /** A subscriber sees all of its own, a channel what was kept through it. */
    boolean maySee(KeptCard card) {
        return subscriber == null
                ? card.clientId().equals(clientId)
                : card.subscriber().value().equals(subscriber);
    }

    boolean maySee(Subscriber other) {
        return subscriber == null || other.id().value().equals(subscriber);
    }
}
