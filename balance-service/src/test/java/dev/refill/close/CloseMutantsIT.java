package dev.refill.close;

import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import dev.refill.testsupport.SqlMutant;
import dev.refill.testsupport.SqlMutant.InFunction;
import dev.refill.testsupport.SqlMutant.InSchema;
import dev.refill.testsupport.SqlMutation;

/** Each rule of closed days is broken once, and a test notices. */
class CloseMutantsIT {

    static Stream<SqlMutant> mutants() {
        return Stream.of(
                sealing("open transactions are not waited for", "d.settled_by >= pg_snapshot_xmin(now_open)", "false"),
                sealing("two nodes may be at it", " FOR NO KEY UPDATE SKIP LOCKED", ""),
                sealing("what is booked later is in the day, too", "booked < d.ends_at AND (position", "(position"),
                sealing("the next day's first moment is in the day", "booked < d.ends_at AND",
                        "booked <= d.ends_at AND"),
                sealing("what is sealed already is sealed again",
                        "(position > before_cut OR booked >= before_ends)", "true"),
                sealing("what is passed over is forgotten", "least(d.next_position, passed)", "d.next_position"),
                sealing("balances are not carried on", "d.day, account, unit, 0, 0, balance FROM",
                        "d.day, account, unit, 0, 0, 0 FROM"),
                sealing("a step's totals replace those before", "plus = t.plus + excluded.plus",
                        "plus = excluded.plus"),
                sealing("the future counts", "least(e.occurred_at, e.recorded_at)", "e.occurred_at"),
                sealing("the hash is that of the last entry", "sha256(d.chain || leaf)", "sha256(leaf)"),
                closing("what comes after the cut is in the day", "THEN last_value ELSE",
                        "THEN last_value + 1000 ELSE"),
                closing("a day need not be over", "clock_timestamp() - interval '1 minute'",
                        "clock_timestamp() + interval '99 days'"),
                closing("a first day may be before all books", "least(occurred_at, recorded_at) < p_ends_at", "true"),
                closing("positions may go back", "cut < latest.last_position", "false"),
                closing("positions may be kept in advance", "'balance.posting_position_seq'::regclass) <> 1",
                        "'balance.posting_position_seq'::regclass) < 1"),
                closing("a day may end before the one before",
                        "greatest(p_ends_at, latest.ends_at + interval '1 microsecond')", "p_ends_at"),
                closing("days may be left out", "p_day <> latest.day + 1", "p_day <= latest.day"),
                new InFunction("a month's days need not be sealed", "balance.close_month",
                        "day = last_of_it AND seal IS NOT NULL", "day = last_of_it - 1"),
                new InFunction("a total leaves its sealed day", "balance.refuse_total_of_sealed_day",
                        "day IN (NEW.day, OLD.day)", "day = NEW.day"),
                new InSchema("everybody may close", "balance",
                        "GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA balance TO PUBLIC"),
                new InSchema("a sealed day is changed", "balance", "DROP TRIGGER stays_sealed ON balance.closed_day"),
                new InSchema("a sealed day's totals are changed", "balance",
                        "DROP TRIGGER stays_sealed ON balance.closed_day_total"));
    }

    private static SqlMutant sealing(String name, String text, String replacement) {
        return new InFunction(name, "balance.seal_on", text, replacement);
    }

    private static SqlMutant closing(String name, String text, String replacement) {
        return new InFunction(name, "balance.close_day", text, replacement);
    }

    @ParameterizedTest
    @MethodSource("mutants")
    void mutantIsKilled(SqlMutant mutant) {
        SqlMutation.kill(mutant, ClosedDaysIT.class);
    }
}
