package dev.refill.subscriber.profile;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import dev.refill.subscriber.Msisdn;
import dev.refill.subscriber.SubscriberId;

/** The profiles of a test: the rules of the store, without a database. */
public final class InMemoryProfiles implements Profiles {

    private final Map<SubscriberId, Profile> profiles = new HashMap<>();
    private final Map<SubscriberId, List<AuditRecord>> records = new HashMap<>();

    @Override
    public Mono<Profile> withId(SubscriberId id) {
        return Mono.fromSupplier(() -> kept(id)).flatMap(Mono::justOrEmpty);
    }

    private synchronized Optional<Profile> kept(SubscriberId id) {
        return Optional.ofNullable(profiles.get(id));
    }

    @Override
    public Mono<Profile> withNumber(Msisdn number) {
        return Mono.fromSupplier(() -> holder(number)).flatMap(Mono::justOrEmpty);
    }

    private synchronized Optional<Profile> holder(Msisdn number) {
        return profiles.values().stream()
                .filter(profile -> !profile.status().isTerminal() && profile.numbers().has(number))
                .findFirst();
    }

    @Override
    public Mono<KeepOutcome> keep(Profile profile, AuditRecord record) {
        return Mono.fromSupplier(() -> write(profile, record));
    }

    private synchronized KeepOutcome write(Profile profile, AuditRecord record) {
        if (kept(profile.id()).map(Profile::version).orElse(0) != profile.version() - 1) {
            return new KeepOutcome.Outdated();
        }
        Optional<Msisdn> taken = profile.status().isTerminal() ? Optional.empty() : taken(profile);
        if (taken.isPresent()) {
            return new KeepOutcome.NumberTaken(taken.get());
        }
        profiles.put(profile.id(), profile);
        records.computeIfAbsent(profile.id(), first -> new ArrayList<>()).add(record);
        return new KeepOutcome.Kept();
    }

    private Optional<Msisdn> taken(Profile profile) {
        return profile.numbers().all().stream()
                .filter(number -> holder(number).filter(other -> !other.id().equals(profile.id())).isPresent())
                .min((one, other) -> one.e164().compareTo(other.e164()));
    }

    @Override
    public Flux<AuditRecord> audit(SubscriberId id, @Nullable Integer before, int limit) {
        return Flux.defer(() -> Flux.fromIterable(page(id, before, limit)));
    }

    private synchronized List<AuditRecord> page(SubscriberId id, @Nullable Integer before, int limit) {
        return records.getOrDefault(id, List.of()).reversed().stream()
                .filter(record -> before == null || record.version() < before)
                .limit(limit)
                .toList();
    }
}
