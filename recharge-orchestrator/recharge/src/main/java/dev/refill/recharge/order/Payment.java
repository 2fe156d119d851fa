package dev.refill.recharge.order;

import org.jspecify.annotations.Nullable;

import dev.refill.gateway.GatewayId;
import dev.refill.gateway.OperationKey;
import dev.refill.gateway.ProviderReference;

/**
 * The payment of an order at a provider.
 *
 * @param operationKey the payment's id, which is also what the provider is sent
 * @param gateway at which provider
 * @param cardOnFile the provider's token of a kept card; {@code null}: the customer pays on the provider's page
 * @param reference the provider's id, once an answer told it
 */
public record Payment(OperationKey operationKey, GatewayId gateway, @Nullable String cardOnFile,
        @Nullable ProviderReference reference) {

    Payment withReference(ProviderReference told) {
        return new Payment(operationKey, gateway, cardOnFile, told);
    }

    public boolean isOnHostedPage() {
        return cardOnFile == null;
    }
}
