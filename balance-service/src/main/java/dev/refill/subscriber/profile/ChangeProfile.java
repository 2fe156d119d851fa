package dev.refill.subscriber.profile;

import java.time.Clock;

import reactor.core.publisher.Mono;

import dev.refill.subscriber.Subscriber.Status;
import dev.refill.subscriber.profile.ChangeOutcome.Refusal;

/** Changes a profile. */
public final class ChangeProfile {

    private final Profiles profiles;
    private final Clock clock;

    public ChangeProfile(Profiles profiles, Clock clock) {
        this.profiles = profiles;
        this.clock = clock;
    }

    /**
     * Writes what is different, with its audit record, if the profile still is what the caller saw. Whoever did not hear the
     * outcome repeats it, and learns as {@code Outdated} that it, or another, was written. A cancel does not undo it.
     *
     * @param before what the caller saw
     * @param author who changes it, 1 to 200 characters
     * @param reason why, 1 to 500 characters
     */
    public Mono<ChangeOutcome> change(Profile before, Change change, String author, String reason) {
        return switch (decide(before, change)) {
            case Decision.Becomes(ProfileEvent event, Profile after) -> write(event, before, after, author, reason);
            case Decision.Stays() -> Mono.just(new ChangeOutcome.Done(before));
            case Decision.Refused(Refusal why) -> Mono.just(new ChangeOutcome.Refused(why));
        };
    }

    private sealed interface Decision {

        record Becomes(ProfileEvent event, Profile after) implements Decision {}

        /** It is so already. */
        record Stays() implements Decision {}

        record Refused(Refusal why) implements Decision {}
    }

    private static Decision becomes(ProfileEvent event, Profile before, Profile after) {
        return after.equals(before) ? new Decision.Stays() : new Decision.Becomes(event, after);
    }

    private static Decision decide(Profile before, Change change) {
        if (before.status().isTerminal()) {
            return new Decision.Refused(Refusal.NOT_IN_THIS_STATUS);
        }
        return switch (change) {
            case Change.Configure(var terms) -> becomes(ProfileEvent.CONFIGURED, before, before.with(terms));
            case Change.SetStatus(Status to) -> setStatus(before, to);
            case Change.PutNumber put -> putNumber(before, put);
            case Change.RemoveNumber remove -> removeNumber(before, remove);
        };
    }

    private static Decision setStatus(Profile before, Status to) {
        if (to == before.status()) {
            return new Decision.Stays();
        }
        return StatusTransitions.event(before.status(), to)
                .<Decision>map(event -> new Decision.Becomes(event, before.with(to)))
                .orElse(new Decision.Refused(Refusal.NOT_IN_THIS_STATUS));
    }

    private static Decision putNumber(Profile before, Change.PutNumber put) {
        Numbers numbers = before.numbers();
        return numbers.isFull() && !numbers.has(put.number())
                ? new Decision.Refused(Refusal.TOO_MANY_NUMBERS)
                : becomes(ProfileEvent.NUMBER_PUT, before, before.with(numbers.with(put.number(), put.asMain())));
    }

    private static Decision removeNumber(Profile before, Change.RemoveNumber remove) {
        Numbers numbers = before.numbers();
        if (!numbers.has(remove.number())) {
            return new Decision.Refused(Refusal.NO_SUCH_NUMBER);
        }
        return numbers.main().equals(remove.number())
                ? new Decision.Refused(Refusal.IS_MAIN_NUMBER)
                : new Decision.Becomes(ProfileEvent.NUMBER_REMOVED, before.with(numbers.without(remove.number())));
    }

    private Mono<ChangeOutcome> write(ProfileEvent event, Profile before, Profile changed, String author,
            String reason) {
        return Mono.defer(() -> {
            Profile after = changed.next(clock.instant());
            return profiles.keep(after, AuditRecord.of(event, before, after, author, reason))
                    .map(outcome -> switch (outcome) {
                        case KeepOutcome.Kept() -> new ChangeOutcome.Done(after);
                        case KeepOutcome.Outdated() -> new ChangeOutcome.Outdated();
                        case KeepOutcome.NumberTaken(var number) -> new ChangeOutcome.NumberTaken(number);
                    });
        });
    }
}
