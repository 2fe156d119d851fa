package dev.refill.recharge;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

import dev.refill.gateway.GatewayId;
import dev.refill.gateway.Money;
import dev.refill.gateway.OperationKey;
import dev.refill.gateway.ProviderReference;
import dev.refill.recharge.routing.Route;

/**
 * An order with all that is known of it.
 *
 * @param operationKey what the provider was sent with the charge
 * @param reference the provider's id of the payment, if it was told
 * @param captured what was captured, if anything is known to have been
 * @param goesBack whether something of it is on its way back to the customer, or gone
 * @param gone what of it has gone back for good, by refunds that succeeded and disputes that were lost; in minor units
 * @param looks how often it was looked at where it rests
 * @param nextLook when it is looked at next; {@code null}: by nobody
 * @param payments its payments, the first one first; the last one is that of which the fields above tell
 * @param steps its changes, the first one first
 * @param deeds what people did to it by hand, the first one first
 */
public record OrderFile(Recharge recharge, GatewayId gateway, OperationKey operationKey,
        @Nullable ProviderReference reference, @Nullable Money captured, boolean goesBack, long gone,
        int looks, @Nullable Instant nextLook, List<Attempt> payments, List<Step> steps, List<Deed> deeds) {

    public OrderFile {
        payments = List.copyOf(payments);
        steps = List.copyOf(steps);
        deeds = List.copyOf(deeds);
    }

    /**
     * One payment.
     *
     * @param route between which gateways it was chosen, and why; {@code null}: there was no choice
     * @param stray what it brought although another one had followed it; {@code null}: nothing
     */
    public record Attempt(GatewayId gateway, OperationKey operationKey, @Nullable ProviderReference reference,
            @Nullable Route route, @Nullable Money stray) {}

    /**
     * One change.
     *
     * @param version of the order after it
     * @param from {@code null}: it was accepted
     * @param actor a client, a gateway, a person, or Refill itself
     * @param cause by which way the news came, in lower case
     * @param evidence by what it can be found again, where there is anything
     */
    public record Step(long version, @Nullable RechargeState from, RechargeEvent event, RechargeState to, String actor,
            String cause, @Nullable String evidence, Instant at) {}

    /**
     * What a person did.
     *
     * @param version of the order after it
     * @param person the subject of the token or sign-in
     * @param reason why; empty for a look-up
     * @param found what the provider said at that moment
     */
    public record Deed(long version, String person, Kind kind, String reason, String found, Instant at) {}

    /** What a person can do. */
    public enum Kind {
        LOOK_UP,
        CREDIT,
        CLOSE,
        RESUME
    }

    /** What brought it to where it is. */
    public RechargeEvent cause() {
        return steps.getLast().event();
    }
}
