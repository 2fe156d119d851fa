package dev.refill.recharge.r2dbc;

import java.net.URI;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

import io.r2dbc.spi.Readable;
import org.jspecify.annotations.Nullable;

import dev.refill.gateway.DeclineReason;
import dev.refill.gateway.GatewayId;
import dev.refill.gateway.Money;
import dev.refill.gateway.OperationKey;
import dev.refill.gateway.ProviderReference;
import dev.refill.ledger.LedgerUnit;
import dev.refill.offer.OfferId;
import dev.refill.offer.Quantity;
import dev.refill.offer.Quote;
import dev.refill.recharge.Channel;
import dev.refill.recharge.PaymentMeans;
import dev.refill.recharge.Recharge;
import dev.refill.recharge.RechargeId;
import dev.refill.recharge.RechargeState;
import dev.refill.recharge.Refusal;
import dev.refill.recharge.order.Order;
import dev.refill.recharge.order.Payment;
import dev.refill.subscriber.Msisdn;
import dev.refill.subscriber.SubscriberId;

/** Reads an order from a row of {@code recharge} joined with its latest payment. */
final class OrderRow {

    static final String COLUMNS = """
                                  r.id, r.claim_id, r.version, r.state, r.client_id, r.channel, r.subscriber_id, r.msisdn, r.offer_id,
                                  r.price_minor, r.currency, r.credit_unit, r.credit, r.bonus, r.repeat_confirmed, r.refusal, r.last_decline,
                                  r.attempts, r.next_attempt_at, r.created_at, r.changed_at,
                                  p.id AS payment_id, p.gateway, p.card_on_file, p.saves_card, p.payer_msisdn, p.reference, p.payment_page, p.captured_minor, p.captured_currency,
                                  r.refunded_minor,
                                  CASE WHEN r.payments > 1 THEN
                                      (SELECT array_agg(b.gateway ORDER BY b.seq) FROM recharge.payment b
                                       WHERE b.recharge_id = r.id AND b.seq < r.payments) END AS tried_before
                                  """;

    /** An order {@code r} and its payment {@code p}, the latest one. */
    static final String FROM = """
            FROM recharge.recharge r JOIN recharge.payment p ON p.recharge_id = r.id AND p.seq = r.payments
            """;

    private OrderRow() {}

    static Order read(Readable row) {
        return new Order(recharge(row), text(row, "claim_id"), payment(row),
                Objects.requireNonNull(row.get("repeat_confirmed", Boolean.class)),
                refusal(row), Objects.requireNonNull(row.get("attempts", Integer.class)), time(row, "next_attempt_at"));
    }

    private static Recharge recharge(Readable row) {
        String page = row.get("payment_page", String.class);
        String decline = row.get("last_decline", String.class);
        return new Recharge(new RechargeId(text(row, "id")), number(row, "version"),
                RechargeState.valueOf(text(row, "state")),
                new Recharge.Owner(text(row, "client_id"), Channel.valueOf(text(row, "channel"))),
                new SubscriberId(text(row, "subscriber_id")), new Msisdn(text(row, "msisdn")), payer(row), quote(row),
                page == null ? null : URI.create(page), decline == null ? null : DeclineReason.valueOf(decline),
                row.get("refunded_minor", Long.class),
                Objects.requireNonNull(time(row, "created_at")), Objects.requireNonNull(time(row, "changed_at")));
    }

    private static Quote quote(Readable row) {
        LedgerUnit unit = new LedgerUnit(text(row, "credit_unit"));
        return new Quote(new OfferId(text(row, "offer_id")),
                Money.of(number(row, "price_minor"), text(row, "currency")),
                new Quantity(number(row, "credit"), unit), new Quantity(number(row, "bonus"), unit));
    }

    private static Payment payment(Readable row) {
        String reference = row.get("reference", String.class);
        return new Payment(new OperationKey(text(row, "payment_id")), new GatewayId(text(row, "gateway")),
                means(row), reference == null ? null : new ProviderReference(reference), captured(row),
                triedBefore(row));
    }

    private static List<GatewayId> triedBefore(Readable row) {
        String[] gateways = row.get("tried_before", String[].class);
        return gateways == null ? List.of() : Arrays.stream(gateways).map(GatewayId::new).toList();
    }

    private static @Nullable Money captured(Readable row) {
        Long minor = row.get("captured_minor", Long.class);
        return minor == null ? null : Money.of(minor, text(row, "captured_currency"));
    }

    private static PaymentMeans means(Readable row) {
        Msisdn payer = payer(row);
        if (payer != null) {
            return new PaymentMeans.MobileMoney(payer);
        }
        String card = row.get("card_on_file", String.class);
        return card == null
                ? new PaymentMeans.HostedPage(Boolean.TRUE.equals(row.get("saves_card", Boolean.class)))
                : new PaymentMeans.CardOnFile(card);
    }

    private static @Nullable Msisdn payer(Readable row) {
        String payer = row.get("payer_msisdn", String.class);
        return payer == null ? null : new Msisdn(payer);
    }

    private static @Nullable Refusal refusal(Readable row) {
        String refusal = row.get("refusal", String.class);
        return refusal == null ? null : Refusal.valueOf(refusal);
    }

    static String text(Readable row, String column) {
        return Objects.requireNonNull(row.get(column, String.class), column);
    }

    static long number(Readable row, String column) {
        return Objects.requireNonNull(row.get(column, Long.class), column);
    }

    static @Nullable Instant time(Readable row, String column) {
        OffsetDateTime at = row.get(column, OffsetDateTime.class);
        return at == null ? null : at.toInstant();
    }
}
