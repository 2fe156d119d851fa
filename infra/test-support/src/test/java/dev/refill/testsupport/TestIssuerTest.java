package dev.refill.testsupport;

import java.text.ParseException;
import java.time.Instant;
import java.util.Date;
import java.util.Set;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/** Judged by a verifier that is not ours. */
class TestIssuerTest {

    private static final TestIssuer ISSUER = TestIssuer.start();

    @AfterAll
    static void stop() {
        ISSUER.close();
    }

    @Test
    void tokenOfAClientIsGood() throws Exception {
        JWTClaimsSet claims = judge(ISSUER.client("demo-app", "recharges:read", "recharges:write"));
        assertThat(claims.getSubject()).isEqualTo("demo-app");
        assertThat(claims.getStringClaim("scope")).isEqualTo("recharges:read recharges:write");
        assertThat(claims.getExpirationTime()).isAfter(Date.from(Instant.now()));
    }

    @Test
    void tokenOfAPersonIsGoodAndSaysThatItSignedIn() throws Exception {
        JWTClaimsSet claims = judge(ISSUER.person("anna", "operations"));
        assertThat(claims.getSubject()).isEqualTo("anna");
        assertThat(claims.getStringClaim("client_id")).isEqualTo("portal");
        assertThat(claims.getClaim("auth_time")).isNotNull();
        assertThat(judge(ISSUER.client("anna", "operations")).getClaim("auth_time")).isNull();
    }

    @Test
    void tokenOfASubscriberIsGoodAndSaysWhose() throws Exception {
        JWTClaimsSet claims = judge(ISSUER.subscriber("sub_test0102", "+12025550102", "balances:read"));
        assertThat(claims.getStringClaim("subscriber_id")).isEqualTo("sub_test0102");
        assertThat(claims.getStringClaim("msisdn")).isEqualTo("+12025550102");
    }

    @ParameterizedTest
    @EnumSource
    void badTokenIsRefused(BadToken kind) {
        String token = ISSUER.bad(kind, "recharges:read");
        assertThatException().isThrownBy(() -> judge(token)).isInstanceOf(BadJOSEException.class);
    }

    private static JWTClaimsSet judge(String token) throws BadJOSEException, JOSEException, ParseException {
        var processor = new DefaultJWTProcessor<SecurityContext>();
        processor.setJWSTypeVerifier(new DefaultJOSEObjectTypeVerifier<>(new JOSEObjectType("at+jwt")));
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(JWSAlgorithm.ES256,
                new ImmutableJWKSet<>(ISSUER.issuer().publicKeys())));
        processor.setJWTClaimsSetVerifier(new DefaultJWTClaimsVerifier<>("refill-api",
                new JWTClaimsSet.Builder().issuer(ISSUER.uri().toString()).build(),
                Set.of("sub", "exp", "iat", "jti", "client_id")));
        return processor.process(token, null);
    }
}
