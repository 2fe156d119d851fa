package dev.refill.charging.session;

import java.util.List;

import reactor.core.publisher.Mono;

import dev.refill.bucket.Buckets;
import dev.refill.bucket.HeldBucket;
import dev.refill.bucket.Purse;
import dev.refill.charging.EventAnswer;
import dev.refill.charging.EventOutcome;
import dev.refill.charging.EventRequest;
import dev.refill.charging.Fingerprint;
import dev.refill.charging.ResultCode;
import dev.refill.charging.SessionAnswer;
import dev.refill.charging.User;
import dev.refill.charging.Users;
import dev.refill.ledger.Posting;
import dev.refill.posting.PostingRule;
import dev.refill.tariff.Charge;
import dev.refill.tariff.PlanInForce;
import dev.refill.tariff.Rating;
import dev.refill.tariff.RatingOutcome;
import dev.refill.tariff.TariffPlan;
import dev.refill.tariff.Tariffs;
import dev.refill.usage.UsageChange;

/** Charges a usage that is over, all of it or nothing. */
public final class ChargeEvent {

    /** An event is one request. */
    static final long ONLY = 1;

    private final Users users;
    private final Tariffs tariffs;
    private final Buckets buckets;
    private final Bookings bookings;

    public ChargeEvent(Users users, Tariffs tariffs, Buckets buckets, Bookings bookings) {
        this.users = users;
        this.tariffs = tariffs;
        this.buckets = buckets;
        this.bookings = bookings;
    }

    /** What an event is judged by. */
    private record Facts(User user, TariffPlan plan, Purse purse) {}

    public Mono<EventOutcome> charge(EventRequest request) {
        return Mono.defer(() -> users.withNumber(request.number()))
                .flatMap(user -> charge(request, user))
                .switchIfEmpty(Mono.defer(() -> answered(request)))
                .defaultIfEmpty(new EventOutcome.Denied(ResultCode.USER_UNKNOWN))
                .transform(Overtaken.again());
    }

    private Mono<EventOutcome> charge(EventRequest request, User user) {
        if (!user.mayUse()) {
            return deny(request, user, ResultCode.END_USER_SERVICE_DENIED);
        }
        return Mono.justOrEmpty(user.plan())
                .flatMap(plan -> tariffs.inForce(plan, request.at()))
                .map(PlanInForce::plan)
                .zipWith(buckets.purseOf(user.id().value()), (plan, purse) -> new Facts(user, plan, purse))
                .flatMap(facts -> rate(request, facts))
                .switchIfEmpty(Mono.defer(() -> deny(request, user, ResultCode.RATING_FAILED)));
    }

    private Mono<EventOutcome> rate(EventRequest request, Facts facts) {
        return switch (Rating.rate(facts.plan(), request.target().usage(request.at(), request.quantity()),
                facts.purse().payments(facts.plan()))) {
            case RatingOutcome.Rated(Charge charge) -> charge(request, facts, charge);
            case RatingOutcome.Uncovered uncovered -> deny(request, facts.user(), ResultCode.QUOTA_LIMIT_REACHED);
            case RatingOutcome.Refused refused -> deny(request, facts.user(), ResultCode.RATING_FAILED);
        };
    }

    private Mono<EventOutcome> charge(EventRequest request, Facts facts, Charge charge) {
        List<HeldBucket> draws = charge.draws().stream()
                .map(draw -> new HeldBucket(facts.purse().bucket(draw.bucket()).orElseThrow().terms(),
                        draw.amount().value()))
                .toList();
        return write(request, Moves.of(request.target().service(), draws),
                UsageOf.event(request, charge, facts.plan().unit(), draws),
                new EventAnswer(request.id(), facts.user().id(), ResultCode.SUCCESS, facts.plan().unit().code(),
                        charge.amount().value(), draws.stream().map(ChargeEvent::drawn).toList()));
    }

    /**
     * A denial is kept as well: whoever was told that may not be charged by the same request that comes late. If it was
     * charged before, and what it took is why there is nothing now, that is what it is told.
     */
    private Mono<EventOutcome> deny(EventRequest request, User user, ResultCode why) {
        return write(request, List.of(), UsageChange.NONE,
                new EventAnswer(request.id(), user.id(), why, "", 0, List.of()));
    }

    private Mono<EventOutcome> write(EventRequest request, List<Posting> postings, UsageChange usage,
            EventAnswer answer) {
        return bookings
                .write(new Booking(request.id(), request.client(), answer.subscriber(), PostingRule.USAGE.kind(),
                        request.at(),
                        postings, usage, null, new Booking.Stamped(ONLY, Fingerprint.of(request.said()), answer)))
                .flatMap(written -> switch (written) {
                    case CHARGED -> Mono.just(outcome(answer));
                    case REPEATED -> answered(request).switchIfEmpty(Overtaken.signal(request.id()));
                    case OVERTAKEN, INSUFFICIENT -> Overtaken.signal(request.id());
                });
    }

    private static EventOutcome outcome(EventAnswer answer) {
        return answer.result() == ResultCode.SUCCESS
                ? new EventOutcome.Charged(answer)
                : new EventOutcome.Denied(answer.result());
    }

    private static EventAnswer.Drawn drawn(HeldBucket bucket) {
        return new EventAnswer.Drawn(bucket.terms().account().value(), bucket.terms().unit().code(), bucket.left());
    }

    private Mono<EventOutcome> answered(EventRequest request) {
        return bookings.answer(request.id(), ONLY)
                .map(stamped -> stamped.fingerprint().equals(Fingerprint.of(request.said()))
                        ? outcome(answerOf(stamped))
                        : new EventOutcome.ReferenceReused());
    }

    static EventAnswer answerOf(Booking.Stamped stamped) {
        return switch (stamped.answer()) {
            case EventAnswer answer -> answer;
            case SessionAnswer session ->
                throw new IllegalStateException("answer: of session " + session.id() + " (expected: of an event)");
        };
    }
}
