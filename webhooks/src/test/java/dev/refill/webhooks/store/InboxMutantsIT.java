package dev.refill.webhooks.store;

import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import dev.refill.testsupport.SqlMutant;
import dev.refill.testsupport.SqlMutant.InStatement;
import dev.refill.testsupport.SqlMutant.Statement;
import dev.refill.testsupport.SqlMutation;

/** Each rule of the inbox and of the feeds' cursors is broken once, and a test of theirs notices. */
class InboxMutantsIT {

    private static final Statement KEEP = new Statement("keep events", "INSERT INTO webhooks.inbox (");
    private static final Statement TAKE = new Statement("take events",
            "SET attempt = attempt + 1, tries = tries + 1, lease_owner");
    private static final Statement MARK = new Statement("mark events", "SET state = mark.state");
    private static final Statement RELEASE = new Statement("release events",
            "SET lease_owner = NULL, next_attempt_at = $");
    private static final Statement REPLAY = new Statement("replay an event", "SET state = 'ready'");
    private static final Statement TAKE_FEED = new Statement("take a feed", "INSERT INTO webhooks.feed_cursor");
    private static final Statement ADVANCE = new Statement("advance a feed",
            "SET reached = greatest(reached, $1), leased_until = $2\n WHERE");

    static Stream<SqlMutant> mutants() {
        return Stream.of(
                new InStatement("no conflict check", KEEP, "ON CONFLICT (gateway, event_id) DO NOTHING", ""),
                new InStatement("no running sum", KEEP, "sum(length) OVER (ORDER BY position)",
                        "sum(length) OVER ()"),
                new InStatement("locks unsorted", KEEP, "ORDER BY gateway, event_id, position", "ORDER BY position"),
                new InStatement("no lock", TAKE, "FOR UPDATE SKIP LOCKED", ""),
                new InStatement("locks are waited for", TAKE, "FOR UPDATE SKIP LOCKED", "FOR UPDATE"),
                new InStatement("tokens stay", TAKE, "attempt = attempt + 1", "attempt = attempt"),
                new InStatement("tries are not counted", TAKE, "tries = tries + 1", "tries = tries"),
                new InStatement("leases are not looked at", TAKE, "next_attempt_at <= ",
                        "next_attempt_at IS NOT NULL OR next_attempt_at <= "),
                new InStatement("late workers mark", MARK, "AND event.attempt = mark.attempt", ""),
                new InStatement("marks come twice", MARK, "AND event.lease_owner IS NOT NULL", ""),
                new InStatement("what is done comes again", MARK,
                        "next_attempt_at = CASE WHEN mark.state IN ('ready', 'retry', 'parked')",
                        "next_attempt_at = CASE WHEN true"),
                new InStatement("a worker that stops releases everybody's", RELEASE, "lease_owner = $",
                        "lease_owner IS NOT NULL OR lease_owner = $"),
                new InStatement("a replay gives no new tries", REPLAY, "tries = 0, parkings = 0", "parkings = 0"),
                new InStatement("a replay does what is done again", REPLAY, "state IN ('not_understood', 'dead')",
                        "state <> 'ready'"),
                new InStatement("fences stay", TAKE_FEED, "fence = cursor.fence + 1", "fence = cursor.fence"),
                new InStatement("two nodes read one feed", TAKE_FEED, "WHERE cursor.leased_until <= ",
                        "WHERE cursor.leased_until IS NOT NULL OR cursor.leased_until <= "),
                new InStatement("late readers move the cursor", ADVANCE, "AND fence = ", "AND 0 * fence = 0 * "),
                new InStatement("the cursor goes back", ADVANCE, "greatest(reached, $1)", "$1"));
    }

    @ParameterizedTest
    @MethodSource("mutants")
    void mutantIsKilled(SqlMutant mutant) {
        SqlMutation.kill(mutant, InboxOverlapsIT.class, R2dbcInboxStoreIT.class, R2dbcCursorStoreIT.class);
    }
}
