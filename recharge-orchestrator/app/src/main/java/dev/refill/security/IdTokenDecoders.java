package dev.refill.security;

import java.util.Collection;

import org.springframework.security.oauth2.client.oidc.authentication.ReactiveOidcIdTokenDecoderFactory;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.jose.jws.JwsAlgorithm;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.ReactiveJwtDecoderFactory;

/** Reads the id token of a sign-in, by the signature algorithm that the issuer's metadata announces. */
final class IdTokenDecoders {

    private IdTokenDecoders() {}

    static ReactiveJwtDecoderFactory<ClientRegistration> create() {
        ReactiveOidcIdTokenDecoderFactory decoders = new ReactiveOidcIdTokenDecoderFactory();
        decoders.setJwsAlgorithmResolver(IdTokenDecoders::algorithm);
        return decoders;
    }

    /** RS256 is what every issuer can do, and what OpenID Connect takes if nothing is announced. */
    private static JwsAlgorithm algorithm(ClientRegistration client) {
        Object announced = client.getProviderDetails()
                .getConfigurationMetadata()
                .get("id_token_signing_alg_values_supported");
        boolean elliptic = announced instanceof Collection<?> names && names.contains("ES256")
                && !names.contains("RS256");
        return elliptic ? SignatureAlgorithm.ES256 : SignatureAlgorithm.RS256;
    }
}
