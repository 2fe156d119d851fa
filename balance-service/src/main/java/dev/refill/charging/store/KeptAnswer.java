package dev.refill.charging.store;

import java.util.List;

import org.jspecify.annotations.Nullable;

import dev.refill.charging.Answer;
import dev.refill.charging.ChargingId;
import dev.refill.charging.EventAnswer;
import dev.refill.charging.ResultCode;
import dev.refill.charging.SessionAnswer;
import dev.refill.charging.SessionAnswer.Grant;
import dev.refill.charging.SessionState;
import dev.refill.charging.Target;
import dev.refill.subscriber.SubscriberId;
import dev.refill.tariff.plan.Service;

/** An answer as its row keeps it. One of the two is there. */
record KeptAnswer(@Nullable OfSession session, @Nullable OfEvent event) {

    record OfSession(String id, long sequence, SessionState state, List<KeptGrant> grants, long validSeconds,
            String unit,
            long charged, long owed) {

        static OfSession of(SessionAnswer answer) {
            return new OfSession(answer.id().value(), answer.sequence(), answer.state(),
                    answer.grants().stream().map(KeptGrant::of).toList(), answer.validSeconds(), answer.unit(),
                    answer.charged(), answer.owed());
        }

        SessionAnswer answer() {
            return new SessionAnswer(new ChargingId(id), sequence, state,
                    grants.stream().map(KeptGrant::grant).toList(),
                    validSeconds, unit, charged, owed);
        }
    }

    record KeptGrant(Service service, String key, ResultCode result, long granted, long threshold, boolean lastUnits) {

        static KeptGrant of(Grant grant) {
            return new KeptGrant(grant.target().service(), grant.target().key(), grant.result(), grant.granted(),
                    grant.threshold(), grant.lastUnits());
        }

        Grant grant() {
            return new Grant(Target.of(service, key), result, granted, threshold, lastUnits);
        }
    }

    record OfEvent(String id, String subscriber, ResultCode result, String unit, long charged,
            List<EventAnswer.Drawn> draws) {

        static OfEvent of(EventAnswer answer) {
            return new OfEvent(answer.id().value(), answer.subscriber().value(), answer.result(), answer.unit(),
                    answer.charged(),
                    answer.draws());
        }

        EventAnswer answer() {
            return new EventAnswer(new ChargingId(id), new SubscriberId(subscriber), result, unit, charged, draws);
        }
    }

    static KeptAnswer of(Answer answer) {
        return switch (answer) {
            case SessionAnswer session -> new KeptAnswer(OfSession.of(session), null);
            case EventAnswer event -> new KeptAnswer(null, OfEvent.of(event));
        };
    }

    Answer answer() {
        if (session != null) {
            return session.answer();
        }
        if (event != null) {
            return event.answer();
        }
        throw new IllegalStateException("kept answer: empty (expected: of a session or an event)");
    }
}
