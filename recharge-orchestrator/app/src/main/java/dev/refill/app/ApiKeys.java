package dev.refill.app;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;

import dev.refill.idempotency.IdempotentEndpoints;

/** Which endpoints take an {@code Idempotency-Key}. */
@Configuration(proxyBeanMethods = false)
class ApiKeys {

    @Bean
    IdempotentEndpoints idempotentEndpoints() {
        return IdempotentEndpoints.none().required(HttpMethod.POST, "/v1/recharges");
    }
}
