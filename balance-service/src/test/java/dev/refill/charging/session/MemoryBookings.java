package dev.refill.charging.session;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import dev.refill.charging.ChargingId;
import dev.refill.charging.session.Booking.Stamped;
import dev.refill.charging.session.Booking.Written;
import dev.refill.ledger.AccountId;
import dev.refill.ledger.Entry;
import dev.refill.ledger.EntryId;
import dev.refill.ledger.InMemoryLedger;
import dev.refill.ledger.PostOutcome;
import dev.refill.subscriber.SubscriberId;
import dev.refill.usage.Used;

/** What charging keeps, in plain maps: the model that the real one is held against. */
public final class MemoryBookings implements Bookings {

    private record Key(ChargingId id, long sequence) {}

    /** So much more was used. */
    public record Line(ChargingId id, SubscriberId subscriber, Used used) {}

    private final InMemoryLedger ledger;
    private final Map<ChargingId, Session> sessions = new HashMap<>();
    private final Map<Key, Stamped> answers = new HashMap<>();
    private final List<Line> used = new ArrayList<>();
    private final Map<AccountId, Long> spent = new HashMap<>();

    public MemoryBookings(InMemoryLedger ledger) {
        this.ledger = ledger;
    }

    @Override
    public Mono<Written> write(Booking booking) {
        return Mono.fromSupplier(() -> written(booking));
    }

    private synchronized Written written(Booking booking) {
        Optional<Session> after = Optional.ofNullable(booking.session());
        long version = after.map(Session::version).orElse(0L);
        Optional<Session> before = Optional.ofNullable(sessions.get(booking.id()));
        Optional<Key> key = Optional.ofNullable(booking.stamped())
                .map(stamped -> new Key(booking.id(), stamped.sequence()));
        boolean begun = version == 1 && before.isPresent();
        boolean answered = version < 2 && key.filter(answers::containsKey).isPresent();
        if (begun || answered) {
            return Written.REPEATED;
        }
        if (version > 1 && before.map(Session::version).orElse(0L) != version - 1) {
            return Written.OVERTAKEN;
        }
        if (booking.postings().isEmpty() && key.filter(answers::containsKey).isPresent()) {
            return Written.REPEATED;
        }
        Written posted = booking.postings().isEmpty() ? Written.CHARGED : posted(booking, version);
        if (posted == Written.CHARGED) {
            booking.usage().used().forEach(more -> used.add(new Line(booking.id(), booking.subscriber(), more)));
            booking.usage().drawn().forEach(more -> spent.merge(more.bucket(), more.spent(), Long::sum));
            after.ifPresent(session -> sessions.put(session.id(), session));
            Optional.ofNullable(booking.stamped())
                    .ifPresent(stamped -> answers.put(new Key(booking.id(), stamped.sequence()), stamped));
        }
        return posted;
    }

    /** What was used, in the order in which it was charged. */
    public synchronized List<Line> used() {
        return List.copyOf(used);
    }

    /** All that was spent of buckets. */
    public synchronized Map<AccountId, Long> spent() {
        return Map.copyOf(spent);
    }

    private Written posted(Booking booking, long version) {
        var entry = new Entry(new EntryId("ent_" + booking.id() + "_" + version), booking.kind(), booking.id().value(),
                booking.at(), booking.postings());
        return switch (ledger.post(entry).blockOptional().orElseThrow()) {
            case PostOutcome.Created created -> Written.CHARGED;
            case PostOutcome.AlreadyExists exists -> Written.REPEATED;
            case PostOutcome.ExistsWithOtherContent other -> Written.REPEATED;
            case PostOutcome.InsufficientBalance insufficient -> Written.INSUFFICIENT;
        };
    }

    @Override
    public synchronized Mono<Session> session(ChargingId id) {
        return Mono.justOrEmpty(sessions.get(id));
    }

    @Override
    public synchronized Mono<Stamped> answer(ChargingId id, long sequence) {
        return Mono.justOrEmpty(answers.get(new Key(id, sequence)));
    }

    @Override
    public synchronized Mono<Used> used(ChargingId event) {
        return Flux.fromIterable(used).filter(line -> line.id().equals(event)).map(Line::used).next();
    }

    @Override
    public synchronized Flux<Session> silent(Instant before, int limit) {
        List<Session> silent = new ArrayList<>(sessions.values());
        silent.removeIf(session -> session.expiresAt() == null || !session.expiresAt().isBefore(before));
        silent.sort(Comparator.comparing(session -> Optional.ofNullable(session.expiresAt()).orElse(Instant.MAX)));
        return Flux.fromIterable(silent).take(limit);
    }

    @Override
    public Flux<WithoutMore> withoutMore(int limit) {
        return Flux.error(new UnsupportedOperationException("the model does not look at buckets by itself"));
    }

    @Override
    public Mono<Void> seen(List<WithoutMore> looked) {
        return Mono.error(new UnsupportedOperationException("the model does not look at buckets by itself"));
    }

    @Override
    public synchronized Mono<Void> putOff(ChargingId id, long version, Instant until) {
        return Mono.fromRunnable(() -> sessions.computeIfPresent(id, (same, session) -> session.version() == version
                ? new Session(id, session.client(), session.subscriber(), session.plan(), session.planVersion(),
                        session.startedAt(), version, session.state(), session.lastSequence(), session.parts(), until)
                : session));
    }
}
