package dev.refill.gateway;

import java.net.URI;

/**
 * The customer has to do something on the provider's page.
 *
 * @param reference the provider's id of the payment
 * @param redirect where the browser goes
 */
public record RequiresAction(ProviderReference reference, URI redirect) implements PaymentObservation {}
