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

/** Each rule of refunds and disputes is broken once, and a test of theirs notices. */
class ReturnsMutantsIT {

    private static final Statement TAKE_DUE = new Statement("take due refunds", "UPDATE recharge.refund t");
    private static final Statement RESCHEDULE = new Statement("reschedule a refund",
            "UPDATE recharge.refund SET next_attempt_at");
    private static final Statement RELAY = new Statement("take transitions", "WITH mine AS");
    private static final Statement HOLDS_BACK = new Statement("open disputes of a subscriber",
            "SELECT id FROM recharge.dispute");

    static Stream<SqlMutant> mutants() {
        return Stream.of(
                inRequest("the order is not locked", "WHERE id = p_recharge_id FOR NO KEY UPDATE;",
                        "WHERE id = p_recharge_id;"),
                inRequest("claims are not known",
                        "IF EXISTS (SELECT FROM recharge.refund WHERE claim_id = p_claim_id) THEN",
                        "IF false THEN"),
                inRequest("any state will do", "placed.state NOT IN ('CREDITED', 'IN_REVIEW', 'RETURNED')",
                        "false"),
                inRequest("what came back to a returned order is never given back", "'IN_REVIEW', 'RETURNED')",
                        "'IN_REVIEW')"),
                inRequest("nothing captured will do", "coalesce(payment.captured_minor, 0) = 0", "false"),
                inRequest("any currency will do", "payment.captured_currency <> p_currency", "false"),
                inRequest("what was seen is not compared", "before.version <> p_seen OR ", ""),
                inRequest("the order's version is not compared", " OR placed.version <> p_order_version THEN", " THEN"),
                inRequest("more than is left", "IF too_much > (", "IF false AND too_much > ("),
                inRequest("nothing gives way", "WHERE p_event = 'FOUND_AT_PROVIDER' AND", "WHERE false AND"),
                inRequest("what waits gives way to anything", "WHERE p_event = 'FOUND_AT_PROVIDER' AND", "WHERE"),
                inRequest("what is sent gives way", " AND state = 'AWAITING_APPROVAL'\n        ORDER BY",
                        "\n        ORDER BY"),
                inRequest("the oldest gives way", "ORDER BY created_at DESC, id DESC", "ORDER BY created_at, id"),
                inRequest("disputed money is refunded", " + before.disputed_minor", ""),
                inRequest("its amount is not kept", "refunding_minor = refunding_minor + p_amount_minor",
                        "refunding_minor = refunding_minor"),
                inRequest("its credit is not kept", "credit = credit + p_credit", "credit = credit"),
                inRequest("its bonus is not kept", "bonus = bonus + p_bonus", "bonus = bonus"),
                inRequest("what is left keeps its version", "SET version = version + 1", "SET version = version"),
                inRequest("the order does not go back", ", goes_back = true", ""),
                inRequest("it is not noted", "VALUES (p_id, 1, p_event, p_state, p_actor, p_cause, p_evidence, p_at,"
                        + " before.refunded_minor);",
                        "SELECT p_id, 1, p_event, p_state, p_actor, p_cause, p_evidence,"
                                + " p_at, before.refunded_minor WHERE false;"),

                inRefund("the order is not locked",
                        "PERFORM FROM recharge.recharge WHERE id = p_recharge_id FOR NO KEY UPDATE;", ""),
                inRefund("no compare-and-set", "WHERE id = p_id AND version = p_version AND", "WHERE id = p_id AND"),
                inRefund("the version stays", "version = version + 1, state", "version = version, state"),
                inRefund("a failed one is not subtracted",
                        "refunding_minor - CASE WHEN p_to IN ('REJECTED', 'FAILED') THEN changed.amount_minor ELSE 0 END",
                        "refunding_minor"),
                inRefund("a failed one keeps its credit",
                        "credit - CASE WHEN p_to IN ('REJECTED', 'FAILED') THEN changed.credit ELSE 0 END", "credit"),
                inRefund("a failed one keeps its bonus",
                        "bonus - CASE WHEN p_to IN ('REJECTED', 'FAILED') THEN changed.bonus ELSE 0 END", "bonus"),
                inRefund("what succeeded is not counted", "WHEN p_to = 'SUCCEEDED' THEN changed.amount_minor",
                        "WHEN p_to = 'SUCCEEDED' THEN 0"),
                inRefund("what came back counts on", "THEN -changed.amount_minor", "THEN 0"),
                inRefund("what is left keeps its version", "SET version = version + 1,\n        refunding_minor",
                        "SET refunding_minor"),
                inRefund("attempts go on", "attempts = 0,", ""),
                inRefund("the order does not show it",
                        "IF p_to IN ('SUCCEEDED', 'REJECTED', 'GIVING_BACK', 'FAILED') THEN",
                        "IF false THEN"),
                inRefund("what failed goes back for ever", "after.refunding_minor + after.disputed_minor > 0", "true"),
                inRefund("the total before is told", "p_at, after.refunded_minor);", "p_at, 0);"),

                inDispute("the order is not locked", "WHERE id = p_recharge_id FOR NO KEY UPDATE;",
                        "WHERE id = p_recharge_id;"),
                inDispute("the order's version is not compared",
                        "IF placed.version IS DISTINCT FROM p_order_version THEN",
                        "IF false THEN"),
                inDispute("its version is not compared", "IF coalesce(before.version, 0) <> p_version THEN",
                        "IF false THEN"),
                inDispute("what was seen is not compared", "IF p_seen IS NOT NULL", "IF false"),
                inDispute("what was taken does not count", "+ coalesce(p_withdrawn_minor, 0)", ""),
                inDispute("what came back is still gone", "- coalesce(p_reinstated_minor, 0)", ""),
                inDispute("what was taken counts at each step", "coalesce(before.withdrawn_minor, 0)", "0"),
                inDispute("its credit is not kept", "credit = credit + (p_credit - p_credit_back)", "credit = credit"),
                inDispute("credit that came back is still gone", "(p_credit - p_credit_back)", "p_credit"),
                inDispute("bonus that came back is still gone", "(p_bonus - p_bonus_back)", "p_bonus"),
                inDispute("what is left keeps its version", "SET version = version + 1,\n        disputed_minor",
                        "SET disputed_minor"),
                inDispute("the order does not go back", "t.refunding_minor + t.disputed_minor > 0",
                        "t.refunding_minor > 0"),

                inRefund("what a bank has taken is approved", "IF p_event = 'APPROVED'", "IF false"),
                inRefund("disputes do not count against what is approved",
                        "refunding_minor + disputed_minor > captured_minor", "refunding_minor > captured_minor"),

                new InSchema("who asks may approve", "recharge",
                        "ALTER TABLE recharge.refund DROP CONSTRAINT decided_by_another"),
                new InSchema("an order that goes back may be credited", "recharge",
                        "ALTER TABLE recharge.recharge DROP CONSTRAINT no_credit_after_refund"),
                new InSchema("anything is returned that somebody says is", "recharge",
                        "DROP TRIGGER returned_when_all_is_gone ON recharge.recharge"),
                new InSchema("what counts is what had gone back before the wait", "recharge",
                        "ALTER FUNCTION recharge.require_all_gone() STABLE"),
                new InFunction("nothing captured is returned", "recharge.require_all_gone", "BETWEEN 1 AND",
                        "BETWEEN 0 AND"),
                inGone("refunds do not count", "SELECT refunded_minor", "SELECT 0"),
                inGone("refunds that were asked for count", "SELECT refunded_minor", "SELECT refunding_minor"),
                inGone("disputes do not count", "sum(withdrawn_minor - coalesce(reinstated_minor, 0))", "sum(0)"),
                inGone("open disputes count", " AND state IN ('WON', 'LOST')", ""),
                inGone("what a won dispute did not bring back does not count", "('WON', 'LOST')", "('LOST')"),
                inGone("what came back counts", " - coalesce(reinstated_minor, 0)", ""),
                new InFunction("returned money counts as paid", "recharge.accept_all", ", 'RETURNED')\n", ")\n"),
                new InFunction("the order after a returned one is a repetition", "recharge.accept_all",
                        ", 'RETURNED')) AS same_price", ")) AS same_price"),
                new InSchema("one reference of two refunds", "recharge", "DROP INDEX recharge.refund_of_reference"),
                new InSchema("steps of refunds may be changed", "recharge",
                        "DROP TRIGGER step_is_append_only ON recharge.refund_step"),
                new InSchema("steps of disputes may be changed", "recharge",
                        "DROP TRIGGER step_is_append_only ON recharge.dispute_step"),

                new InStatement("no lock", TAKE_DUE, "FOR UPDATE SKIP LOCKED", ""),
                new InStatement("locks are waited for", TAKE_DUE, "FOR UPDATE SKIP LOCKED", "FOR UPDATE"),
                new InStatement("attempts are not counted", TAKE_DUE, "attempts = t.attempts + 1",
                        "attempts = t.attempts"),
                new InStatement("late holders reschedule", RESCHEDULE, "AND attempts = ",
                        "AND 0 * attempts = 0 * "),
                new InStatement("what was changed meanwhile is rescheduled", RESCHEDULE, "AND version = ",
                        "AND 0 * version = 0 * "),
                new InStatement("those that have ended count", HOLDS_BACK, "AND state IN ('OPENED', 'AWAITING_FUNDS')",
                        ""),

                new InStatement("refunds are not told", RELAY, "FROM recharge.refund_step",
                        "FROM recharge.refund_step WHERE false"),
                new InStatement("disputes are not told", RELAY, "FROM recharge.dispute_step",
                        "FROM recharge.dispute_step WHERE false"));
    }

    private static SqlMutant inRequest(String name, String text, String replacement) {
        return new InFunction(name, "recharge.request_refund", text, replacement);
    }

    private static SqlMutant inRefund(String name, String text, String replacement) {
        return new InFunction(name, "recharge.change_refund", text, replacement);
    }

    private static SqlMutant inGone(String name, String text, String replacement) {
        return new InFunction(name, "recharge.gone_minor", text, replacement);
    }

    private static SqlMutant inDispute(String name, String text, String replacement) {
        return new InFunction(name, "recharge.change_dispute", text, replacement);
    }

    @ParameterizedTest
    @MethodSource("mutants")
    void mutantIsKilled(SqlMutant mutant) {
        SqlMutation.kill(mutant, ReturnsStoreIT.class, ReturnsOutboxIT.class);
    }
}
