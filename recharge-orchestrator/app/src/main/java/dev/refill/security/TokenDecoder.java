package dev.refill.security;

import java.util.List;
import java.util.Set;

import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2TokenValidatorResult;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtAudienceValidator;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.security.oauth2.jwt.JwtIssuerValidator;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.JwtTypeValidator;
import org.springframework.security.oauth2.jwt.JwtValidators;
import org.springframework.security.oauth2.jwt.NimbusReactiveJwtDecoder;
import org.springframework.security.oauth2.jwt.ReactiveJwtDecoder;

/**
 * Reads API tokens: signed by a key of the issuer with an algorithm of the list, of its type, for us, and in time. The
 * issuer is asked for its keys at the first token, so that the application starts while the issuer is down.
 */
final class TokenDecoder {

    private static final Set<SignatureAlgorithm> ALGORITHMS = Set.of(SignatureAlgorithm.ES256, SignatureAlgorithm.RS256,
            SignatureAlgorithm.PS256);

    private TokenDecoder() {}

    static ReactiveJwtDecoder of(SecurityProperties properties) {
        NimbusReactiveJwtDecoder decoder = NimbusReactiveJwtDecoder
                .withIssuerLocation(properties.issuer().toString())
                .webClient(IssuerClient.within(properties.timeout()))
                .jwsAlgorithms(algorithms -> algorithms.addAll(ALGORITHMS))
                .validateType(false)
                .build();
        OAuth2TokenValidator<Jwt> rules = rules(properties);
        decoder.setJwtValidator(rules);
        return new RememberingDecoder(
                token -> decoder.decode(token).onErrorMap(TokenDecoder::isNoVerdict, IssuerUnavailable::new), rules);
    }

    /** Without the issuer's keys nothing is known about a token: that is no refusal. */
    private static boolean isNoVerdict(Throwable failure) {
        return !(failure instanceof JwtException);
    }

    /** A decoder of one's own has none of the usual validators: each is named here. */
    static OAuth2TokenValidator<Jwt> rules(SecurityProperties properties) {
        JwtTimestampValidator inTime = new JwtTimestampValidator(properties.clockSkew());
        inTime.setAllowEmptyExpiryClaim(false);
        return JwtValidators.createDefaultWithValidators(List.of(
                inTime,
                new JwtIssuerValidator(properties.issuer().toString()),
                new JwtAudienceValidator(properties.audience()),
                new JwtTypeValidator("at+jwt", "application/at+jwt", "JWT"),
                TokenDecoder::namesItsCaller));
    }

    private static OAuth2TokenValidatorResult namesItsCaller(Jwt token) {
        return token.getSubject() != null && CallerIdentity.clientOf(token) != null
                ? OAuth2TokenValidatorResult.success()
                : OAuth2TokenValidatorResult.failure(new OAuth2Error(OAuth2ErrorCodes.INVALID_TOKEN,
                        "sub and client_id (or azp) are required", null));
    }
}
