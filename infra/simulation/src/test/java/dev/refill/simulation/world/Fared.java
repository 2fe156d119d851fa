package dev.refill.simulation.world;

import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

import dev.refill.gateway.GatewayId;
import dev.refill.recharge.RechargeEvent;
import dev.refill.recharge.RechargeState;
import dev.refill.recharge.order.MemoryOrderStore.Noted;
import dev.refill.recharge.order.Order;
import dev.refill.simulation.provider.Proof;

/**
 * How an order fared.
 *
 * @param toCredit how long its customer waited; {@code null}: it was not credited
 * @param captures how many payments of it were captured, by whichever provider
 * @param atOnceElsewhere whether its first payment was at the second provider, as the first one answered badly by then
 * @param afterNotSent how often it went on to another provider because nothing was sent or it was refused
 * @param afterLookUp how often because a look-up had told that the payment was over
 * @param unproved how often though it was not certain that the payment before takes nothing
 */
public record Fared(@Nullable Duration toCredit, int captures, boolean atOnceElsewhere, int afterNotSent,
        int afterLookUp, int unproved) {

    /** @param proofs of each payment that another one has followed */
    static Fared of(Order order, GatewayId first, List<Noted> notes, int captures, List<Proof> proofs) {
        Duration toCredit = notes.stream()
                .filter(note -> note.event() == RechargeEvent.CREDITED)
                .findFirst()
                .map(note -> Duration.between(order.recharge().createdAt(), note.at()))
                .orElse(null);
        int onward = (int) notes.stream().filter(note -> note.event() == RechargeEvent.REROUTED).count();
        int found = (int) notes.stream()
                .filter(note -> note.event() == RechargeEvent.REROUTED && note.from() == RechargeState.UNKNOWN)
                .count();
        boolean elsewhere = order.payment().triedBefore().isEmpty() && !order.payment().gateway().equals(first);
        int unproved = (int) proofs.stream().filter(proof -> proof == Proof.NONE).count();
        return new Fared(toCredit, captures, elsewhere, onward - found, found, unproved);
    }
}
