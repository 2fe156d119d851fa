package dev.refill.webhooks.outbound.r2dbc;

import dev.refill.groupcommit.Columns;

/** The statements on events and deliveries, in one place so that their locks and indexes can be read side by side. */
final class DeliverySql {

    /** The events of owners who have an endpoint are kept even if none wants them now: it may want them replayed. */
    static final String PUBLISH = """
                                  WITH kept AS (
                                      INSERT INTO webhooks.event (id, owner, type, body, occurred_at, published_at)
                                      SELECT id, owner, type, body, occurred_at, :now
                                        FROM unnest(%s, CAST(:owners AS text[]), CAST(:types AS text[]),
                                                    CAST(:bodies AS text[]), CAST(:times AS timestamptz[]))
                                             WITH ORDINALITY AS given (id, owner, type, body, occurred_at, position)
                                       WHERE EXISTS (SELECT FROM webhooks.endpoint AS endpoint
                                                      WHERE endpoint.owner = given.owner AND endpoint.state <> 'deleted')
                                       ORDER BY position
                                      ON CONFLICT (id) DO NOTHING
                                      RETURNING seq, owner, type)
                                  INSERT INTO webhooks.delivery (endpoint_id, event_seq, created_at, next_attempt_at)
                                  SELECT endpoint.id, kept.seq, :now, :now
                                    FROM kept JOIN webhooks.endpoint AS endpoint USING (owner)
                                   WHERE endpoint.state = 'enabled'
                                     AND (cardinality(event_types) = 0 OR kept.type = ANY (event_types))
                                  """.formatted(Columns.parameter("ids", "text"));

    /**
     * Goes from endpoint to endpoint, of which there are few, and takes a few of each: one that hangs or has a long backlog
     * holds a few places and not all. Materialized, because a plan that runs the inner part more than once takes more than its
     * limit.
     */
    static final String TAKE = """
                               WITH due AS MATERIALIZED (
                                   SELECT share.endpoint_id, share.event_seq
                                     FROM webhooks.endpoint AS endpoint
                                     CROSS JOIN LATERAL (
                                         SELECT endpoint_id, event_seq, next_attempt_at FROM webhooks.delivery
                                          WHERE endpoint_id = endpoint.id AND next_attempt_at <= :now
                                          ORDER BY next_attempt_at, event_seq
                                          LIMIT greatest(0, :perEndpoint - (
                                              SELECT count(*) FROM webhooks.delivery AS held
                                               WHERE held.endpoint_id = endpoint.id AND held.lease_owner IS NOT NULL
                                                 AND held.next_attempt_at > :now))
                                            FOR UPDATE SKIP LOCKED) AS share
                                    WHERE endpoint.state = 'enabled'
                                      AND (endpoint.slowed_until IS NULL OR endpoint.slowed_until <= :now)
                                    ORDER BY share.next_attempt_at, share.event_seq
                                    LIMIT :limit)
                               UPDATE webhooks.delivery AS delivery
                                  SET attempt = attempt + 1, tries = tries + 1, lease_owner = :worker,
                                      next_attempt_at = :leasedUntil, last_attempt_at = :now
                                 FROM due JOIN webhooks.endpoint AS endpoint ON endpoint.id = due.endpoint_id
                                          JOIN webhooks.event AS event ON event.seq = due.event_seq
                                WHERE delivery.endpoint_id = due.endpoint_id AND delivery.event_seq = due.event_seq
                               RETURNING delivery.endpoint_id, delivery.event_seq, attempt, tries, slow_downs, url,
                                         event.id AS event_id, event.type, event.body, next_attempt_at,
                                         (SELECT string_agg(sealed, ' ' ORDER BY seq DESC) FROM webhooks.endpoint_secret AS secret
                                           WHERE secret.endpoint_id = delivery.endpoint_id
                                             AND (expires_at IS NULL OR expires_at > :now)) AS secrets
                               """;

    /** Whoever no longer holds the attempt changes nothing, neither here nor at the endpoint. */
    static final String MARK = """
                               WITH marked AS (
                                   UPDATE webhooks.delivery
                                      SET state = :state, lease_owner = NULL, last_status = :status, last_error = :error,
                                          next_attempt_at = CASE WHEN :open THEN CAST(:nextAttemptAt AS timestamptz) END,
                                          finished_at = CASE WHEN :open THEN NULL ELSE CAST(:now AS timestamptz) END
                                    WHERE endpoint_id = :endpoint AND event_seq = :event AND attempt = :attempt
                                      AND lease_owner IS NOT NULL
                                   RETURNING endpoint_id),
                               told AS (
                                   UPDATE webhooks.endpoint AS endpoint
                                      SET state = CASE WHEN :gone AND state = 'enabled' THEN 'disabled' ELSE state END,
                                          disabled_why = CASE WHEN :gone AND state = 'enabled' THEN 'answered_gone'
                                                              ELSE disabled_why END,
                                          changed_at = CASE WHEN :gone AND state = 'enabled' THEN :now ELSE changed_at END,
                                          slowed_until = CASE WHEN :slow THEN greatest(slowed_until, CAST(:slowedUntil AS timestamptz)) END,
                                          slow_downs = CASE WHEN :slow THEN greatest(slow_downs, :slowDowns) ELSE 0 END
                                     FROM marked
                                    WHERE endpoint.id = marked.endpoint_id
                                      AND (:gone OR :slow OR :well AND slow_downs > 0))
                               SELECT EXISTS (SELECT FROM marked) AS marked
                               """;

    static final String RELEASE = """
                                  UPDATE webhooks.delivery
                                     SET lease_owner = NULL, next_attempt_at = :now, tries = tries - 1
                                   WHERE lease_owner = :worker
                                  """;

