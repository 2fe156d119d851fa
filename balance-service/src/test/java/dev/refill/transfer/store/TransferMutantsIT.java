package dev.refill.transfer.store;

import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import dev.refill.testsupport.SqlMutant;
import dev.refill.testsupport.SqlMutant.InFunction;
import dev.refill.testsupport.SqlMutation;
import dev.refill.transfer.TransfersIT;

/** Each rule of transfers is broken once, and a test notices. */
class TransferMutantsIT {

    static Stream<SqlMutant> mutants() {
        return Stream.of(
                mutant("buckets are not locked before the day is counted", "FOR NO KEY UPDATE) AS locked",
                        ") AS locked"),
                mutant("what was kept is not looked up", "WHERE t.id = item.id", "WHERE false"),
                mutant("a refusal moves", "WHEN item.refusal IS NOT NULL THEN item.refusal", ""),
                mutant("one more a day", "given >= p_most_a_day", "given > p_most_a_day"),
                mutant("the amount of the day leaves this one out", "given_amount + item.amount >", "given_amount >"),
                mutant("the fee need not be covered", "held < item.amount + item.fee THEN",
                        "held < item.amount THEN"),
                mutant("nothing has to be left", "held < item.amount + item.fee + p_least_left", "false"),
                mutant("all days are one", "t.day = item.day::date AND ", ""),
                mutant("credit that has ended is given", "coalesce(item.at < terms.valid_until, true)", "true"),
                mutant("all senders are one", "t.sender = item.sender AND ", ""));
    }

    private static SqlMutant mutant(String name, String text, String replacement) {
        return new InFunction(name, "balance.transfer_all", text, replacement);
    }

    @ParameterizedTest
    @MethodSource("mutants")
    void mutantIsKilled(SqlMutant mutant) {
        SqlMutation.kill(mutant, TransfersIT.class);
    }
}
