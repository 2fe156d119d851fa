package dev.refill.autotopup.r2dbc;

import java.time.Instant;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Objects;

import io.r2dbc.spi.Parameters;
import io.r2dbc.spi.R2dbcType;
import io.r2dbc.spi.Readable;
import org.jspecify.annotations.Nullable;

import dev.refill.autotopup.rule.CardToken;
import dev.refill.autotopup.rule.Limits;
import dev.refill.autotopup.rule.PauseReason;
import dev.refill.autotopup.rule.Rule;
import dev.refill.autotopup.rule.RuleId;
import dev.refill.autotopup.rule.RuleState;
import dev.refill.autotopup.rule.Trigger;
import dev.refill.autotopup.rule.Trigger.Frequency;
import dev.refill.autotopup.run.Run;
import dev.refill.autotopup.run.RunId;
import dev.refill.autotopup.run.RunState;
import dev.refill.autotopup.run.SkipReason;
import dev.refill.gateway.Money;
import dev.refill.ledger.LedgerUnit;
import dev.refill.offer.OfferId;
import dev.refill.recharge.RechargeId;
import dev.refill.subscriber.SubscriberId;

/** Rows as what they mean. */
final class Rows {

    private Rows() {}

    static Rule rule(Readable row) {
        String reason = row.get("reason", String.class);
        return new Rule(new RuleId(required(row, "id", String.class)), required(row, "version", Integer.class),
                RuleState.valueOf(required(row, "state", String.class)),
                reason == null ? null : PauseReason.valueOf(reason), required(row, "client_id", String.class),
                new SubscriberId(required(row, "subscriber_id", String.class)),
                new OfferId(required(row, "offer_id", String.class)), money(row),
                new LedgerUnit(required(row, "credit_unit", String.class)),
                new CardToken(required(row, "card", String.class)), trigger(row),
                new Limits(required(row, "most_a_day", Integer.class), required(row, "most_a_month", Integer.class),
                        row.get("amount_a_day", Long.class), row.get("amount_a_month", Long.class)),
                required(row, "declines", Integer.class), row.get("next_at", Instant.class),
                required(row, "created_at", Instant.class), required(row, "changed_at", Instant.class));
    }

    private static Trigger trigger(Readable row) {
        Long threshold = row.get("threshold", Long.class);
        return threshold != null
                ? new Trigger.LowBalance(threshold)
                : new Trigger.Schedule(Frequency.valueOf(required(row, "frequency", String.class)),
                        required(row, "day", Integer.class), required(row, "local_time", LocalTime.class),
                        ZoneId.of(required(row, "zone", String.class)));
    }

    static Run run(Readable row) {
        String reason = row.get("reason", String.class);
        String order = row.get("order_id", String.class);
        return new Run(new RunId(required(row, "id", String.class)), new RuleId(required(row, "rule_id", String.class)),
                required(row, "version", Integer.class), RunState.valueOf(required(row, "state", String.class)),
                reason == null ? null : SkipReason.valueOf(reason), required(row, "due_at", Instant.class),
                required(row, "try", Integer.class), order == null ? null : new RechargeId(order),
                row.get("price_minor", Long.class) == null ? null : money(row),
                required(row, "is_asked", Boolean.class), row.get("begun_at", Instant.class),
                row.get("rule_version", Integer.class), row.get("next_at", Instant.class),
                required(row, "attempts", Integer.class),
                required(row, "created_at", Instant.class), required(row, "changed_at", Instant.class));
    }

    private static Money money(Readable row) {
        return Money.of(required(row, "price_minor", Long.class), required(row, "currency", String.class));
    }

    static Object text(@Nullable Object value) {
        return Parameters.in(R2dbcType.VARCHAR, value == null ? null : value.toString());
    }

    static Object number(@Nullable Long value) {
        return Parameters.in(R2dbcType.BIGINT, value);
    }

    static Object time(@Nullable Instant at) {
        return Parameters.in(R2dbcType.TIMESTAMP_WITH_TIME_ZONE,
                at == null ? null : OffsetDateTime.ofInstant(at, ZoneOffset.UTC));
    }

    static <T> T required(Readable row, String name, Class<T> type) {
        return Objects.requireNonNull(row.get(name, type), name);
    }
}
