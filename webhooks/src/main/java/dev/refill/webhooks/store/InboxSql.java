package dev.refill.webhooks.store;

import dev.refill.groupcommit.Columns;

/** The statements, in one place so that their locks and indexes can be read side by side. */
final class InboxSql {

    /** Sorted by key, so that two nodes that write the same events never wait for each other in a circle. */
    static final String KEEP = """
                               INSERT INTO webhooks.inbox (gateway, event_id, event_type, body, received_at, next_attempt_at)
                               SELECT gateway, event_id, event_type,
                                      substring(CAST(:bodies AS bytea) FROM CAST(ends - length + 1 AS integer) FOR length), :now, :now
                                 FROM (SELECT gateway, event_id, event_type, length, sum(length) OVER (ORDER BY position) AS ends, position
                                         FROM unnest(%s, CAST(:ids AS text[]), CAST(:types AS text[]),
                                                     CAST(:lengths AS integer[]))
                                              WITH ORDINALITY AS given (gateway, event_id, event_type, length, position)) AS event
                                ORDER BY gateway, event_id, position
                               ON CONFLICT (gateway, event_id) DO NOTHING
                               RETURNING gateway, event_id
                               """.formatted(Columns.parameter("gateways", "text"));

    /** An array is read once and looked up by key; joined with what is due, an inbox with a backlog would be read whole. */
    static final String TAKE = """
                               UPDATE webhooks.inbox AS event
                                  SET attempt = attempt + 1, tries = tries + 1, lease_owner = :owner, next_attempt_at = :leasedUntil,
                                      last_attempt_at = :now
                                WHERE event.seq = ANY (ARRAY(
                                          SELECT seq FROM webhooks.inbox
                                           WHERE next_attempt_at <= :now
                                           ORDER BY next_attempt_at, seq
                                           LIMIT :limit
                                             FOR UPDATE SKIP LOCKED))
                               RETURNING event.seq, attempt, tries, parkings, gateway, event_id, event_type, body, received_at, next_attempt_at
                               """;

    /** Whoever no longer holds the attempt, or marks it twice, changes nothing. */
    static final String MARK = """
                               UPDATE webhooks.inbox AS event
                                  SET state = mark.state,
                                      next_attempt_at = CASE WHEN mark.state IN ('ready', 'retry', 'parked')
                                                             THEN CAST(:now AS timestamptz) + mark.delay * INTERVAL '1 millisecond' END,
                                      finished_at = CASE WHEN mark.state IN ('ready', 'retry', 'parked')
                                                         THEN NULL ELSE CAST(:now AS timestamptz) END,
                                      tries = CASE WHEN mark.state = 'parked' THEN 0 ELSE tries END,
                                      parkings = parkings + CASE WHEN mark.state = 'parked' THEN 1 ELSE 0 END,
                                      last_error = coalesce(nullif(mark.error, ''), last_error),
                                      lease_owner = NULL
                                 FROM unnest(%s, CAST(:attempts AS integer[]), CAST(:states AS text[]),
                                             CAST(:delays AS bigint[]), CAST(:errors AS text[])) AS mark (seq, attempt, state, delay, error)
                                WHERE event.seq = mark.seq AND event.attempt = mark.attempt AND event.lease_owner IS NOT NULL
                               RETURNING event.seq
                               """.formatted(Columns.parameter("sequences", "bigint"));

    static final String RELEASE = """
                                  UPDATE webhooks.inbox
                                     SET lease_owner = NULL, next_attempt_at = :now, tries = tries - 1
                                   WHERE lease_owner = :owner AND next_attempt_at IS NOT NULL
                                  """;

    static final String PURGE = """
                                WITH old AS MATERIALIZED (
                                    SELECT seq FROM webhooks.inbox
                                     WHERE state = 'done' AND body IS NOT NULL AND finished_at < :doneBefore
                                     ORDER BY finished_at
                                     LIMIT :limit
                                       FOR UPDATE SKIP LOCKED)
                                UPDATE webhooks.inbox AS event SET body = NULL FROM old WHERE event.seq = old.seq
                                """;

    private static final String ENTRIES = """
                                          SELECT seq, gateway, event_id, event_type, state, attempt, last_error, received_at, last_attempt_at,
                                                 next_attempt_at, finished_at
                                            FROM webhooks.inbox
                                           WHERE state = :state AND seq < :before
                                          """;

    static final String FIND = """
                               SELECT seq, gateway, event_id, event_type, state, attempt, last_error, received_at, last_attempt_at,
                                      next_attempt_at, finished_at, body
                                 FROM webhooks.inbox
                                WHERE gateway = :gateway AND event_id = :eventId
                               """;

    static final String REPLAYS = """
                                  SELECT person, reason, state, error, at FROM webhooks.inbox_replay
                                   WHERE inbox_seq = :sequence
                                   ORDER BY seq
                                  """;

    static final String LIST = ENTRIES + "ORDER BY seq DESC LIMIT :limit";

    /** Open events are found by their index, without a walk through those that are done. */
    static final String LIST_OPEN = ENTRIES + "AND next_attempt_at IS NOT NULL ORDER BY seq DESC LIMIT :limit";

    /** Answers with the state before; a new attempt number takes the token from whoever may still hold the old one. */
    static final String REPLAY = """
                                 WITH replayed AS (
                                     UPDATE webhooks.inbox
                                        SET state = 'ready', next_attempt_at = :now, finished_at = NULL, tries = 0, parkings = 0,
                                            attempt = attempt + 1
                                      WHERE gateway = :gateway AND event_id = :eventId AND state IN ('not_understood', 'dead')
                                     RETURNING seq),
                                 noted AS (
                                     INSERT INTO webhooks.inbox_replay (inbox_seq, person, reason, state, error, at)
                                     SELECT event.seq, :person, :reason, event.state, event.last_error, :now
                                       FROM replayed JOIN webhooks.inbox AS event ON event.seq = replayed.seq)
                                 SELECT state, EXISTS (SELECT FROM replayed) AS replayed
                                   FROM webhooks.inbox
                                  WHERE gateway = :gateway AND event_id = :eventId
                                 """;

    static final String COUNTS = """
                                 SELECT state, count(*) AS events FROM webhooks.inbox WHERE next_attempt_at IS NOT NULL GROUP BY state
                                 UNION ALL
                                 SELECT state, count(*) FROM webhooks.inbox WHERE state IN ('not_understood', 'dead') GROUP BY state
                                 """;

    /** What a translator says comes first in the error: its reason, a colon, and a detail. */
    static final String NOT_UNDERSTOOD = """
                                         SELECT split_part(last_error, ':', 1) AS reason, count(*) AS events
                                           FROM webhooks.inbox WHERE state = 'not_understood' GROUP BY 1
                                         """;

    private InboxSql() {}
}
