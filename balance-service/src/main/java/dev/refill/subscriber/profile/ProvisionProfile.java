package dev.refill.subscriber.profile;

import reactor.core.publisher.Mono;

/** Makes a subscriber known. */
public final class ProvisionProfile {

    private final Profiles profiles;

    public ProvisionProfile(Profiles profiles) {
        this.profiles = profiles;
    }

    /**
     * Writes the first version, with its audit record. Safe to repeat: whoever did not hear the outcome gets {@code Known}. A
     * cancel does not undo it.
     *
     * @param first version 1
     * @param author who does it, 1 to 200 characters
     * @param reason why, 1 to 500 characters
     */
    public Mono<ProvisionOutcome> provision(Profile first, String author, String reason) {
        AuditRecord record = AuditRecord.of(ProfileEvent.PROVISIONED, null, first, author, reason);
        return profiles.keep(first, record).flatMap(outcome -> switch (outcome) {
            case KeepOutcome.Kept() -> Mono.just(new ProvisionOutcome.Created(first));
            case KeepOutcome.Outdated() -> known(first, record);
            case KeepOutcome.NumberTaken(var number) -> Mono.just(new ProvisionOutcome.NumberTaken(number));
        });
    }

    /** What was asked for is in the record of the first version, whatever has changed since. */
    private Mono<ProvisionOutcome> known(Profile first, AuditRecord wanted) {
        return profiles.audit(first.id(), 2, 1)
                .next()
                .filter(record -> record.changes().equals(wanted.changes()))
                .flatMap(record -> profiles.withId(first.id()))
                .<ProvisionOutcome>map(ProvisionOutcome.Known::new)
                .defaultIfEmpty(new ProvisionOutcome.IdTaken());
    }
}
