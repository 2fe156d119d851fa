package dev.refill.security;

import java.net.URI;
import java.time.Duration;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The one OIDC issuer that is trusted.
 *
 * @param issuer its URL, exactly as in the claim {@code iss}; its metadata is read when first needed
 * @param audience what the claim {@code aud} of an API token must name
 * @param clockSkew how far the issuer's clock may differ from ours, at most a minute
 * @param timeout how long a call to the issuer may take
 * @param portalClient the portal's own client at the issuer
 */
@ConfigurationProperties("refill.security")
record SecurityProperties(URI issuer, @DefaultValue("refill-api") String audience,
        @DefaultValue("60s") Duration clockSkew, @DefaultValue("3s") Duration timeout,
        @DefaultValue PortalClient portalClient) {

    private static final Duration LARGEST_SKEW = Duration.ofMinutes(1);

    // The binder passes null for what is not set, whatever the declared type says.
    @SuppressWarnings("ConstantValue")
    SecurityProperties {
        if (issuer == null || !issuer.isAbsolute()) {
            throw new IllegalArgumentException(
                    "refill.security.issuer: " + issuer + " (expected: the URL of an OIDC issuer)");
        }
        if (clockSkew.isNegative() || clockSkew.compareTo(LARGEST_SKEW) > 0) {
            throw new IllegalArgumentException("refill.security.clock-skew: " + clockSkew + " (expected: 0s to 60s)");
        }
    }

    /**
     * @param id its client id
     * @param secret its secret; {@code null}: a public client, which PKCE alone protects
     */
    record PortalClient(@DefaultValue("portal") String id, @Nullable String secret) {

        @Override
        public String toString() {
            return "PortalClient[id=" + id + "]";
        }
    }
}
