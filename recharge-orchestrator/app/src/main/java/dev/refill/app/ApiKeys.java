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
        // Not where webhook endpoints get a secret: the stored answer would hold it. Registering an address twice is refused.
        return IdempotentEndpoints.none()
                .required(HttpMethod.POST, "/v1/recharges")
                .optional(HttpMethod.POST, "/v1/recharges/{id}/cancel")
                .required(HttpMethod.POST, "/v1/operations/recharges/{id}/refunds")
                .optional(HttpMethod.POST, "/v1/operations/refunds/{id}/approve")
                .optional(HttpMethod.POST, "/v1/operations/refunds/{id}/reject")
                .optional(HttpMethod.POST, "/v1/operations/refunds/{id}/decisions")
                .optional(HttpMethod.POST, "/v1/webhook-endpoints/{id}/disable")
                .optional(HttpMethod.POST, "/v1/webhook-endpoints/{id}/enable")
                .optional(HttpMethod.POST, "/v1/webhook-endpoints/{id}/replays")
                .optional(HttpMethod.POST, "/v1/webhook-endpoints/{id}/deliveries/{event}/replay");
    }
}