    static final String LIST = """
                               SELECT event_seq, event.id, event.type, delivery.state, tries, last_status, last_error,
                                      delivery.created_at, last_attempt_at, next_attempt_at, finished_at
                                 FROM webhooks.delivery AS delivery
                                 JOIN webhooks.event AS event ON event.seq = event_seq
                                 JOIN webhooks.endpoint AS endpoint ON endpoint.id = endpoint_id
                                WHERE endpoint_id = :endpoint AND endpoint.owner = :owner AND endpoint.state <> 'deleted'
                                  AND event_seq < :before
                                ORDER BY event_seq DESC
                                LIMIT :limit
                               """;

    /** A new attempt number takes the token from whoever may still hold the old one. */
    private static final String AGAIN = """
                                        INSERT INTO webhooks.delivery (endpoint_id, event_seq, created_at, next_attempt_at)
                                        SELECT :endpoint, seq, :now, :now FROM wanted
                                        ON CONFLICT (endpoint_id, event_seq) DO UPDATE
                                           SET state = 'pending', tries = 0, attempt = delivery.attempt + 1, lease_owner = NULL,
                                               next_attempt_at = :now, finished_at = NULL
                                         WHERE delivery.state <> 'pending'
                                        """;

    static final String REPLAY = """
                                 WITH wanted AS (
                                     SELECT event.seq
                                       FROM webhooks.endpoint AS endpoint JOIN webhooks.event AS event USING (owner)
                                      WHERE endpoint.id = :endpoint AND owner = :owner AND endpoint.state <> 'deleted'
                                        AND event.id = :eventId),
                                 again AS (
                                 """ + AGAIN + """
                                     RETURNING event_seq)
                                 SELECT EXISTS (SELECT FROM wanted) AS found, EXISTS (SELECT FROM again) AS replayed
                                 """;

    static final String REPLAY_SINCE = """
                                       WITH wanted AS MATERIALIZED (
                                           SELECT event.seq
                                             FROM webhooks.endpoint AS endpoint JOIN webhooks.event AS event USING (owner)
                                             LEFT JOIN webhooks.delivery AS delivery
                                                    ON delivery.endpoint_id = endpoint.id AND delivery.event_seq = event.seq
                                            WHERE endpoint.id = :endpoint AND owner = :owner AND endpoint.state <> 'deleted'
                                              AND event.occurred_at >= :since
                                              AND (cardinality(event_types) = 0 OR event.type = ANY (event_types))
                                              AND (delivery.state IS NULL OR delivery.state = 'dead'
                                                   OR :delivered AND delivery.state = 'delivered')
                                            ORDER BY event.occurred_at, event.seq
                                            LIMIT :limit)
                                       """ + AGAIN;

    static final String WAITING = """
                                  SELECT count(*) AS deliveries, min(delivery.created_at) AS oldest
                                    FROM webhooks.delivery AS delivery
                                    JOIN webhooks.endpoint AS endpoint ON endpoint.id = endpoint_id AND endpoint.state = 'enabled'
                                   WHERE next_attempt_at IS NOT NULL
                                  """;

    /** What one part has given up or deleted, the next call's parts see: nothing is deleted that something points to. */
    static final String PURGE = """
                                WITH given_up AS (
                                    UPDATE webhooks.delivery AS delivery
                                       SET state = 'dead', next_attempt_at = NULL, finished_at = :now, lease_owner = NULL,
                                           attempt = attempt + 1, last_error = 'its endpoint is no longer sent to'
                                      FROM (SELECT endpoint_id, event_seq
                                              FROM webhooks.delivery JOIN webhooks.endpoint AS endpoint ON endpoint.id = endpoint_id
                                             WHERE next_attempt_at IS NOT NULL
                                               AND (endpoint.state = 'deleted'
                                                    OR endpoint.state = 'disabled' AND endpoint.changed_at < :before
                                                       AND webhooks.delivery.created_at < :before)
                                             LIMIT :limit) AS lost
                                     WHERE delivery.endpoint_id = lost.endpoint_id AND delivery.event_seq = lost.event_seq
                                       AND next_attempt_at IS NOT NULL
                                    RETURNING 1),
                                finished AS (
                                    DELETE FROM webhooks.delivery AS delivery
                                     USING (SELECT endpoint_id, event_seq FROM webhooks.delivery
                                             WHERE finished_at < :before ORDER BY finished_at
                                             LIMIT :limit FOR UPDATE SKIP LOCKED) AS old
                                     WHERE delivery.endpoint_id = old.endpoint_id AND delivery.event_seq = old.event_seq
                                    RETURNING 1),
                                told AS (
                                    DELETE FROM webhooks.event AS event
                                     USING (SELECT seq FROM webhooks.event AS event
                                             WHERE published_at < :before
                                               AND NOT EXISTS (SELECT FROM webhooks.delivery WHERE event_seq = event.seq)
                                             ORDER BY published_at
                                             LIMIT :limit FOR UPDATE SKIP LOCKED) AS old
                                     WHERE event.seq = old.seq
                                    RETURNING 1),
                                expired AS (
                                    DELETE FROM webhooks.endpoint_secret
                                     WHERE seq IN (SELECT seq FROM webhooks.endpoint_secret WHERE expires_at < :now LIMIT :limit)
                                    RETURNING 1)
                                SELECT (SELECT count(*) FROM given_up) + (SELECT count(*) FROM finished)
                                     + (SELECT count(*) FROM told) + (SELECT count(*) FROM expired) AS rows
                                """;

    private DeliverySql() {}
}
