package dev.refill.webhooks;

import java.time.Duration;
import java.util.List;

import org.springframework.r2dbc.core.DatabaseClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What must hold of the inbox whenever nobody writes to it: each row is terminal or has a next attempt, is leased only while
 * open, keeps its body until it is done, and is the only one of its event.
 */
public final class InboxInvariants {

    private final DatabaseClient database;

    public InboxInvariants(DatabaseClient database) {
        this.database = database;
    }

    public void check() {
        assertThat(violations()).as("rows of the inbox that break an invariant").isEmpty();
    }

    /** Asks for what is wrong without trusting the table's own constraints. */
    private List<String> violations() {
        return database.sql("""
                            SELECT gateway || '/' || event_id || ' ' || state AS row FROM webhooks.inbox
                             WHERE (state IN ('ready', 'retry', 'parked')) <> (next_attempt_at IS NOT NULL)
                                OR (state IN ('done', 'not_understood', 'dead')) <> (finished_at IS NOT NULL)
                                OR (lease_owner IS NOT NULL AND next_attempt_at IS NULL)
                                OR (body IS NULL AND state <> 'done')
                                OR (state IN ('retry', 'parked', 'not_understood', 'dead') AND last_error IS NULL)
                                OR attempt < tries
                            UNION ALL
                            SELECT gateway || '/' || event_id || ' more than once' FROM webhooks.inbox
                             GROUP BY gateway, event_id HAVING count(*) > 1
                            """)
                .map(row -> String.valueOf(row.get("row", String.class)))
                .all()
                .collectList()
                .blockOptional(Duration.ofSeconds(30))
                .orElseThrow();
    }
}
