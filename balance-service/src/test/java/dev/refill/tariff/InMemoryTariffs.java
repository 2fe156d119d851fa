package dev.refill.tariff;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The plans of a test: the rules of the store, without a database. */
public final class InMemoryTariffs implements Tariffs {

    private static final Duration NOTICE = Duration.ofMinutes(1);

    private final Clock clock;
    private final Map<PlanId, List<PlanVersion>> versions = new TreeMap<>(Comparator.comparing(PlanId::value));
    private final Map<PlanVersion, TariffPlan> contents = new HashMap<>();

    public InMemoryTariffs(Clock clock) {
        this.clock = clock;
    }

    private List<PlanVersion> of(PlanId plan) {
        return versions.getOrDefault(plan, List.of());
    }

    private Optional<PlanVersion> numbered(PlanId plan, int number) {
        return of(plan).stream().filter(version -> version.number() == number).findFirst();
    }

    private TariffPlan contentOf(PlanVersion version) {
        return Optional.ofNullable(contents.get(version)).orElseThrow();
    }

    @Override
    public Mono<PlanInForce> inForce(PlanId plan, Instant at) {
        return Mono.defer(() -> Mono.justOrEmpty(lookUp(plan, at)));
    }

    private synchronized Optional<PlanInForce> lookUp(PlanId plan, Instant at) {
        return of(plan).reversed().stream()
                .filter(version -> !version.effectiveFrom().isAfter(at))
                .findFirst()
                .map(found -> new PlanInForce(found.number(), contentOf(found), found.effectiveFrom(),
                        certainUntil(found)));
    }

    private Instant certainUntil(PlanVersion found) {
        Instant known = clock.instant().plus(NOTICE.dividedBy(2));
        return of(found.plan()).stream()
                .filter(version -> version.number() > found.number())
                .map(PlanVersion::effectiveFrom)
                .filter(known::isAfter)
                .min(Instant::compareTo)
                .orElse(known);
    }

    @Override
    public synchronized Mono<TariffPlan> content(PlanId plan, int version) {
        return Mono.justOrEmpty(numbered(plan, version)).map(this::contentOf);
    }

    @Override
    public synchronized Flux<PlanVersion> plans(int limit) {
        return Flux.fromIterable(versions.values().stream().map(List::getLast).limit(limit).toList());
    }

    @Override
    public synchronized Flux<PlanVersion> versions(PlanId plan, @Nullable Integer before, int limit) {
        return Flux.fromIterable(of(plan).reversed().stream()
                .filter(version -> before == null || version.number() < before)
                .limit(limit)
                .toList());
    }

    @Override
    public Mono<PutOutcome> put(NewVersion version, TariffPlan content) {
        return Mono.fromSupplier(() -> write(version, content, null));
    }

    @Override
    public Mono<PutOutcome> rollBack(NewVersion version, int to) {
        return Mono.fromSupplier(() -> write(version, null, to));
    }

    private synchronized PutOutcome write(NewVersion wanted, @Nullable TariffPlan content, @Nullable Integer restores) {
        Instant now = clock.instant();
        Instant earliest = wanted.after() == 0 ? now : now.plus(NOTICE);
        Instant begins = Optional.ofNullable(wanted.effectiveFrom()).orElse(earliest);
        if (of(wanted.plan()).size() != wanted.after()) {
            return new PutOutcome.Outdated(of(wanted.plan()).size());
        }
        if (begins.isBefore(earliest)) {
            return new PutOutcome.TooEarly(earliest);
        }
        Optional<TariffPlan> written = restores == null
                ? Optional.ofNullable(content)
                : numbered(wanted.plan(), restores).map(this::contentOf);
        written.ifPresent(plan -> {
            var version = new PlanVersion(wanted.plan(), wanted.after() + 1, begins, restores, wanted.author(),
                    wanted.reason(), now);
            versions.computeIfAbsent(wanted.plan(), first -> new ArrayList<>()).add(version);
            contents.put(version, plan);
        });
        return written.isPresent()
                ? new PutOutcome.Written(wanted.after() + 1, begins)
                : new PutOutcome.NoSuchVersion();
    }
}
