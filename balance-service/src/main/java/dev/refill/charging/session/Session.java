package dev.refill.charging.session;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

import dev.refill.charging.ChargingId;
import dev.refill.charging.SessionState;
import dev.refill.ledger.AccountId;
import dev.refill.ledger.LedgerUnit;
import dev.refill.subscriber.SubscriberId;
import dev.refill.tariff.PlanId;

/**
 * A session as it stands.
 *
 * @param id which
 * @param client whose
 * @param subscriber who uses the network
 * @param plan by which it is rated, from its beginning to its end
 * @param planVersion the version that was in force when it began
 * @param startedAt when the usage began
 * @param version rises with every change
 * @param state where it stands
 * @param lastSequence the highest sequence number that was answered
 * @param parts by target, in the order in which they came up
 * @param expiresAt until when it has to be heard of; {@code null}: it is released, or was silent and nothing is held back
 */
public record Session(ChargingId id, String client, SubscriberId subscriber, PlanId plan, int planVersion,
        Instant startedAt, long version, SessionState state, long lastSequence, List<Part> parts,
        @Nullable Instant expiresAt) {

    public Session {
        parts = List.copyOf(parts);
    }

    /** Before its first request. */
    static Session begun(ChargingId id, String client, SubscriberId subscriber, PlanId plan, int planVersion,
            Instant startedAt) {
        return new Session(id, client, subscriber, plan, planVersion, startedAt, 0, SessionState.OPEN, 0, List.of(),
                null);
    }

    /** Where the books hold what is reserved for all sessions of a subscriber: their number does not grow with time. */
    public static AccountId hold(SubscriberId subscriber) {
        return AccountId.frozenOf(subscriber + ":charging");
    }

    /** What it has cost until now, whoever pays, in the plan's unit. */
    long charged(LedgerUnit unit) {
        return parts.stream().mapToLong(part -> part.charged(unit)).sum();
    }

    /** What no bucket covered, in the plan's unit. */
    long owed() {
        return parts.stream().mapToLong(Part::owed).sum();
    }

    public boolean hasLastUnits() {
        return parts.stream().anyMatch(Part::lastUnits);
    }
}
