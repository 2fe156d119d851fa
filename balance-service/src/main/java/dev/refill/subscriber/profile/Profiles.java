package dev.refill.subscriber.profile;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import dev.refill.subscriber.Msisdn;
import dev.refill.subscriber.SubscriberId;

/** The profiles with their audit records. All publishers are cold; a cancel gives up waiting. */
public interface Profiles {

    /** Empty: there is none of that id. */
    Mono<Profile> withId(SubscriberId id);

    /** Empty: nobody has the number who is not closed. */
    Mono<Profile> withNumber(Msisdn number);

    /**
     * Keeps the next version of a profile with its record, in one statement that is committed by itself: the first if there is
     * none of its id, a later one if the version before it is the newest. A cancel does not undo it.
     *
     * @param record of this version
     */
    Mono<KeepOutcome> keep(Profile profile, AuditRecord record);

    /**
     * What was done to a profile, newest first. Empty: there is none of that id.
     *
     * @param before only records of a lower version; {@code null}: from the newest
     * @param limit 1 to 200
     */
    Flux<AuditRecord> audit(SubscriberId id, @Nullable Integer before, int limit);
}
