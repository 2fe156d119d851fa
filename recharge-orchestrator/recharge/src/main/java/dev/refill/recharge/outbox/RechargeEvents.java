package dev.refill.recharge.outbox;

import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import dev.refill.gateway.Money;
import dev.refill.offer.Quantity;
import dev.refill.offer.Quote;
import dev.refill.recharge.RechargeState;
import dev.refill.recharge.dispute.DisputeEvent;
import dev.refill.recharge.refund.RefundState;
import dev.refill.webhooks.EventTypes;
import dev.refill.webhooks.OutboundEvent;

/**
 * Which changes of orders, refunds and disputes partners are told, and in what words. The words are public:
 * docs/how-to/receive-webhooks.md.
 */
public final class RechargeEvents implements EventTypes {

    private final JsonMapper json = JsonMapper.shared();

    @Override
    public Set<String> names() {
        return Stream.of(Arrays.stream(RechargeState.values()).map(RechargeEvents::typeOf),
                Arrays.stream(RefundState.values()).map(RechargeEvents::typeOf),
                Arrays.stream(DisputeEvent.values()).map(RechargeEvents::typeOf))
                .flatMap(types -> types)
                .flatMap(Optional::stream)
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
            case RETURNED -> Optional.of("recharge.returned");
            case CREATED, CHARGING, REQUIRES_ACTION, UNKNOWN, CANCELLING -> Optional.empty();
        };
    }

    /** Empty: nothing has gone back, or it is not decided. */
    static Optional<String> typeOf(RefundState reached) {
        return switch (reached) {
            case SUCCEEDED -> Optional.of("refund.succeeded");
            case FAILED -> Optional.of("refund.failed");
            case AWAITING_APPROVAL, IN_REVIEW, REJECTED, SENDING, UNKNOWN, PENDING, GIVING_BACK -> Optional.empty();
        };
    }

    /** By what happened, as the verdict may be known before the money moves. Empty: no money has moved. */
    static Optional<String> typeOf(DisputeEvent happened) {
        return switch (happened) {
            case FUNDS_WITHDRAWN -> Optional.of("dispute.opened");
            case FUNDS_REINSTATED -> Optional.of("dispute.won");
            case LOST -> Optional.of("dispute.lost");
            case ASKED, WON -> Optional.empty();
        };
    }

    /**
     * The event of a change; its id is that of what has changed and the version's, and so the same whenever it is made. Empty:
     * partners are not told.
     */
    public Optional<OutboundEvent> of(Transition transition) {
        return switch (transition) {
            case Transition.OfOrder order -> typeOf(order.to()).map(type -> event(
                    order.recharge().value().substring("rch_".length()), type, order, data(order)));
            case Transition.OfRefund refund -> typeOf(refund.to()).map(type -> event(
                    refund.refund().value(), type, refund, data(refund)));
            case Transition.OfDispute dispute -> typeOf(dispute.event()).map(type -> event(
                    dispute.dispute().value(), type, dispute, data(dispute)));
        };
    }

    private static OutboundEvent event(String of, String type, Transition transition, ObjectNode data) {
        return new OutboundEvent("evt_" + of + "_" + transition.version(), type, transition.at(),
                transition.clientId(), data.toString());
    }

    private ObjectNode data(Transition.OfOrder order) {
        Quote quote = order.quote();
        ObjectNode data = begun(order.recharge().value(), order)
                .put("msisdn", order.msisdn())
                .put("offer", quote.offer().value());
        credited(data, quote.price(), quote.credit(), quote.bonus());
        if (order.to() == RechargeState.DECLINED && order.decline() != null) {
            data.put("lastDecline", word(order.decline()));
        }
        return data.put("createdAt", order.createdAt().toString())
                .put("changedAt", order.at().toString());
    }

    private ObjectNode data(Transition.OfRefund refund) {
        ObjectNode data = begun(refund.refund().value(), refund)
                .put("recharge", refund.recharge().value())
                .put("msisdn", refund.msisdn());
        return credited(data, refund.amount(), refund.credit(), refund.bonus())
                .put("refunded", refund.refunded())
                .put("createdAt", refund.createdAt().toString())
                .put("changedAt", refund.at().toString());
    }

    private ObjectNode data(Transition.OfDispute dispute) {
        ObjectNode data = begun(dispute.dispute().value(), dispute)
                .put("recharge", dispute.recharge().value())
                .put("msisdn", dispute.msisdn());
        credited(data, Objects.requireNonNull(dispute.withdrawn()), dispute.credit(), dispute.bonus());
        if (dispute.event() == DisputeEvent.FUNDS_REINSTATED) {
            data.put("reinstated", Objects.requireNonNull(dispute.reinstated()).minor())
                    .put("creditBack", dispute.creditBack().value())
                    .put("bonusBack", dispute.bonusBack().value());
        }
        return data.put("createdAt", dispute.createdAt().toString())
                .put("changedAt", dispute.at().toString());
    }

    private ObjectNode begun(String id, Transition transition) {
        return json.createObjectNode()
                .put("id", id)
                .put("version", transition.version())
                .put("state", word(transition.to()));
    }

    private static ObjectNode credited(ObjectNode data, Money amount, Quantity credit, Quantity bonus) {
        return data.put("amount", amount.minor())
                .put("currency", amount.currency().getCurrencyCode())
                .put("credit", credit.value())
                .put("bonus", bonus.value())
                .put("creditUnit", credit.unit().code());
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
