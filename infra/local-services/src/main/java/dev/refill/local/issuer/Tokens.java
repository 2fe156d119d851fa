package dev.refill.local.issuer;

import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import java.util.Optional;
import java.util.UUID;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;

/** Makes tokens (RFC 9068 access tokens, OpenID Connect id tokens) and reads back its own. Safe for many threads. */
final class Tokens {

    static final JOSEObjectType ACCESS_TOKEN = new JOSEObjectType("at+jwt");

    private final String issuer;
    private final String audience;
    private final Duration life;
    private final SigningKeys keys;
    private final Clock clock;

    Tokens(String issuer, String audience, Duration life, SigningKeys keys, Clock clock) {
        this.issuer = issuer;
        this.audience = audience;
        this.life = life;
        this.keys = keys;
        this.clock = clock;
    }

    Duration life() {
        return life;
    }

    String forClient(IssuerClient client, Collection<String> scopes) {
        return signAccess(accessClaims(client.id(), client.id(), scopes).build());
    }

    String forUser(IssuerUser user, String client, Collection<String> scopes) {
        return signAccess(signedIn(withNumber(accessClaims(user.subject(), client, scopes), user)).build());
    }

    /** Valid claims for an access token, for others to change one thing in. */
    JWTClaimsSet.Builder accessClaims(String subject, String client, Collection<String> scopes) {
        return times(new JWTClaimsSet.Builder()
                .issuer(issuer)
                .subject(subject)
                .audience(audience)
                .claim("client_id", client)
                .claim("scope", String.join(" ", scopes)));
    }

    String identity(IssuerUser user, AuthorizationRequest request) {
        JWTClaimsSet.Builder claims = signedIn(times(new JWTClaimsSet.Builder()
                .issuer(issuer)
                .subject(user.subject())
                .audience(request.client().id())));
        withNumber(claims, user);
        if (!user.isOperator()) {
            claims.claim("phone_number", user.login());
        }
        request.nonce().ifPresent(nonce -> claims.claim("nonce", nonce));
        return sign(JWSAlgorithm.RS256, JOSEObjectType.JWT, keys.identity().getKeyID(), rsaSigner(), claims.build());
    }

    private static JWTClaimsSet.Builder withNumber(JWTClaimsSet.Builder claims, IssuerUser user) {
        return user.isOperator()
                ? claims
                : claims.claim("subscriber_id", user.subject()).claim("msisdn", user.login());
    }

    /** Nobody stays logged in here, so a token is asked for right after the sign-in. */
    private JWTClaimsSet.Builder signedIn(JWTClaimsSet.Builder claims) {
        return claims.claim("auth_time", clock.instant().getEpochSecond());
    }

    private JWTClaimsSet.Builder times(JWTClaimsSet.Builder claims) {
        Instant now = clock.instant();
        return claims
                .issueTime(Date.from(now))
                .notBeforeTime(Date.from(now))
                .expirationTime(Date.from(now.plus(life)))
                .jwtID(UUID.randomUUID().toString());
    }

    String signAccess(JWTClaimsSet claims) {
        try {
            return sign(JWSAlgorithm.ES256, ACCESS_TOKEN, keys.access().getKeyID(), new ECDSASigner(keys.access()),
                    claims);
        } catch (JOSEException impossible) {
            throw new IllegalStateException("the key is for ES256", impossible);
        }
    }

    /** The claims of an access token of ours that is valid now. */
    Optional<JWTClaimsSet> read(String token) {
        try {
            SignedJWT jwt = SignedJWT.parse(token);
            JWTClaimsSet claims = jwt.getJWTClaimsSet();
            return JWSAlgorithm.ES256.equals(jwt.getHeader().getAlgorithm())
                    && jwt.verify(new ECDSAVerifier(keys.access().toPublicJWK()))
                    && claims.getExpirationTime().toInstant().isAfter(clock.instant())
                            ? Optional.of(claims)
                            : Optional.empty();
        } catch (ParseException | JOSEException notOurs) {
            return Optional.empty();
        }
    }

    private JWSSigner rsaSigner() {
        try {
            return new RSASSASigner(keys.identity());
        } catch (JOSEException impossible) {
            throw new IllegalStateException("the key is for RS256", impossible);
        }
    }

    private static String sign(JWSAlgorithm algorithm, JOSEObjectType type, String keyId, JWSSigner signer,
            JWTClaimsSet claims) {
        try {
            SignedJWT jwt = new SignedJWT(new JWSHeader.Builder(algorithm).type(type).keyID(keyId).build(), claims);
            jwt.sign(signer);
            return jwt.serialize();
        } catch (JOSEException impossible) {
            throw new IllegalStateException("the key is for " + algorithm, impossible);
        }
    }
}
