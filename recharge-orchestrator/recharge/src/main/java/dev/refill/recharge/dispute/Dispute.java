package dev.refill.recharge.dispute;

import java.math.BigInteger;

import org.jspecify.annotations.Nullable;
import org.springframework.modulith.NamedInterface;

import dev.refill.gateway.GatewayId;
import dev.refill.gateway.Money;
import dev.refill.gateway.ProviderReference;
import dev.refill.offer.Quantity;
import dev.refill.recharge.RechargeId;

/**
 * One dispute of an order's payment, as it stood when it was read.
 *
 * @param id permanent
 * @param gateway at which provider
 * @param reference the provider's id of the dispute
 * @param recharge of which order
 * @param version rises with every change; 0: not kept yet
 * @param state where it stands; {@code null}: not kept yet
 * @param withdrawn what the provider took, once it did
 * @param fee what the provider took for it, in the currency of our balance there
 * @param reinstated what came back, once it did
 * @param credit what was taken of the credit because of it
 * @param bonus what was taken of the bonus
 * @param rawReason the provider's word for the customer's reason
 */
@NamedInterface("money-back")
public record Dispute(DisputeId id, GatewayId gateway, ProviderReference reference, RechargeId recharge, long version,
        @Nullable DisputeState state, @Nullable Money withdrawn, @Nullable Money fee, @Nullable Money reinstated,
        Quantity credit, Quantity bonus, @Nullable String rawReason) {

    /** Of what came back, the part of the credit; all of it as a rule. */
    public Quantity creditBack() {
        return share(credit);
    }

    /** And the part of the bonus. */
    public Quantity bonusBack() {
        return share(bonus);
    }

    private Quantity share(Quantity taken) {
        if (withdrawn == null || reinstated == null) {
            return new Quantity(0, taken.unit());
        }
        return reinstated.minor() >= withdrawn.minor()
                ? taken
                : new Quantity(BigInteger.valueOf(taken.value())
                        .multiply(BigInteger.valueOf(reinstated.minor()))
                        .divide(BigInteger.valueOf(withdrawn.minor()))
                        .longValueExact(), taken.unit());
    }
}
