package dev.refill.autotopup.web;

import java.security.Principal;

import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;

import dev.refill.autotopup.rule.Rule;
import dev.refill.recharge.card.KeptCard;
import dev.refill.subscriber.Subscriber;

/**
 * Who calls, as the verified token says.
 *
 * @param clientId the OAuth2 client
 * @param subject the token's, for the record
 * @param subscriber the subscriber the token was issued to; {@code null}: a channel's own client, which acts for any
 */
record Caller(String clientId, String subject, @Nullable String subscriber) {

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
        return new Caller(client, principal.getName(), jwt.getClaimAsString("subscriber_id"));
    }

    /** By which its keys are told apart from those of others. */
    String name() {
        return clientId + "\n" + subject;
    }

    /** A subscriber sees what is its own, whoever made it; a channel what it has made itself. */
    boolean maySee(Rule rule) {
        return subscriber == null
                ? rule.clientId().equals(clientId)
                : rule.subscriber().value().equals(subscriber);
    }

    /** A subscriber uses what is its own, a channel what was kept through it. */
    boolean mayUse(KeptCard card) {
        return subscriber == null
                ? card.clientId().equals(clientId)
                : card.subscriber().value().equals(subscriber);
    }

    /** Whose rules alone it sees; {@code null}: a subscriber, who sees those of its own that any has made. */
    @Nullable
    String channel() {
        return subscriber == null ? clientId : null;
    }

    boolean mayActFor(Subscriber other) {
        return subscriber == null || other.id().value().equals(subscriber);
    }
}
