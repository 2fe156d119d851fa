package dev.refill.simulation.provider;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import dev.refill.gateway.Approved;
import dev.refill.gateway.ChargeOutcome;
import dev.refill.gateway.Declined;
import dev.refill.gateway.LookupOutcome;
import dev.refill.gateway.NotSent;
import dev.refill.gateway.OperationKey;

/** What was said of each payment and when it was heard, whatever the product under test makes of it. */
final class ModelAnswers {

    private final Clock clock;
    private final Map<OperationKey, List<Said>> said = new HashMap<>();

    ModelAnswers(Clock clock) {
        this.clock = clock;
    }

    /**
     * A question or a charge.
     *
     * @param at when it was sent, and once there is an answer, when that was heard
     * @param outcome {@code null}: nothing was heard yet
     */
    private record Said(Instant at, boolean isCharge, @Nullable Object outcome) {

        boolean isProvablyNotSent() {
            return outcome instanceof NotSent notSent && notSent.reason().mayFailOver();
        }

        boolean isRefusal() {
            return outcome instanceof Declined declined && !declined.retriable();
        }
    }

    /** The same, kept from the moment it is sent: what nobody hears of may have arrived. */
    Mono<ChargeOutcome> charge(OperationKey key, Mono<ChargeOutcome> sent) {
        return Mono.defer(() -> {
            List<Said> of = of(key);
            int place = of.size();
            of.add(new Said(clock.instant(), true, null));
            return sent.doOnNext(outcome -> of.set(place, new Said(clock.instant(), true, outcome)));
        });
    }

    /** The same, kept once it is answered. */
    Mono<LookupOutcome> lookup(OperationKey key, Mono<LookupOutcome> asked) {
        return asked.doOnNext(outcome -> told(key, outcome));
    }

    /** It says so by itself. */
    void told(OperationKey key, Object outcome) {
        of(key).add(new Said(clock.instant(), false, outcome));
    }

    private List<Said> of(OperationKey key) {
        return said.computeIfAbsent(key, none -> new ArrayList<>());
    }

    /** Why whoever had heard all of it was certain at that moment that the payment takes nothing. */
    Proof proof(OperationKey key, Instant at) {
        List<Said> heard = of(key).stream().filter(one -> !one.at().isAfter(at)).toList();
        if (heard.stream().anyMatch(one -> one.outcome() instanceof Approved)) {
            return Proof.NONE;
        }
        if (heard.stream().anyMatch(Said::isRefusal)) {
            return heard.stream().anyMatch(one -> one.isCharge() && one.isRefusal()) ? Proof.REFUSED : Proof.FOUND;
        }
        return heard.stream().filter(Said::isCharge).allMatch(Said::isProvablyNotSent) ? Proof.NOT_SENT : Proof.NONE;
    }
}
