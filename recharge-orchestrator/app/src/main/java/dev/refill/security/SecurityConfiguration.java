package dev.refill.security;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.security.config.annotation.web.reactive.EnableWebFluxSecurity;
import org.springframework.security.config.observation.SecurityObservationSettings;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.jwt.ReactiveJwtDecoder;
import org.springframework.security.oauth2.jwt.ReactiveJwtDecoderFactory;
import org.springframework.security.web.server.firewall.ServerExchangeRejectedHandler;
import org.springframework.security.web.server.firewall.ServerWebExchangeFirewall;
import org.springframework.web.reactive.function.server.support.RouterFunctionMapping;
import org.springframework.web.reactive.result.method.annotation.RequestMappingHandlerMapping;
import reactor.core.publisher.Flux;

/** The security of the application: a chain each for API, operations, documents and portal, asked in this order. */
@Configuration(proxyBeanMethods = false)
@EnableWebFluxSecurity
@EnableConfigurationProperties(SecurityProperties.class)
@Import({OperationsSecurity.class, ApiSecurity.class, DocumentSecurity.class, PortalSecurity.class})
public class SecurityConfiguration {

    @Bean
    ReactiveJwtDecoder tokenDecoder(SecurityProperties properties) {
        return TokenDecoder.of(properties);
    }

    /** Requests are observed as a whole; an observation of each filter of a chain costs more than the filter. */
    @Bean
    SecurityObservationSettings securityObservations() {
        return SecurityObservationSettings.noObservations();
    }

    @Bean
    ServerWebExchangeFirewall firewall() {
        return HeaderRules.firewall();
    }

    @Bean
    ServerExchangeRejectedHandler refusedAtTheDoor() {
        return new RefusedAtTheDoor();
    }

    @Bean
    CallerIdentity callerIdentity() {
        return new CallerIdentity();
    }

    @Bean
    ClientItself clientItself() {
        return new ClientItself();
    }

    @Bean
    TransferCallers transferCallers() {
        return new TransferCallers();
    }

    @Bean
    Tmf654Callers tmf654Callers() {
        return new Tmf654Callers();
    }

    @Bean
    PersonItself personItself() {
        return new PersonItself();
    }

    @Bean
    ReactiveJwtDecoderFactory<ClientRegistration> idTokenDecoders() {
        return IdTokenDecoders.create();
    }

    /** Lazy, as the mappings need all controllers and the chains are made earlier. */
    @Bean
    NothingThere nothingThere(
            @Qualifier("requestMappingHandlerMapping") ObjectProvider<RequestMappingHandlerMapping> controllers,
            @Qualifier("routerFunctionMapping") ObjectProvider<RouterFunctionMapping> routes) {
        return new NothingThere(Flux.defer(() -> Flux.just(controllers.getObject(), routes.getObject())));
    }
}
