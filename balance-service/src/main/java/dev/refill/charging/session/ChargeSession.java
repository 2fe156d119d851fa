package dev.refill.charging.session;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

import dev.refill.bucket.Buckets;
import dev.refill.bucket.Purse;
import dev.refill.charging.ChargingId;
import dev.refill.charging.EventAnswer;
import dev.refill.charging.Fingerprint;
import dev.refill.charging.ResultCode;
import dev.refill.charging.SessionAnswer;
import dev.refill.charging.SessionOutcome;
import dev.refill.charging.SessionRequest;
import dev.refill.charging.SessionState;
import dev.refill.charging.Target;
import dev.refill.charging.User;
import dev.refill.charging.Users;
import dev.refill.posting.PostingRule;
import dev.refill.tariff.PlanId;
import dev.refill.tariff.PlanInForce;
import dev.refill.tariff.TariffPlan;
import dev.refill.tariff.Tariffs;

/** Begins sessions, takes in what they report, ends them. */
public final class ChargeSession {

    private static final Logger log = LoggerFactory.getLogger(ChargeSession.class);

    private final Users users;
    private final Tariffs tariffs;
    private final Buckets buckets;
    private final Bookings bookings;
    private final Duration validity;
    private final int thresholdPercent;
    private final Clock clock;

    /**
     * @param validity for how long a session may be silent
     * @param thresholdPercent when so much of a grant is left it is time to ask for more
     */
    public ChargeSession(Users users, Tariffs tariffs, Buckets buckets, Bookings bookings, Duration validity,
            int thresholdPercent, Clock clock) {
        this.users = users;
        this.tariffs = tariffs;
        this.buckets = buckets;
        this.bookings = bookings;
        this.validity = validity;
        this.thresholdPercent = thresholdPercent;
        this.clock = clock;
    }

    /** What a session and its request are judged by. */
    private record Facts(Session session, TariffPlan plan, Purse purse, boolean mayUse) {}

    public Mono<SessionOutcome> begin(SessionRequest.Begin request) {
        return Mono.defer(() -> users.withNumber(request.number()))
                .flatMap(user -> begin(request, user))
                .switchIfEmpty(Mono.defer(() -> denied(request, ResultCode.USER_UNKNOWN)))
                .transform(Overtaken.again());
    }

    private Mono<SessionOutcome> begin(SessionRequest.Begin request, User user) {
        PlanId plan = user.plan();
        if (!user.mayUse()) {
            return denied(request, ResultCode.END_USER_SERVICE_DENIED);
        }
        return Mono.justOrEmpty(plan)
                .flatMap(named -> tariffs.inForce(named, request.startedAt()))
                .flatMap(inForce -> begin(request, user, inForce))
                .switchIfEmpty(Mono.defer(() -> denied(request, ResultCode.RATING_FAILED)));
    }

    /** Unless it was begun before. */
    private Mono<SessionOutcome> denied(SessionRequest.Begin request, ResultCode why) {
        return answered(request.id(), request, new SessionOutcome.Denied(why));
    }

    private Mono<SessionOutcome> begin(SessionRequest.Begin request, User user, PlanInForce inForce) {
        var session = Session.begun(request.id(), request.client(), user.id(), inForce.plan().id(), inForce.version(),
                request.startedAt());
        return buckets.purseOf(user.id().value())
                .map(purse -> new Facts(session, inForce.plan(), purse, true))
                .flatMap(facts -> write(facts, request,
                        answered(request.id(), request, new SessionOutcome.SequenceReused())));
    }

    public Mono<SessionOutcome> report(SessionRequest.Report request) {
        return change(request.client(), request.id(), request);
    }

    public Mono<SessionOutcome> release(SessionRequest.Release request) {
        return change(request.client(), request.id(), request);
    }

    private Mono<SessionOutcome> change(String client, ChargingId id, SessionRequest request) {
        return Mono.defer(() -> bookings.session(id))
                .filter(session -> session.client().equals(client))
                .flatMap(session -> change(session, request))
                .defaultIfEmpty(new SessionOutcome.NotFound())
                .transform(Overtaken.again());
    }

    private Mono<SessionOutcome> change(Session session, SessionRequest request) {
        if (request.sequence() <= session.lastSequence()) {
            return answered(session.id(), request, new SessionOutcome.OutOfOrder(session.lastSequence()));
        }
        return switch (session.state()) {
            case RELEASED -> Mono.just(new SessionOutcome.Over());
            case OPEN, SILENT -> facts(session)
                    .flatMap(facts -> write(facts, request, Overtaken.signal(session.id())));
        };
    }

    /**
     * Ends that a silent session holds anything back; what it has used stays charged. A repeat, or one that was heard of
     * meanwhile, changes nothing.
     *
     * @return whether this call ended it
     */
    public Mono<Boolean> silence(Session session) {
        return facts(session)
                .map(this::silenced)
                .flatMap(bookings::write)
                .map(written -> written == Booking.Written.CHARGED);
    }

