package dev.refill.webhooks.outbound.web;

import java.time.Clock;
import java.util.stream.Collectors;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import dev.refill.webhooks.EventTypes;
import dev.refill.webhooks.outbound.destination.TargetGuard;

/** Puts the API of webhook endpoints together. */
@Configuration(proxyBeanMethods = false)
@Import({EndpointController.class, DeliveryController.class})
public class EndpointWebConfiguration {

    @Bean
    EndpointRequests endpointRequests(TargetGuard guard, ObjectProvider<EventTypes> types, Clock clock) {
        return new EndpointRequests(guard, types.orderedStream()
                .flatMap(published -> published.names().stream())
                .collect(Collectors.toUnmodifiableSet()), clock);
    }
}
