package dev.refill.simulation.world;

import dev.refill.gateway.PaymentGateway;
import dev.refill.ledger.Ledger;
import dev.refill.recharge.order.OrderStore;
import dev.refill.recharge.order.PaymentTerms;
import dev.refill.recharge.outbox.Outbox;
import dev.refill.recharge.refund.RefundStore;
import dev.refill.webhooks.GatewayEventHandler;
import dev.refill.webhooks.OutboundWebhooks;
import dev.refill.webhooks.store.InboxStore;

/** A product that differs in one place: a planted bug puts itself before a port. By itself it changes nothing. */
public interface Variant {

    /** The product as it is. */
    Variant NONE = new Variant() {
    };

    default OrderStore orders(OrderStore orders, Ledger ledger) {
        return orders;
    }

    default RefundStore refunds(RefundStore refunds) {
        return refunds;
    }

    default Ledger ledger(Ledger ledger) {
        return ledger;
    }

    default InboxStore inbox(InboxStore inbox) {
        return inbox;
    }

    default Outbox outbox(Outbox outbox) {
        return outbox;
    }

    default PaymentGateway gateway(PaymentGateway gateway) {
        return gateway;
    }

    default GatewayEventHandler handler(GatewayEventHandler handler, OrderStore orders) {
        return handler;
    }

    default OutboundWebhooks partners(OutboundWebhooks partners) {
        return partners;
    }

    /** Whether the world ends with the first thing that does not hold. */
    default boolean isJudged() {
        return true;
    }

    default PaymentTerms terms(PaymentTerms terms) {
        return terms;
    }
}
