package dev.refill.recharge.outbox;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import dev.refill.offer.Quote;
import dev.refill.recharge.RechargeState;
import dev.refill.webhooks.EventTypes;
import dev.refill.webhooks.OutboundEvent;

/** Which changes of orders partners are told, and in what words. The words are public: docs/how-to/receive-webhooks.md. */
public final class RechargeEvents implements EventTypes {

    private final JsonMapper json = JsonMapper.shared();

    @Override
    public Set<String> names() {
        return Arrays.stream(RechargeState.values())
                .flatMap(state -> typeOf(state).stream())
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Empty: a step on the way, of which nobody is told. */
    static Optional<String> typeOf(RechargeState reached) {
        return switch (reached) {
            case PAID -> Optional.of("recharge.paid");
            case CREDITED -> Optional.of("recharge.credited");
            case DECLINED -> Optional.of("recharge.declined");
            case EXPIRED -> Optional.of("recharge.expired");
            case CANCELLED -> Optional.of("recharge.cancelled");
            case IN_REVIEW -> Optional.of("recharge.in_review");
            case CREATED, CHARGING, REQUIRES_ACTION, UNKNOWN, CANCELLING -> Optional.empty();
        };
    }

    /** The event of a change; its id is the order's and the version's, and so the same whenever it is made. */
    Optional<OutboundEvent> of(Transition transition) {
        return typeOf(transition.to()).map(type -> new OutboundEvent(
                "evt_" + transition.recharge().value().substring("rch_".length()) + "_" + transition.version(), type,
                transition.at(), transition.clientId(), data(transition)));
    }

    private String data(Transition transition) {
        Quote quote = transition.quote();
        ObjectNode data = json.createObjectNode()
                .put("id", transition.recharge().value())
                .put("version", transition.version())
                .put("state", word(transition.to()))
                .put("msisdn", transition.msisdn())
                .put("offer", quote.offer().value())
                .put("amount", quote.price().minor())
                .put("currency", quote.price().currency().getCurrencyCode())
                .put("credit", quote.credit().value())
                .put("bonus", quote.bonus().value())
                .put("creditUnit", quote.credit().unit().code());
        if (transition.to() == RechargeState.DECLINED && transition.decline() != null) {
            data.put("lastDecline", word(transition.decline()));
        }
        return data.put("createdAt", transition.createdAt().toString())
                .put("changedAt", transition.at().toString())
                .toString();
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
