package dev.refill.idempotency.r2dbc;

import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import dev.refill.testsupport.SqlMutant;
import dev.refill.testsupport.SqlMutant.InFunction;
import dev.refill.testsupport.SqlMutant.InStatement;
import dev.refill.testsupport.SqlMutant.Statement;
import dev.refill.testsupport.SqlMutation;

/** Each rule of claims is broken once, and a test of the claims notices. */
class ClaimMutantsIT {

    private static final String BY_KEY = "ORDER BY client COLLATE \"C\", endpoint COLLATE \"C\", key COLLATE \"C\", item";
    private static final Statement COMPLETE = new Statement("complete a claim", "SET status = $");
    private static final Statement RELEASE = new Statement("release a claim",
            "DELETE FROM idempotency.claim\nWHERE client");
    private static final Statement REAP = new Statement("reap claims", "WHERE created_at < $");
    private static final Statement LAPSE = new Statement("lapse a claim", "SET lease_until = $");

    static Stream<SqlMutant> mutants() {
        return Stream.of(
                inDecide("no conflict check", "ON CONFLICT (client, endpoint, key) DO NOTHING", ""),
                inDecide("payloads are not compared", "IF held.fingerprint <> p_fingerprint THEN", "IF false THEN"),
                inDecide("an answer is not given again", "IF held.status IS NOT NULL THEN", "IF false THEN"),
                inDecide("whoever runs is taken over", "IF held.lease_until > p_now THEN", "IF false THEN"),
                inDecide("two take over", "AND c.attempt = held.attempt", ""),
                inDecide("what is answered meanwhile is taken over", "AND c.status IS NULL", ""),
                inDecide("a takeover gets the old token", "SET attempt = held.attempt + 1",
                        "SET attempt = held.attempt"),
                inDecide("a takeover gets no lease", "held.attempt + 1, lease_until = p_lease_until",
                        "held.attempt + 1"),

                inDecideAll("no conflict check", "ON CONFLICT (client, endpoint, key) DO NOTHING", ""),
                inDecideAll("locks of new keys unsorted", BY_KEY + "\n        ON", "ORDER BY item\n        ON"),
                inDecideAll("locks of lapsed keys unsorted", BY_KEY + "\n    LOOP", "ORDER BY item\n    LOOP"),

                inCompleteAll("locks unsorted",
                        "ORDER BY c.client COLLATE \"C\", c.endpoint COLLATE \"C\", c.key COLLATE \"C\"",
                        "ORDER BY c.key COLLATE \"C\" DESC"),
                inCompleteAll("late holders answer",
                        "AND c.claim_id = given.claim_id AND c.attempt = given.attempt AND c.status IS NULL",
                        "AND c.status IS NULL"),
                inCompleteAll("answers are overwritten", "AND c.status IS NULL\n    RETURNING", "RETURNING"),
                inCompleteAll("bodies are cut apart wrongly", "given.start + 1", "given.start"),

                new InStatement("late holders answer", COMPLETE, "AND attempt = ", "AND 0 * attempt = 0 * "),
                new InStatement("answers are overwritten", COMPLETE, "AND status IS NULL", ""),
                new InStatement("late holders release", RELEASE, "AND attempt = ", "AND 0 * attempt = 0 * "),
                new InStatement("answers are released", RELEASE, "AND status IS NULL", ""),
                new InStatement("late holders end another's lease", LAPSE, "AND attempt = ", "AND 0 * attempt = 0 * "),
                new InStatement("whoever runs is reaped", REAP, "status IS NOT NULL OR", "true OR"),
                new InStatement("the young are reaped", REAP, "created_at < ",
                        "created_at IS NOT NULL OR created_at < "));
    }

    private static SqlMutant inDecide(String name, String text, String replacement) {
        return new InFunction(name, "idempotency.decide", text, replacement);
    }

    private static SqlMutant inDecideAll(String name, String text, String replacement) {
        return new InFunction(name, "idempotency.decide_all", text, replacement);
    }

    private static SqlMutant inCompleteAll(String name, String text, String replacement) {
        return new InFunction(name, "idempotency.complete_all", text, replacement);
    }

    @ParameterizedTest
    @MethodSource("mutants")
    void mutantIsKilled(SqlMutant mutant) {
        SqlMutation.kill(mutant, ClaimOverlapsIT.class, R2dbcClaimStoreIT.class, ClaimBatchesIT.class);
    }
}
