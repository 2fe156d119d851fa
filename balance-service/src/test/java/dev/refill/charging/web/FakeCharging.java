package dev.refill.charging.web;

import java.util.ArrayList;
import java.util.List;

import reactor.core.publisher.Mono;

import dev.refill.charging.Charging;
import dev.refill.charging.EnquiryOutcome;
import dev.refill.charging.EventOutcome;
import dev.refill.charging.EventRequest;
import dev.refill.charging.SessionOutcome;
import dev.refill.charging.SessionRequest;
import dev.refill.subscriber.Msisdn;

/** Notes what it is asked and answers what a test says. */
final class FakeCharging implements Charging {

    final List<Object> asked = new ArrayList<>();
    SessionOutcome session = new SessionOutcome.NotFound();
    EventOutcome event = new EventOutcome.NotFound();
    EnquiryOutcome enquiry = new EnquiryOutcome.Balance(List.of());

    @Override
    public Mono<SessionOutcome> begin(SessionRequest.Begin request) {
        asked.add(request);
        return Mono.just(session);
    }

    @Override
    public Mono<SessionOutcome> report(SessionRequest.Report request) {
        asked.add(request);
        return Mono.just(session);
    }

    @Override
    public Mono<SessionOutcome> release(SessionRequest.Release request) {
        asked.add(request);
        return Mono.just(session);
    }

    @Override
    public Mono<EventOutcome> charge(EventRequest request) {
        asked.add(request);
        return Mono.just(event);
    }

    @Override
    public Mono<EventOutcome> refund(String client, String reference) {
        asked.add(client + " " + reference);
        return Mono.just(event);
    }

    @Override
    public Mono<EnquiryOutcome> balance(Msisdn number) {
        asked.add(number);
        return Mono.just(enquiry);
    }

    @Override
    public Mono<EnquiryOutcome> price(EventRequest request) {
        asked.add(request);
        return Mono.just(enquiry);
    }
}
