package dev.refill.testsupport;

import java.nio.charset.StandardCharsets;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.PlainHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;

/** Tokens that only somebody without the issuer's key would make. */
final class Forgery {

    private static final JOSEObjectType ACCESS_TOKEN = new JOSEObjectType("at+jwt");

    private Forgery() {}

    static String unsigned(JWTClaimsSet claims) {
        return new PlainJWT(new PlainHeader.Builder().type(ACCESS_TOKEN).build(), claims).serialize();
    }

    static String signedWithThePublicKey(JWTClaimsSet claims, JWKSet keys) {
        try {
            byte[] known = keys.getKeys().getFirst().toECKey().toJSONString().getBytes(StandardCharsets.UTF_8);
            return signed(header(JWSAlgorithm.HS256, keys).build(), claims, new MACSigner(known));
        } catch (JOSEException impossible) {
            throw new AssertionError(impossible);
        }
    }

    static String signedByAForeignKey(JWTClaimsSet claims, JWKSet keys, boolean sentAlong) {
        try {
            ECKey foreign = new ECKeyGenerator(Curve.P_256).generate();
            JWSHeader.Builder header = header(JWSAlgorithm.ES256, keys);
            return signed((sentAlong ? header.jwk(foreign.toPublicJWK()) : header).build(), claims,
                    new ECDSASigner(foreign));
        } catch (JOSEException impossible) {
            throw new AssertionError(impossible);
        }
    }

    /** Header and signature of a valid token around other claims. */
    static String tampered(String valid, JWTClaimsSet others) {
        String[] parts = valid.split("\\.", -1);
        return parts[0] + "." + others.toPayload().toBase64URL() + "." + parts[2];
    }

    private static JWSHeader.Builder header(JWSAlgorithm algorithm, JWKSet keys) {
        return new JWSHeader.Builder(algorithm).type(ACCESS_TOKEN).keyID(keys.getKeys().getFirst().getKeyID());
    }

    private static String signed(JWSHeader header, JWTClaimsSet claims, JWSSigner signer) throws JOSEException {
        SignedJWT token = new SignedJWT(header, claims);
        token.sign(signer);
        return token.serialize();
    }
}
