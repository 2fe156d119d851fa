package dev.refill.autotopup.r2dbc;

import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import dev.refill.testsupport.SqlMutant;
import dev.refill.testsupport.SqlMutant.InFunction;
import dev.refill.testsupport.SqlMutation;

/** Each rule of when a card may be charged is broken once, and a test notices. */
class RuleMutantsIT {

    static Stream<SqlMutant> mutants() {
        return Stream.of(
                inBegin("whatever version", "AND version = p_rule_version AND state", "AND state"),
                inBegin("whatever state", "AND version = p_rule_version AND state = 'ACTIVE' FOR",
                        "AND version = p_rule_version FOR"),
                inBegin("the rule is not locked", "state = 'ACTIVE' FOR NO KEY UPDATE", "state = 'ACTIVE'"),
                inBegin("another price", "AND c.price_minor = rule.price_minor\n", "\n"),
                inBegin("another currency", "AND c.currency = rule.currency AND", "AND"),
                inBegin("another card", "AND c.card_digest = autotopup.card_digest(rule.card))", ")"),
                inBegin("two runs of a rule", "WHERE rule_id = p_rule AND state IN ('STARTING', 'STARTED'))",
                        "WHERE false)"),
                inBegin("two runs of a unit", "AND r.state IN ('STARTING', 'STARTED'))", "AND false)"),
                inBegin("units are not locked", "PERFORM pg_advisory_xact_lock", "PERFORM hashint8"),
                inBegin("no limit of the day", "begun.of_day >= rule.most_a_day OR", ""),
                inBegin("no limit of the month", "OR begun.of_month >= rule.most_a_month", ""),
                inBegin("no amount of the day",
                        "OR begun.amount_of_day + rule.price_minor > rule.amount_a_day OR", "OR"),
                inBegin("no amount of the month",
                        "OR begun.amount_of_month + rule.price_minor > rule.amount_a_month", ""),
                inBegin("a month is a day", "count(*) FILTER (WHERE begun_at >= p_day) AS", "count(*) AS"),
                inBegin("a month's amount is a day's", "coalesce(sum(price_minor) FILTER (WHERE begun_at >= p_day), 0)",
                        "coalesce(sum(price_minor), 0)"),
                inBegin("what was declined counts", "AND state IN ('CREDITED', 'IN_REVIEW')", ""),
                inBegin("whoever took it", "AND attempts = p_attempts AND state = 'WAITING'", "AND state = 'WAITING'"),
                inBegin("whatever it is", "AND attempts = p_attempts AND state = 'WAITING'",
                        "AND attempts = p_attempts"),

                inRun("whatever version of the rule", "AND version = p_rule_version AND declines", "AND declines"),
                inRun("whatever was counted", "AND declines = p_declines_before\n", "\n"),
                inRun("whatever version", "AND version = p_version AND attempts", "AND attempts"),
                inRun("whoever took it", "AND version = p_version AND attempts = p_attempts",
                        "AND version = p_version"),
                inRun("the rule goes on", "SET version = version + 1, state = 'PAUSED', reason = p_pause,",
                        "SET version = version + 1,"),

                inRule("whatever version", "AND version = p_version AND state <> 'CANCELLED'",
                        "AND state <> 'CANCELLED'"),
                inRule("a cancel is not for ever", "AND version = p_version AND state <> 'CANCELLED'",
                        "AND version = p_version"),
                inRule("who is about to place the order has it", "(state = 'STARTING' OR state = 'STARTED'",
                        "(state = 'STARTED'"),
                inRule("who waits for its payment has it", "OR state = 'STARTED' AND p_state <> 'ACTIVE')", ")"),
                inRule("whatever changes takes a payment away", "OR state = 'STARTED' AND p_state <> 'ACTIVE')",
                        "OR state = 'STARTED')"),
                inRule("nothing is dropped", "IF p_drops THEN", "IF false THEN"),
                inRule("all is dropped", "IF p_drops THEN", "IF true THEN"),

                inPlan("one instant is planned twice", "AND state = 'ACTIVE' AND next_at = p_due_at",
                        "AND state = 'ACTIVE'"),
                inPlan("whatever version", "AND version = p_rule_version AND state", "AND state"),
                inPlan("what was dropped stays so", "WHERE r.state = 'SKIPPED' AND", "WHERE false AND"));
    }

    private static SqlMutant inBegin(String name, String text, String replacement) {
        return new InFunction(name, "autotopup.begin_run", text, replacement);
    }

    private static SqlMutant inRun(String name, String text, String replacement) {
        return new InFunction(name, "autotopup.change_run", text, replacement);
    }

    private static SqlMutant inRule(String name, String text, String replacement) {
        return new InFunction(name, "autotopup.change_rule", text, replacement);
    }

    private static SqlMutant inPlan(String name, String text, String replacement) {
        return new InFunction(name, "autotopup.plan_run", text, replacement);
    }

    @ParameterizedTest
    @MethodSource("mutants")
    void mutantIsKilled(SqlMutant mutant) {
        SqlMutation.kill(mutant, RulesAndRunsIT.class);
    }
}
