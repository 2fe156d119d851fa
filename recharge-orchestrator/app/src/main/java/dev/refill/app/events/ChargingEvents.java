package dev.refill.app.events;

import java.util.List;
import java.util.Set;

import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

import dev.refill.charging.ChargingNotices;
import dev.refill.webhooks.EventTypes;
import dev.refill.webhooks.OutboundEvent;
import dev.refill.webhooks.OutboundWebhooks;

/**
 * Network elements hear by webhook what they have not asked for. The words are public: docs/how-to/receive-webhooks.md.
 */
public final class ChargingEvents implements ChargingNotices, EventTypes {

    private static final String TOPPED_UP = "charging_session.topped_up";

    private final OutboundWebhooks webhooks;
    private final JsonMapper json = JsonMapper.shared();

    public ChargingEvents(OutboundWebhooks webhooks) {
        this.webhooks = webhooks;
    }

    @Override
    public Set<String> names() {
        return Set.of(TOPPED_UP);
    }

    @Override
    public Mono<Void> toppedUp(List<ToppedUp> sessions) {
        return webhooks.publish(sessions.stream().map(this::event).toList()).then();
    }

    /** Its id is that of the session's version, and so the same whenever it is made. */
    private OutboundEvent event(ToppedUp session) {
        String data = json.createObjectNode()
                .put("id", session.session().value())
                .put("version", session.version())
                .put("subscriber", session.subscriber().value())
                .put("noticedAt", session.at().toString())
                .toString();
        return new OutboundEvent("evt_" + session.session() + "_" + session.version(), TOPPED_UP, session.at(),
                session.client(), data);
    }
}
