package dev.refill.webhooks.outbound;

import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import dev.refill.testsupport.SqlMutant;
import dev.refill.testsupport.SqlMutant.InStatement;
import dev.refill.testsupport.SqlMutant.Statement;
import dev.refill.testsupport.SqlMutation;

/** Each rule of publishing and delivering is broken once, and a test of theirs notices. */
class DeliveryMutantsIT {

    private static final Statement PUBLISH = new Statement("publish events", "INSERT INTO webhooks.event");
    private static final Statement TAKE = new Statement("take deliveries", "SELECT share.endpoint_id, share.event_seq");
    private static final Statement MARK = new Statement("mark a delivery", "WITH marked AS");
    private static final Statement REPLAY = new Statement("replay a delivery", "SELECT EXISTS (SELECT FROM wanted)");

    static Stream<SqlMutant> mutants() {
        return Stream.of(
                new InStatement("no conflict check", PUBLISH, "ON CONFLICT (id) DO NOTHING", ""),
                new InStatement("everybody is told", PUBLISH, "USING (owner)", "ON true"),
                new InStatement("no lock", TAKE, "FOR UPDATE SKIP LOCKED", ""),
                new InStatement("locks are waited for", TAKE, "FOR UPDATE SKIP LOCKED", "FOR UPDATE"),
                new InStatement("leases are not looked at", TAKE,
                        "WHERE endpoint_id = endpoint.id AND next_attempt_at <= ",
                        "WHERE endpoint_id = endpoint.id AND next_attempt_at IS NOT NULL OR next_attempt_at <= "),
                new InStatement("tokens stay", TAKE, "attempt = attempt + 1", "attempt = attempt"),
                new InStatement("late workers mark", MARK, "AND attempt = ", "AND 0 * attempt = 0 * "),
                new InStatement("marks come twice", MARK, "AND lease_owner IS NOT NULL", ""),
                new InStatement("a replay gives no new tries", REPLAY, "tries = 0, attempt", "attempt"),
                new InStatement("a replay makes what is on its way due at once", REPLAY,
                        "WHERE delivery.state <> 'pending'", "WHERE true"));
    }

    @ParameterizedTest
    @MethodSource("mutants")
    void mutantIsKilled(SqlMutant mutant) {
        SqlMutation.kill(mutant, OutboundOverlapsIT.class, R2dbcOutboundIT.class);
    }
}
