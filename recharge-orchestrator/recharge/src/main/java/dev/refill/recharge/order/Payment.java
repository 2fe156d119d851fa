package dev.refill.recharge.order;

import java.util.List;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import dev.refill.gateway.Declined;
import dev.refill.gateway.GatewayId;
import dev.refill.gateway.Money;
import dev.refill.gateway.OperationKey;
import dev.refill.gateway.ProviderReference;
import dev.refill.recharge.PaymentMeans;
import dev.refill.subscriber.Msisdn;

/**
 * A payment of an order at a provider. An order has one at a time, and the next one only once it is certain that the one
 * before takes nothing.
 *
 * @param operationKey the payment's id, which is also what the provider is sent
 * @param gateway at which provider
 * @param means how the customer pays
 * @param reference the provider's id, once an answer told it
 * @param captured what was captured, as far as we were told; {@code null}: we were told of nothing
 * @param triedBefore where the order was tried before, and came to nothing; the first one first
 */
public record Payment(OperationKey operationKey, GatewayId gateway, PaymentMeans means,
        @Nullable ProviderReference reference, @Nullable Money captured, List<GatewayId> triedBefore) {

    public Payment {
        triedBefore = List.copyOf(triedBefore);
    }

    /** One of which the provider has told nothing yet. */
    public static Payment untold(OperationKey operationKey, GatewayId gateway, PaymentMeans means) {
        return new Payment(operationKey, gateway, means, null, null, List.of());
    }

    Payment after(OrderChange change) {
        OrderChange.NextPayment next = change.next();
        return next != null
                ? new Payment(next.operationKey(), next.gateway(), meansOf(next), null, null, tried())
                : new Payment(operationKey, gateway, means,
                        change.reference() == null ? reference : change.reference(),
                        change.captured() == null ? captured : change.captured(), triedBefore);
    }

    private PaymentMeans meansOf(OrderChange.NextPayment next) {
        return next.gateway().equals(gateway) && means instanceof PaymentMeans.CardOnFile
                ? new PaymentMeans.HostedPage(false)
                : means;
    }

    /** Where the order was tried by now. */
    List<GatewayId> tried() {
        return Stream.concat(triedBefore.stream(), Stream.of(gateway)).toList();
    }

    /** Whether money is known to have come. */
    public boolean isCaptured() {
        return captured != null && captured.minor() > 0;
    }

    /** Whether the customer may try again after a refusal. By a kept card nobody is asked again, whatever the provider takes. */
    public boolean takesAnotherTry(Declined declined) {
        return switch (means) {
            case PaymentMeans.HostedPage page -> declined.retriable();
            case PaymentMeans.MobileMoney phone -> declined.retriable();
            case PaymentMeans.CardOnFile card -> false;
        };
    }

    /** Whose phone is asked to confirm it; {@code null}: nobody's. */
    public @Nullable Msisdn payer() {
        return switch (means) {
            case PaymentMeans.MobileMoney(Msisdn payer) -> payer;
            case PaymentMeans.HostedPage page -> null;
            case PaymentMeans.CardOnFile card -> null;
        };
    }
}
