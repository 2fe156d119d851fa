package dev.refill.app.events;

import java.util.List;
import java.util.Set;

import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import dev.refill.usage.UsageNotices;
import dev.refill.webhooks.EventTypes;
import dev.refill.webhooks.OutboundEvent;
import dev.refill.webhooks.OutboundWebhooks;

/** Whoever charges hears by webhook that an allowance runs out. The words are public: docs/how-to/receive-webhooks.md. */
public final class UsageEvents implements UsageNotices, EventTypes {

    private static final String THRESHOLD_REACHED = "usage.threshold_reached";

    private final OutboundWebhooks webhooks;
    private final JsonMapper json = JsonMapper.shared();

    public UsageEvents(OutboundWebhooks webhooks) {
        this.webhooks = webhooks;
    }

    @Override
    public Set<String> names() {
        return Set.of(THRESHOLD_REACHED);
    }

    @Override
    public Mono<Void> reached(List<Reached> reached) {
        return webhooks.publish(reached.stream().map(this::event).toList()).then();
    }

    /** Its id is that of the row, and so the same whenever it is made. */
    private OutboundEvent event(Reached reached) {
        ObjectNode data = json.createObjectNode().put("subscriber", reached.owner());
        if (reached.msisdn() != null) {
            data.put("msisdn", reached.msisdn().e164());
        }
        data.put("allowance", reached.allowance())
                .put("bucket", reached.bucket().value())
                .put("unit", reached.unit().code())
                .put("percent", reached.percent())
                .put("filled", reached.filled())
                .put("remaining", reached.remaining())
                .put("reachedAt", reached.at().toString());
        return new OutboundEvent("evt_threshold_" + reached.number(), THRESHOLD_REACHED, reached.at(), reached.client(),
                data.toString());
    }
}
