package dev.refill.security;

import java.time.Duration;
import java.util.Map;

import org.springframework.core.ParameterizedTypeReference;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.ClientRegistration.ClientSettings;
import org.springframework.security.oauth2.client.registration.ClientRegistrations;
import org.springframework.security.oauth2.client.registration.ReactiveClientRegistrationRepository;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.util.UriComponentsBuilder;
import reactor.core.publisher.Mono;

import dev.refill.security.SecurityProperties.PortalClient;

/**
 * The portal as a client of the issuer, by authorization code with PKCE: for subscribers, and for operators, who ask for the
 * scope {@code operations}. The issuer's metadata is read at the first sign-in
 * and kept for an hour; an answer that failed is not kept.
 */
final class PortalClientRegistration implements ReactiveClientRegistrationRepository {

    static final String ID = "portal";
    static final String OPERATIONS = "operations";

    private static final Duration KEPT = Duration.ofHours(1);
    private static final ParameterizedTypeReference<Map<String, Object>> METADATA = new ParameterizedTypeReference<>() {
    };

    private final SecurityProperties properties;
    private final WebClient issuer;
    private final Mono<ClientRegistration> registration;

    PortalClientRegistration(SecurityProperties properties) {
        this.properties = properties;
        this.issuer = IssuerClient.within(properties.timeout());
        this.registration = Mono.defer(this::discover).cache(found -> KEPT, failed -> Duration.ZERO,
                () -> Duration.ZERO);
    }

    /** Empty: neither of the two. */
    @Override
    public Mono<ClientRegistration> findByRegistrationId(String registrationId) {
        return switch (registrationId) {
            case ID -> registration;
            case OPERATIONS -> registration.map(PortalClientRegistration::forOperators);
            default -> Mono.empty();
        };
    }

    private static ClientRegistration forOperators(ClientRegistration portal) {
        return ClientRegistration.withClientRegistration(portal)
                .registrationId(OPERATIONS)
                .scope("openid", "operations")
                .build();
    }

    private Mono<ClientRegistration> discover() {
        return issuer.get()
                .uri(UriComponentsBuilder.fromUri(properties.issuer())
                        .path("/.well-known/openid-configuration")
                        .build()
                        .toUri())
                .retrieve()
                .bodyToMono(METADATA)
                .map(this::register)
                .onErrorMap(IssuerUnavailable::new);
    }

    private ClientRegistration register(Map<String, Object> metadata) {
        String named = String.valueOf(metadata.get("issuer"));
        if (!properties.issuer().toString().equals(named)) {
            throw new IllegalStateException("issuer: " + named + " (expected: " + properties.issuer() + ")");
        }
        PortalClient client = properties.portalClient();
        ClientRegistration.Builder registered = ClientRegistrations.fromOidcConfiguration(metadata)
                .registrationId(ID)
                .clientId(client.id())
                .clientAuthenticationMethod(ClientAuthenticationMethod.NONE)
                .authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE)
                .clientSettings(ClientSettings.builder().requireProofKey(true).build())
                .redirectUri("{baseUrl}/login/oauth2/code/{registrationId}")
                .scope("openid");
        if (client.secret() != null) {
            registered.clientSecret(client.secret())
                    .clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_BASIC);
        }
        return registered.build();
    }
}
