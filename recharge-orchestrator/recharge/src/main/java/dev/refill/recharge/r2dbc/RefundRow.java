package dev.refill.recharge.r2dbc;

import java.util.Objects;

import io.r2dbc.spi.Readable;

import dev.refill.gateway.Money;
import dev.refill.gateway.ProviderReference;
import dev.refill.ledger.LedgerUnit;
import dev.refill.offer.Quantity;
import dev.refill.offer.WhenSpent;
import dev.refill.recharge.RechargeId;
import dev.refill.recharge.order.Cause;
import dev.refill.recharge.order.Order;
import dev.refill.recharge.refund.Refund;
import dev.refill.recharge.refund.RefundEvent;
import dev.refill.recharge.refund.RefundId;
import dev.refill.recharge.refund.RefundState;
import dev.refill.recharge.refund.RefundStep;
import dev.refill.recharge.refund.Refundable;

import static dev.refill.recharge.r2dbc.OrderRow.number;
import static dev.refill.recharge.r2dbc.OrderRow.text;
import static dev.refill.recharge.r2dbc.OrderRow.time;

/** Reads refunds, their steps, and what is left of an order. */
final class RefundRow {

    private RefundRow() {}

    static Refund refund(Readable row) {
        LedgerUnit unit = new LedgerUnit(text(row, "credit_unit"));
        String reference = row.get("reference", String.class);
        return new Refund(new RefundId(text(row, "id")), text(row, "claim_id"),
                new RechargeId(text(row, "recharge_id")),
                number(row, "version"), RefundState.valueOf(text(row, "state")),
                Money.of(number(row, "amount_minor"), text(row, "currency")),
                new Quantity(number(row, "credit"), unit), new Quantity(number(row, "bonus"), unit),
                WhenSpent.valueOf(text(row, "when_spent")), text(row, "reason"), text(row, "requested_by"),
                row.get("decided_by", String.class), reference == null ? null : new ProviderReference(reference),
                Objects.requireNonNull(row.get("attempts", Integer.class)),
                Objects.requireNonNull(time(row, "created_at")), Objects.requireNonNull(time(row, "changed_at")));
    }

    static RefundStep step(Readable row) {
        String from = row.get("from_state", String.class);
        return new RefundStep(number(row, "version"), from == null ? null : RefundState.valueOf(from),
                RefundEvent.valueOf(text(row, "event")), RefundState.valueOf(text(row, "to_state")),
                new Cause(text(row, "actor"), Cause.Source.valueOf(text(row, "cause")),
                        row.get("evidence", String.class)),
                Objects.requireNonNull(time(row, "at")));
    }

    static Refundable refundable(Readable row) {
        Order order = OrderRow.read(row);
        return new Refundable(order, number(row, "returned_version"),
                order.payment().isCaptured() ? order.payment().captured() : null, number(row, "refunding_minor"),
                number(row, "returned_minor"), number(row, "disputed_minor"), number(row, "returned_credit"),
                number(row, "returned_bonus"));
    }
}
