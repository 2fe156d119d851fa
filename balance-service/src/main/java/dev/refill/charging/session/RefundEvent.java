package dev.refill.charging.session;

import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Stream;

import reactor.core.publisher.Mono;

import dev.refill.charging.ChargingId;
import dev.refill.charging.EventAnswer;
import dev.refill.charging.EventOutcome;
import dev.refill.charging.Fingerprint;
import dev.refill.charging.ResultCode;
import dev.refill.ledger.AccountId;
import dev.refill.ledger.Amount;
import dev.refill.ledger.LedgerUnit;
import dev.refill.ledger.Posting;
import dev.refill.usage.UsageChange;

/** Gives back what an event took, once. One that was denied took nothing, and is not there. */
public final class RefundEvent {

    private final Bookings bookings;
    private final Clock clock;

    public RefundEvent(Bookings bookings, Clock clock) {
        this.bookings = bookings;
        this.clock = clock;
    }

    public Mono<EventOutcome> refund(String client, String reference) {
        ChargingId id = ChargingId.event(client, reference);
        return bookings.answer(id, ChargeEvent.ONLY)
                .map(ChargeEvent::answerOf)
                .filter(answer -> answer.result() == ResultCode.SUCCESS)
                .flatMap(charged -> bookings.used(id)
                        .map(used -> UsageOf.refund(used, charged))
                        .defaultIfEmpty(UsageChange.NONE)
                        .flatMap(usage -> write(client, charged, usage)))
                .defaultIfEmpty(new EventOutcome.NotFound());
    }

    /** One that was given back already was given back whole, as this would. */
    private Mono<EventOutcome> write(String client, EventAnswer charged, UsageChange usage) {
        ChargingId id = charged.id().refund();
        var answer = new EventAnswer(id, charged.subscriber(), ResultCode.SUCCESS, charged.unit(), -charged.charged(),
                charged.draws());
        List<Posting> postings = Moves.merged(charged.draws().stream().flatMap(RefundEvent::back));
        return bookings.write(new Booking(id, client, charged.subscriber(), "usage-refund",
                clock.instant().truncatedTo(ChronoUnit.MICROS), postings, usage, null,
                new Booking.Stamped(ChargeEvent.ONLY, Fingerprint.of(charged.id().value()), answer)))
                .map(written -> switch (written) {
                    case CHARGED, REPEATED -> new EventOutcome.Charged(answer);
                    case OVERTAKEN, INSUFFICIENT -> throw new IllegalStateException(
                            id + ": " + written + " (expected: nothing falls short when it is filled)");
                });
    }

    private static Stream<Posting> back(EventAnswer.Drawn drawn) {
        LedgerUnit unit = new LedgerUnit(drawn.unit());
        return Stream.of(new Posting(new AccountId(drawn.account()), new Amount(unit, drawn.amount())),
                new Posting(Moves.USED, new Amount(unit, -drawn.amount())));
    }
}
