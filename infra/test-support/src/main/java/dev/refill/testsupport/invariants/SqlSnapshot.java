package dev.refill.testsupport.invariants;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

import io.r2dbc.spi.Readable;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;

/** Reads a {@link Snapshot} from a database that nobody writes to. Each module's schema is read by itself. */
public final class SqlSnapshot {

    private static final Duration LONGEST = Duration.ofMinutes(2);

    private final DatabaseClient database;

    private SqlSnapshot(DatabaseClient database) {
        this.database = database;
    }

    /** @param provider what the provider did, {@code null} if it was not asked */
    public static Snapshot read(DatabaseClient database, Snapshot.@Nullable Provider provider) {
        SqlSnapshot sql = new SqlSnapshot(database);
        return new Snapshot(sql.orders(), sql.refunds(), sql.disputes(), sql.postings(), sql.balances(), provider, null,
                List.of(), null, null);
    }

    private List<Snapshot.PlacedOrder> orders() {
        Map<String, List<Snapshot.Step>> steps = new HashMap<>();
        all("SELECT recharge_id, version, from_state, to_state FROM recharge.transition ORDER BY recharge_id, version",
                row -> Map.entry(text(row, "recharge_id"), new Snapshot.Step(number(row, "version"),
                        row.get("from_state", String.class), text(row, "to_state"))))
                .forEach(step -> steps.computeIfAbsent(step.getKey(), order -> new ArrayList<>()).add(step.getValue()));
        Map<String, List<Snapshot.FormerPayment>> former = new HashMap<>();
        all("""
                SELECT p.recharge_id, p.id, s.captured_minor, s.captured_currency
                FROM recharge.recharge r JOIN recharge.payment p ON p.recharge_id = r.id AND p.seq < r.payments
                LEFT JOIN recharge.stray s ON s.payment_id = p.id
                """, row -> Map.entry(text(row, "recharge_id"),
                new Snapshot.FormerPayment(text(row, "id"), captured(row))))
                .forEach(one -> former.computeIfAbsent(one.getKey(), order -> new ArrayList<>()).add(one.getValue()));
        return all("""
                SELECT r.id, r.claim_id, r.state, r.next_attempt_at IS NOT NULL AS queued, p.id AS payment, r.price_minor,
                       r.currency, r.credit + r.bonus AS credit, p.captured_minor, p.captured_currency
                FROM recharge.recharge r JOIN recharge.payment p ON p.recharge_id = r.id AND p.seq = r.payments
                """, row -> new Snapshot.PlacedOrder(text(row, "id"), text(row, "claim_id"), text(row, "state"),
                Objects.requireNonNull(row.get("queued", Boolean.class)), text(row, "payment"),
                former.getOrDefault(text(row, "id"), List.of()),
                new Snapshot.Sum(number(row, "price_minor"), text(row, "currency")), number(row, "credit"),
                captured(row), steps.getOrDefault(text(row, "id"), List.of())));
    }

    private static Snapshot.@Nullable Sum captured(Readable row) {
        Long minor = row.get("captured_minor", Long.class);
        return minor == null ? null : new Snapshot.Sum(minor, text(row, "captured_currency"));
    }

    private List<Snapshot.Refund> refunds() {
        return all("SELECT id, reference, recharge_id, state, amount_minor, currency FROM recharge.refund",
                row -> new Snapshot.Refund(text(row, "id"), row.get("reference", String.class),
                        text(row, "recharge_id"), text(row, "state"),
                        new Snapshot.Sum(number(row, "amount_minor"), text(row, "currency"))));
    }

    private List<Snapshot.Dispute> disputes() {
        return all("""
                SELECT id, reference, recharge_id, state, coalesce(withdrawn_minor, 0) AS withdrawn,
                       coalesce(reinstated_minor, 0) AS reinstated
                FROM recharge.dispute
                """, row -> new Snapshot.Dispute(text(row, "id"), text(row, "reference"), text(row, "recharge_id"),
                text(row, "state"), number(row, "withdrawn"), number(row, "reinstated")));
    }

    private List<Snapshot.Line> postings() {
        return all("""
                SELECT e.entry_id, e.kind, e.reference, p.account, p.unit, p.amount
                FROM balance.entry e JOIN balance.posting p ON p.entry_id = e.entry_id
                """, row -> new Snapshot.Line(text(row, "entry_id"), text(row, "kind"), text(row, "reference"),
                text(row, "account"), text(row, "unit"), number(row, "amount")));
    }

    private List<Snapshot.Held> balances() {
        return all("SELECT account, unit, CAST(balance AS bigint) AS balance FROM balance.account",
                row -> new Snapshot.Held(text(row, "account"), text(row, "unit"), number(row, "balance")));
    }

    private <T> List<T> all(String sql, Function<Readable, T> read) {
        return database.sql(sql).map(read).all().collectList().blockOptional(LONGEST).orElseThrow();
    }

    private static String text(Readable row, String column) {
        return Objects.requireNonNull(row.get(column, String.class), column);
    }

    private static long number(Readable row, String column) {
        return Objects.requireNonNull(row.get(column, Long.class), column);
    }
}