    private Booking silenced(Facts facts) {
        Session before = facts.session();
        Instant now = now();
        Reckoned reckoned = reckon(facts).release(List.of());
        Session after = after(before, reckoned, SessionState.SILENT, before.lastSequence(), null);
        return new Booking(before.id(), before.client(), before.subscriber(), PostingRule.SESSION_USED.kind(), now,
                Moves.between(before, after, facts.plan().unit()),
                UsageOf.change(before, after, facts.plan().unit(), now), after, null);
    }

    /** Whether a session that was told that there is no more would be granted more if it asked. Changes nothing. */
    Mono<Boolean> couldHaveMore(Session session) {
        return facts(session).map(facts -> reckon(facts).couldHaveMore(now(), !facts.mayUse()));
    }

    private Mono<Facts> facts(Session session) {
        return Mono.zip(tariffs.content(session.plan(), session.planVersion()),
                buckets.purseOf(session.subscriber().value()),
                users.withId(session.subscriber()).map(User::mayUse).defaultIfEmpty(false))
                .map(read -> new Facts(session, read.getT1(), read.getT2(), read.getT3()));
    }

    private Reckon reckon(Facts facts) {
        return new Reckon(facts.plan(), facts.session(), facts.purse(), thresholdPercent);
    }

    private Mono<SessionOutcome> write(Facts facts, SessionRequest request, Mono<SessionOutcome> ifRepeated) {
        Optional<SessionOutcome.Bound> exceeded = exceeded(facts.session(), request);
        if (exceeded.isPresent()) {
            return Mono.just(new SessionOutcome.TooMuch(exceeded.get()));
        }
        Booking booking = booking(facts, request);
        return bookings.write(booking).flatMap(written -> switch (written) {
            case CHARGED -> Mono.just(new SessionOutcome.Answered(answerOf(booking)));
            case REPEATED -> ifRepeated;
            case OVERTAKEN, INSUFFICIENT -> Overtaken.signal(booking.id());
        });
    }

    /** A release is taken in as far as it can be, as the session is over anyway. */
    private static Optional<SessionOutcome.Bound> exceeded(Session session, SessionRequest request) {
        Map<Target, Long> used = new HashMap<>();
        session.parts().forEach(part -> used.put(part.target(), part.used()));
        request.units().forEach(units -> used.merge(units.target(), units.used(), Long::sum));
        boolean tooMuch = used.entrySet().stream().anyMatch(one -> one.getValue() > one.getKey().service().most());
        if (tooMuch && request instanceof SessionRequest.Release) {
            log.warn("{}: more was used than one usage may have, and is not charged: {}", session.id(),
                    request.units());
            return Optional.empty();
        }
        if (tooMuch) {
            return Optional.of(SessionOutcome.Bound.QUANTITY);
        }
        return Optional.of(SessionOutcome.Bound.TARGETS).filter(bound -> used.size() > SessionRequest.MOST_TARGETS);
    }

    private Booking booking(Facts facts, SessionRequest request) {
        Session before = facts.session();
        Instant now = now();
        boolean isLast = request instanceof SessionRequest.Release;
        Reckoned reckoned = isLast
                ? reckon(facts).release(request.units())
                : reckon(facts).report(request.units(), now, !facts.mayUse());
        Session after = after(before, reckoned, isLast ? SessionState.RELEASED : SessionState.OPEN, request.sequence(),
                isLast ? null : now.plus(validity));
        var answer = new SessionAnswer(after.id(), request.sequence(), after.state(), reckoned.grants(),
                isLast ? 0 : validity.toSeconds(), facts.plan().unit().code(), after.charged(facts.plan().unit()),
                after.owed());
        return new Booking(before.id(), before.client(), before.subscriber(), PostingRule.SESSION_USED.kind(), now,
                Moves.between(before, after, facts.plan().unit()),
                UsageOf.change(before, after, facts.plan().unit(), now), after,
                new Booking.Stamped(request.sequence(), Fingerprint.of(request.said()), answer));
    }

    private static Session after(Session before, Reckoned reckoned, SessionState state, long lastSequence,
            @Nullable Instant expiresAt) {
        return new Session(before.id(), before.client(), before.subscriber(), before.plan(), before.planVersion(),
                before.startedAt(), before.version() + 1, state, lastSequence, reckoned.parts(), expiresAt);
    }

    private static SessionAnswer answerOf(Booking booking) {
        return answerOf(Optional.ofNullable(booking.stamped()).orElseThrow());
    }

    private static SessionAnswer answerOf(Booking.Stamped stamped) {
        return switch (stamped.answer()) {
            case SessionAnswer answer -> answer;
            case EventAnswer event ->
                throw new IllegalStateException("answer: of event " + event.id() + " (expected: of a session)");
        };
    }

    /** What the request was answered when it came first. */
    private Mono<SessionOutcome> answered(ChargingId id, SessionRequest request, SessionOutcome ifNever) {
        return bookings.answer(id, request.sequence())
                .<SessionOutcome>map(stamped -> stamped.fingerprint().equals(Fingerprint.of(request.said()))
                        ? new SessionOutcome.Answered(answerOf(stamped))
                        : new SessionOutcome.SequenceReused())
                .defaultIfEmpty(ifNever);
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
