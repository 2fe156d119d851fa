package dev.refill.charging.store;

import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import dev.refill.charging.session.ChargingEventsIT;
import dev.refill.charging.session.ChargingSessionsIT;
import dev.refill.charging.session.UsageIT;
import dev.refill.testsupport.SqlMutant;
import dev.refill.testsupport.SqlMutant.InFunction;
import dev.refill.testsupport.SqlMutation;

/** Each rule of charging and of buckets is broken once, and a test notices. */
class ChargingMutantsIT {

    static Stream<SqlMutant> mutants() {
        return Stream.of(
                inChargeAll("a session that has changed is not noticed",
                        "known.version IS DISTINCT FROM i.version - 1", "false"),
                inChargeAll("a session is begun twice", "i.version = 1 AND known.id IS NOT NULL", "false"),
                inChargeAll("events that were answered are not looked up", "i.version < 2 AND EXISTS",
                        "i.version < 0 AND EXISTS"),
                inChargeAll("one that falls short is charged", "WHEN 'insufficient_balance' THEN 'insufficient'",
                        "WHEN 'insufficient_balance' THEN 'charged'"),
                inChargeAll("versions share an entry", "'ent_' || id || '_' || version ORDER BY n",
                        "'ent_' || id || '_0' ORDER BY n"),
                inChargeAll("answers are not kept", "WHERE is_answered AND turn = 1", "WHERE false"),
                inChargeAll("a free event twice in a batch is two",
                        "item.is_answered AND (item.turn > 1 OR kept.id IS NULL) THEN 'repeated'",
                        "item.is_answered AND kept.id IS NULL THEN 'repeated'"),
                inChargeAll("lines go to another item", "generate_series(1, lines) ORDER BY n);",
                        "generate_series(1, lines) ORDER BY n DESC);"),
                inChargeAll("a session's content stays", "content = i.content", "content = s.content"),
                inChargeAll("a session's end stays", "expires_at = i.expires_at", "expires_at = s.expires_at"),
                inChargeAll("a session's version stays", "SET version = i.version", "SET version = s.version"),
                inChargeAll("what comes back to an ended bucket stays there", "SET emptied_at = NULL",
                        "SET emptied_at = t.emptied_at"),

                inPurses("shared buckets are not told", "WHERE s.shared_with = a.owner",
                        "WHERE false AND s.shared_with = a.owner"),
                inPurses("a purse is another's", "SELECT a.n::integer, b.account", "SELECT 1, b.account"),
                inPurses("main buckets are not told", "('bucket:' || a.owner)", "('bucket:none' || a.owner)"),

                inExpire("buckets end before their time", "AND t.valid_until < p_ended_before", ""),
                inExpire("what is left is not posted", "IF 0 < ANY (helds) THEN", "IF false THEN"),
                inExpire("what has ended ends again", "SET emptied_at = clock_timestamp(), ", "SET "),
                inExpire("a bucket ends once for ever", "emptied = t.emptied + 1", "emptied = t.emptied"));
    }

    static Stream<SqlMutant> usageMutants() {
        return Stream.of(
                inRecord("what was not charged is recorded",
                        "used_until, day)\n        WHERE outcomes[item] = 'charged'",
                        "used_until, day)\n        WHERE outcomes[item] <> 'repeated'"),
                inRecord("a record does not grow", "quantity = u.quantity + EXCLUDED.quantity",
                        "quantity = EXCLUDED.quantity"),
                inRecord("a counter does not grow", "quantity = c.quantity + EXCLUDED.quantity",
                        "quantity = EXCLUDED.quantity"),
                inRecord("what was charged does not grow", "charged = c.charged + EXCLUDED.charged",
                        "charged = c.charged"),
                inRecord("what sessions hold counts as used", "b.balance + now.reserved + d.spent",
                        "b.balance + d.spent"),
                inRecord("a fill is not noticed", "THEN b.before ELSE a.filled", "THEN a.filled ELSE a.filled"),
                inRecord("every usage is a fill", "fill = a.fill + (a.remaining IS DISTINCT FROM b.before)::integer",
                        "fill = a.fill + 1"),
                inRecord("a threshold is reached later", "u.remaining <= u.filled", "u.remaining < u.filled"),
                inRecord("a threshold is reached again and again", "t.percent = p.percent", "false"));
    }

    private static SqlMutant inChargeAll(String name, String text, String replacement) {
        return new InFunction(name, "balance.charge_all", text, replacement);
    }

    private static SqlMutant inRecord(String name, String text, String replacement) {
        return new InFunction(name, "balance.charge_and_record", text, replacement);
    }

    private static SqlMutant inPurses(String name, String text, String replacement) {
        return new InFunction(name, "balance.purses", text, replacement);
    }

    private static SqlMutant inExpire(String name, String text, String replacement) {
        return new InFunction(name, "balance.expire", text, replacement);
    }

    @ParameterizedTest
    @MethodSource("mutants")
    void mutantIsKilled(SqlMutant mutant) {
        SqlMutation.kill(mutant, BookingsAgainstModelIT.class, ChargingEventsIT.class, ChargingSessionsIT.class);
    }

    @ParameterizedTest
    @MethodSource("usageMutants")
    void usageMutantIsKilled(SqlMutant mutant) {
        SqlMutation.kill(mutant, UsageIT.class);
    }
}
