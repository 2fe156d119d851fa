package dev.refill.charging.session;

import reactor.core.publisher.Mono;

import dev.refill.charging.Charging;
import dev.refill.charging.EventOutcome;
import dev.refill.charging.EventRequest;
import dev.refill.charging.SessionOutcome;
import dev.refill.charging.SessionRequest;

/** Charging as the network uses it. */
public final class ChargingDesk implements Charging {

    private final ChargeSession sessions;
    private final ChargeEvent events;
    private final RefundEvent refunds;

    public ChargingDesk(ChargeSession sessions, ChargeEvent events, RefundEvent refunds) {
        this.sessions = sessions;
        this.events = events;
        this.refunds = refunds;
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
}
