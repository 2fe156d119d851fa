package dev.refill.webhooks.outbound.r2dbc;

/** The statements on endpoints and their secrets. */
final class EndpointSql {

    private static final String COLUMNS = "id, url, event_types, disabled_why, slowed_until, created_at, changed_at ";

    /** Two at once may pass the limit by one, which does no harm; the address is unique whatever comes at once. */
    static final String ADD = """
                              WITH mine AS (
                                  SELECT count(*) AS endpoints FROM webhooks.endpoint WHERE owner = :owner AND state <> 'deleted'),
                              added AS (
                                  INSERT INTO webhooks.endpoint (id, owner, url, event_types, created_at, changed_at)
                                  SELECT :id, :owner, :url, CAST(:types AS text[]), :now, :now FROM mine WHERE endpoints < :most
                                  ON CONFLICT (owner, url) WHERE state <> 'deleted' DO NOTHING
                                  RETURNING id),
                              secret AS (
                                  INSERT INTO webhooks.endpoint_secret (endpoint_id, sealed, created_at)
                                  SELECT id, :sealed, :now FROM added)
                              SELECT EXISTS (SELECT FROM added) AS added, endpoints < :most AS room FROM mine
                              """;

    static final String LIST = "SELECT " + COLUMNS + """
            FROM webhooks.endpoint WHERE owner = :owner AND state <> 'deleted' ORDER BY id
            """;

    static final String FIND = "SELECT " + COLUMNS + """
            FROM webhooks.endpoint WHERE id = :id AND owner = :owner AND state <> 'deleted'
            """;

    /** Who is enabled begins anew: an old wish for less is forgotten. Nothing changes where it is so already. */
    static final String ENABLE = """
                                 UPDATE webhooks.endpoint
                                    SET state = CASE WHEN :enabled THEN 'enabled' ELSE 'disabled' END,
                                        disabled_why = CASE WHEN :enabled THEN NULL ELSE coalesce(disabled_why, 'by_owner') END,
                                        slowed_until = CASE WHEN :enabled THEN NULL ELSE slowed_until END,
                                        slow_downs = CASE WHEN :enabled THEN 0 ELSE slow_downs END,
                                        changed_at = CASE WHEN (state = 'enabled') = :enabled THEN changed_at ELSE :now END
                                  WHERE id = :id AND owner = :owner AND state <> 'deleted'
                                 RETURNING\s""" + COLUMNS;

    static final String DELETE = """
                                 WITH deleted AS (
                                     UPDATE webhooks.endpoint SET state = 'deleted', disabled_why = NULL, changed_at = :now
                                      WHERE id = :id AND owner = :owner AND state <> 'deleted'
                                     RETURNING id),
                                 forgotten AS (
                                     DELETE FROM webhooks.endpoint_secret USING deleted WHERE endpoint_id = deleted.id)
                                 SELECT EXISTS (SELECT FROM deleted) AS deleted
                                 """;

    /** Of two at once the later sees only what was there before both: the secrets of both then sign until the next one. */
    static final String ROTATE = """
                                 WITH endpoint AS (
                                     SELECT id FROM webhooks.endpoint
                                      WHERE id = :id AND owner = :owner AND state <> 'deleted' FOR UPDATE),
                                 live AS (
                                     SELECT count(*) AS secrets FROM webhooks.endpoint_secret
                                      WHERE endpoint_id = :id AND (expires_at IS NULL OR expires_at > :now)),
                                 aged AS (
                                     UPDATE webhooks.endpoint_secret SET expires_at = :until FROM endpoint, live
                                      WHERE endpoint_id = endpoint.id AND expires_at IS NULL AND secrets < :mostLive),
                                 added AS (
                                     INSERT INTO webhooks.endpoint_secret (endpoint_id, sealed, created_at)
                                     SELECT id, :sealed, :now FROM endpoint, live WHERE secrets < :mostLive
                                     RETURNING endpoint_id)
                                 SELECT EXISTS (SELECT FROM endpoint) AS found, EXISTS (SELECT FROM added) AS added
                                 """;

    static final String COUNT_GONE = """
                                     SELECT count(*) AS endpoints FROM webhooks.endpoint WHERE disabled_why = 'answered_gone'
                                     """;

    private EndpointSql() {}
}
