package dev.refill.charging.session;

import reactor.core.publisher.Mono;

import dev.refill.charging.Charging;
import dev.refill.charging.EnquiryOutcome;
import dev.refill.charging.EventOutcome;
import dev.refill.charging.EventRequest;
import dev.refill.charging.SessionOutcome;
import dev.refill.charging.SessionRequest;
import dev.refill.subscriber.Msisdn;

/** Charging as the network uses it. */
public final class ChargingDesk implements Charging {

    private final ChargeSession sessions;
    private final ChargeEvent events;
    private final RefundEvent refunds;
    private final Enquire enquiries;

    public ChargingDesk(ChargeSession sessions, ChargeEvent events, RefundEvent refunds, Enquire enquiries) {
        this.sessions = sessions;
        this.events = events;
        this.refunds = refunds;
        this.enquiries = enquiries;
    }

    @Override
    public Mono<SessionOutcome> begin(SessionRequest.Begin request) {
        return sessions.begin(request);
    }

    @Override
    public Mono<SessionOutcome> report(SessionRequest.Report request) {
        return sessions.report(request);
    }

    @Override
    public Mono<SessionOutcome> release(SessionRequest.Release request) {
        return sessions.release(request);
    }

    @Override
    public Mono<EventOutcome> charge(EventRequest request) {
        return events.charge(request);
    }

    @Override
    public Mono<EventOutcome> refund(String client, String reference) {
        return refunds.refund(client, reference);
    }

    @Override
    public Mono<EnquiryOutcome> balance(Msisdn number) {
        return enquiries.balance(number);
    }

    @Override
    public Mono<EnquiryOutcome> price(EventRequest request) {
        return enquiries.price(request);
    }
}
