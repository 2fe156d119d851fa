package dev.refill.recharge.r2dbc;

import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import dev.refill.testsupport.SqlMutant;
import dev.refill.testsupport.SqlMutant.InFunction;
import dev.refill.testsupport.SqlMutant.InSchema;
import dev.refill.testsupport.SqlMutant.InStatement;
import dev.refill.testsupport.SqlMutant.Statement;
import dev.refill.testsupport.SqlMutation;

/** Each rule of orders and of their outbox is broken once, and a test of theirs notices. */
class OrderMutantsIT {

    private static final Statement TAKE_DUE = new Statement("take due orders", "attempts = t.attempts + 1");
    private static final Statement RESCHEDULE = new Statement("reschedule an order",
            "UPDATE recharge.recharge SET next_attempt_at");
    private static final Statement RELAY = new Statement("take transitions", "WITH mine AS");
    private static final Statement PASS = new Statement("pass transitions", "SET written_by = CAST");

    private static final Statement STRAY = new Statement("keep a stray payment", "INSERT INTO recharge.stray");

    static Stream<SqlMutant> mutants() {
        return Stream.of(
                inAccept("numbers are not locked", "PERFORM pg_advisory_xact_lock(number)", "PERFORM number"),
                inAccept("locks of numbers unsorted",
                        "(SELECT DISTINCT hashtextextended(msisdn, 0) AS number FROM unnest(p_msisdn) AS msisdn ORDER BY number)",
                        "(SELECT hashtextextended(msisdn, 0) AS number FROM unnest(p_msisdn) AS msisdn)"),
                inAccept("no conflict check", "ON CONFLICT (claim_id) DO NOTHING", ""),
                inAccept("a known order gets a second payment",
                        "route, saves_card)\n    JOIN recharge.recharge r ON r.id = o.id;",
                        "route, saves_card);"),
                inAccept("a known order gets a second transition",
                        "AS o(id, client_id, at)\n    JOIN recharge.recharge r ON r.id = o.id;",
                        "AS o(id, client_id, at);"),
                inAccept("risk sees the order itself", "AND e.id <> ALL (p_id[o.n:])", ""),

                inAccept("claims of rules are not locked", "PERFORM pg_advisory_xact_lock(claim)", "PERFORM claim"),
                inAccept("what was withdrawn is kept", "WHERE w.claim_id = o.claim_id)", "WHERE false)"),
                inAccept("a removed card is charged", "AND k.removed_at IS NOT NULL)", "AND false)"),
                inAccept("nobody's card may be removed", "o.channel <> 'AUTO_TOPUP'\n", "false\n"),
                new InFunction("a withdrawal does not wait", "recharge.withdraw",
                        "PERFORM pg_advisory_xact_lock", "PERFORM hashint8"),
                new InFunction("what is kept is withdrawn", "recharge.withdraw",
                        "WHERE claim_id = p_claim_id)", "WHERE false)"),

                inAccept("who pays is forgotten", "o.card_on_file, o.payer_msisdn, o.route,",
                        "o.card_on_file, NULL, o.route,"),
                inAccept("that the card is to be kept is forgotten", "o.route, o.saves_card\n", "o.route, false\n"),
                new InSchema("a card and a phone pay one order", "recharge",
                        "ALTER TABLE recharge.payment DROP CONSTRAINT paid_in_one_way"),
                new InSchema("anything is a phone", "recharge",
                        "ALTER TABLE recharge.payment DROP CONSTRAINT payer_is_a_number"),

                inChange("no compare-and-set", "WHERE r.id = c.id AND r.version = c.version", "WHERE r.id = c.id"),
                inChange("the version stays", "version = r.version + 1", "version = r.version"),
                inChange("locks unsorted", "ORDER BY r.id FOR NO KEY UPDATE",
                        "ORDER BY r.id DESC FOR NO KEY UPDATE"),
                inChange("the last of two changes is made", "ORDER BY c.id, c.version, c.n)",
                        "ORDER BY c.id, c.version, c.n DESC)"),
                inChange("changes are not noted", "m.evidence, m.at FROM moved m),",
                        "m.evidence, m.at FROM moved m WHERE false),"),
                inChange("attempts go on", "attempts = 0, last_decline", "last_decline"),
                inChange("captured money is forgotten", "captured_minor = coalesce(m.captured_minor, p.captured_minor)",
                        "captured_minor = p.captured_minor"),
                inChange("the next payment is not begun", "WHERE m.next_payment IS NOT NULL)",
                        "WHERE m.next_payment IS NOT NULL AND false)"),
                inChange("the next payment is not the order's", "CASE WHEN c.next_payment IS NULL THEN 0 ELSE 1 END\n",
                        "0\n"),
                inChange("what is said is said of the next payment", "p.seq = m.seq AND m.of_payment", "m.of_payment"),
                inChange("who pays next is forgotten", "END, p.payer_msisdn, m.route", "END, NULL, m.route"),
                inChange("with which card next is forgotten", "THEN NULL ELSE p.card_on_file END",
                        "THEN NULL ELSE NULL END"),
                inChange("a kept card is charged again instead of its page",
                        "CASE WHEN m.next_gateway = p.gateway THEN NULL ELSE p.card_on_file END", "p.card_on_file"),
                inChange("that the next card is to be kept is forgotten", "p.saves_card\n", "false\n"),
                new InStatement("money of the order's own payment is stray", STRAY, "AND p.seq < r.payments",
                        "AND p.seq <= r.payments"),
                new InSchema("transitions may be changed", "recharge",
                        "DROP TRIGGER transition_is_append_only ON recharge.transition"),

                new InStatement("no lock", TAKE_DUE, "FOR UPDATE SKIP LOCKED", ""),
                new InStatement("locks are waited for", TAKE_DUE, "FOR UPDATE SKIP LOCKED", "FOR UPDATE"),
                new InStatement("attempts are not counted", TAKE_DUE, "attempts = t.attempts + 1",
                        "attempts = t.attempts"),
                new InStatement("late holders reschedule", RESCHEDULE, "AND attempts = ",
                        "AND 0 * attempts = 0 * "),
                new InStatement("what was changed meanwhile is rescheduled", RESCHEDULE, "AND version = ",
                        "AND 0 * version = 0 * "),

                new InStatement("what is not settled is read", RELAY,
                        "AND s.written_by < pg_snapshot_xmin(pg_current_snapshot())", ""),
                new InStatement("read by number alone", RELAY,
                        "(s.written_by, s.seq) > (mine.written_by, mine.seq)", "s.seq > mine.seq"),
                new InStatement("two nodes relay", RELAY, "leased_until <= ",
                        "leased_until IS NOT NULL OR leased_until <= "),
                new InStatement("fences stay", RELAY, "fence = fence + 1", "fence = fence"),
                new InStatement("late nodes move the cursor", PASS, "AND fence = ", "AND 0 * fence = 0 * "));
    }

    private static SqlMutant inAccept(String name, String text, String replacement) {
        return new InFunction(name, "recharge.accept_all", text, replacement);
    }

    private static SqlMutant inChange(String name, String text, String replacement) {
        return new InFunction(name, "recharge.change_all", text, replacement);
    }

    @ParameterizedTest
    @MethodSource("mutants")
    void mutantIsKilled(SqlMutant mutant) {
        SqlMutation.kill(mutant, OrderOverlapsIT.class, OutboxIT.class, R2dbcOrderStoreIT.class);
    }
}
