package dev.refill.charging;

import reactor.core.publisher.Mono;

import dev.refill.subscriber.Msisdn;

/**
 * What the network asks for. Every command is one statement that commits by itself, together with others at the same time, and is
 * safe to repeat; a cancel gives up waiting and undoes nothing. All publishers are cold and emit exactly one outcome. An error
 * means that it is not known, and the caller repeats.
 */
public interface Charging {

    /** Begins a session and holds back what it is granted. */
    Mono<SessionOutcome> begin(SessionRequest.Begin request);

    /** Charges what was used and holds back what is granted anew; what was granted before and not used is given back. */
    Mono<SessionOutcome> report(SessionRequest.Report request);

    /** Charges what was used and gives back the rest. */
    Mono<SessionOutcome> release(SessionRequest.Release request);

    /** Charges a usage, all of it or nothing. */
    Mono<EventOutcome> charge(EventRequest request);

    /**
     * Gives back what an event took, into the buckets from which it came.
     *
     * @param reference of the event, as the client named it
     */
    Mono<EventOutcome> refund(String client, String reference);

    /** What a subscriber can pay with now, shared buckets included. */
    Mono<EnquiryOutcome> balance(Msisdn number);

    /** What an event would cost now, and why; nothing is written. Its reference does not matter. */
    Mono<EnquiryOutcome> price(EventRequest request);
}
