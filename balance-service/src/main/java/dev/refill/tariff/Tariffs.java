package dev.refill.tariff;

import java.time.Instant;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The plans, version by version. At an instant that version is in force which has the highest number of all whose time has
 * come: a newer one also takes the place of those that were to come before it. All publishers are cold; a cancel gives up
 * waiting.
 */
public interface Tariffs {

    /** The plan in force at an instant, past or to come. Empty: none was, or there is no such plan. */
    Mono<PlanInForce> inForce(PlanId plan, Instant at);

    /** What a version says, whether or not it was ever in force. Empty: there is none. */
    Mono<TariffPlan> content(PlanId plan, int version);

    /** The newest version of each plan, by name. */
    Flux<PlanVersion> plans(int limit);

    /**
     * The versions of a plan, newest first. Empty: there is no such plan.
     *
     * @param before only versions with a lower number; {@code null}: from the newest
     * @param limit 1 to 200
     */
    Flux<PlanVersion> versions(PlanId plan, @Nullable Integer before, int limit);

    /**
     * Writes a new version, in one statement that is committed by itself. A cancel does not undo it. Whoever did not hear
     * the outcome repeats it, and learns as {@code Outdated} that it, or another, was written.
     *
     * @param content of the same plan
     */
    Mono<PutOutcome> put(NewVersion version, TariffPlan content);

    /** Writes a new version with the content of an earlier one, in the same way. */
    Mono<PutOutcome> rollBack(NewVersion version, int to);
}
