package dev.refill.charging.session;

import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;

import reactor.core.publisher.Mono;

import dev.refill.charging.ChargingId;
import dev.refill.charging.EventAnswer;
import dev.refill.charging.EventOutcome;
import dev.refill.charging.Fingerprint;
import dev.refill.charging.ResultCode;
import dev.refill.ledger.Entry;
import dev.refill.ledger.EntryId;
import dev.refill.ledger.Ledger;
import dev.refill.ledger.Posting;
import dev.refill.posting.PostingRule;
import dev.refill.usage.UsageChange;

/** Gives back what an event took, once. One that was denied took nothing, and is not there. */
public final class RefundEvent {

    private final Bookings bookings;
    private final Ledger ledger;
    private final Clock clock;

    public RefundEvent(Bookings bookings, Ledger ledger, Clock clock) {
        this.bookings = bookings;
        this.ledger = ledger;
        this.clock = clock;
    }

    public Mono<EventOutcome> refund(String client, String reference) {
        ChargingId id = ChargingId.event(client, reference);
        return bookings.answer(id, ChargeEvent.ONLY)
                .map(ChargeEvent::answerOf)
                .filter(answer -> answer.result() == ResultCode.SUCCESS)
                .flatMap(charged -> Mono.zip(postings(id), usage(id, charged))
                        .flatMap(back -> write(client, charged, back.getT1(), back.getT2())))
                .defaultIfEmpty(new EventOutcome.NotFound());
    }

    /** One that was given back already was given back whole, as this would. */
    private Mono<EventOutcome> write(String client, EventAnswer charged, List<Posting> postings, UsageChange usage) {
        ChargingId id = charged.id().refund();
        var answer = new EventAnswer(id, charged.subscriber(), ResultCode.SUCCESS, charged.unit(), -charged.charged(),
                charged.draws());
        return bookings.write(new Booking(id, client, charged.subscriber(), PostingRule.USAGE_REFUND.kind(),
                clock.instant().truncatedTo(ChronoUnit.MICROS), postings, usage, null,
                new Booking.Stamped(ChargeEvent.ONLY, Fingerprint.of(charged.id().value()), answer)))
                .map(written -> switch (written) {
                    case CHARGED, REPEATED -> new EventOutcome.Charged(answer);
                    case OVERTAKEN, INSUFFICIENT -> throw new IllegalStateException(
                            id + ": " + written + " (expected: nothing falls short when it is filled)");
                });
    }

    /** What was free has no entry. */
    private Mono<List<Posting>> postings(ChargingId event) {
        return ledger.entry(entryOf(event)).map(RefundEvent::reversed).defaultIfEmpty(List.of());
    }

    private Mono<UsageChange> usage(ChargingId event, EventAnswer charged) {
        return bookings.used(event).map(used -> UsageOf.refund(used, charged)).defaultIfEmpty(UsageChange.NONE);
    }

    /** As {@code balance.charge_all} names it: an event has no versions. */
    private static EntryId entryOf(ChargingId event) {
        return new EntryId("ent_" + event + "_0");
    }

    private static List<Posting> reversed(Entry entry) {
        return entry.postings().stream()
                .map(line -> new Posting(line.account(), line.amount().negated()))
                .toList();
    }
}
