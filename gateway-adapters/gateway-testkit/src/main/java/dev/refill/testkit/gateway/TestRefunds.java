package dev.refill.testkit.gateway;

import java.util.UUID;

import org.jspecify.annotations.Nullable;

import dev.refill.gateway.Money;
import dev.refill.gateway.OperationKey;
import dev.refill.gateway.ProviderReference;
import dev.refill.gateway.RefundCommand;
import dev.refill.gateway.RefundQuery;

/** Valid refunds, each with a key of its own, of payments as {@link TestCharges} makes them. */
public final class TestRefunds {

    private TestRefunds() {}

    public static RefundCommand of(ProviderReference payment, Money amount) {
        return new RefundCommand(new OperationKey("rfd_" + UUID.randomUUID()), payment, amount, "bought twice");
    }

    public static RefundCommand ofAll(ProviderReference payment) {
        return of(payment, TestCharges.TEN_EUROS);
    }

    public static RefundQuery query(RefundCommand command, @Nullable ProviderReference reference) {
        return new RefundQuery(command.operationKey(), reference, command.payment(), TestCharges.sentJustNow());
    }
}
