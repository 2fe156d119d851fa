-- An entry of a session has a line for each bucket that it draws on or gives back to.
ALTER TABLE balance.entry
    DROP CONSTRAINT entry_posting_count_check,
    ADD CONSTRAINT entry_posting_count_check CHECK (posting_count BETWEEN 2 AND 512);
ALTER TABLE balance.posting
    DROP CONSTRAINT posting_line_check,
    ADD CONSTRAINT posting_line_check CHECK (line BETWEEN 1 AND 512);

-- Buckets under terms --------------------------------------------------------------------------------------------------------

-- What is in a bucket is in balance.bucket. A bucket without a row here is for ever, and credit. Terms are written before
-- anything comes into the bucket, and stay when it is empty.
CREATE TABLE balance.bucket_terms (
    account text COLLATE "C" NOT NULL CHECK (starts_with(account, 'bucket:') AND length(account) <= 85),
    unit text COLLATE "C" NOT NULL,
    owner text COLLATE "C" NOT NULL CHECK (length(owner) BETWEEN 1 AND 64),
    allowance text CHECK (length(allowance) BETWEEN 1 AND 64),
    valid_from timestamptz NOT NULL,
    valid_until timestamptz CHECK (valid_until > valid_from),
    priority integer NOT NULL,
    -- Since when nothing is to be expected in it; NULL while it is valid, and when something came back after its end.
    emptied_at timestamptz,
    -- How often it was emptied; part of the entry's id.
    emptied integer NOT NULL DEFAULT 0,
    PRIMARY KEY (account, unit)
);

CREATE INDEX bucket_terms_of_owner ON balance.bucket_terms (owner) WHERE emptied_at IS NULL;
CREATE INDEX bucket_terms_by_end ON balance.bucket_terms (valid_until) WHERE emptied_at IS NULL AND valid_until IS NOT NULL;

CREATE TABLE balance.bucket_sharing (
    owner text COLLATE "C" NOT NULL,
    shared_with text COLLATE "C" NOT NULL CHECK (shared_with <> owner),
    PRIMARY KEY (shared_with, owner)
);

-- What each of many subscribers can pay with, by the number of who asked: main buckets, those under terms and shared ones. Empty
-- ones are told as well, for sessions that hold what was in them.
-- Plans: an index is right at every size, and a scan planned while the tables were empty would stay in the session.
CREATE FUNCTION balance.purses(p_owners text[], p_most integer)
RETURNS TABLE (asked integer, account text, unit text, held bigint, allowance text, valid_from timestamptz,
               valid_until timestamptz, priority integer)
    LANGUAGE plpgsql STABLE
    SET enable_seqscan = off
    SET enable_hashjoin = off
    SET enable_mergejoin = off
AS $$
BEGIN
    RETURN QUERY
        SELECT a.n::integer, b.account, b.unit, b.balance, t.allowance, t.valid_from, t.valid_until, t.priority
        FROM unnest(p_owners) WITH ORDINALITY AS a(owner, n)
        JOIN balance.bucket AS b ON b.account = ('bucket:' || a.owner) COLLATE "C"
        LEFT JOIN balance.bucket_terms AS t ON t.account = b.account AND t.unit = b.unit
        UNION ALL
        SELECT a.n::integer, found.account, found.unit, found.balance, found.allowance, found.valid_from, found.valid_until,
               found.priority
        FROM unnest(p_owners) WITH ORDINALITY AS a(owner, n)
        CROSS JOIN LATERAL (
            SELECT t.account, t.unit, coalesce(b.balance, 0) AS balance, t.allowance, t.valid_from, t.valid_until, t.priority
            FROM (SELECT a.owner COLLATE "C" AS owner
                  UNION ALL
                  SELECT s.owner FROM balance.bucket_sharing AS s WHERE s.shared_with = a.owner COLLATE "C") AS of
            JOIN balance.bucket_terms AS t ON t.owner = of.owner AND t.emptied_at IS NULL
                AND t.account <> ('bucket:' || of.owner) COLLATE "C"
            LEFT JOIN balance.bucket AS b ON b.account = t.account AND b.unit = t.unit
            -- If there are too many: what pays now comes before what is empty or has ended.
            ORDER BY coalesce(b.balance, 0) = 0, coalesce(t.valid_until <= now(), false), t.valid_until NULLS LAST, t.priority,
                     t.account
            LIMIT p_most) AS found;
END $$;

-- Posts what is left in buckets that ended as breakage, and answers how many ended. They are locked before they are read, in the
-- order of all who lock buckets, so that none falls short and nothing that comes back meanwhile is overlooked. Terms are locked
-- first, here only: where something comes back to one of them in that moment, the database may undo one of the two.
CREATE FUNCTION balance.expire(p_ended_before timestamptz, p_limit integer) RETURNS integer
    LANGUAGE plpgsql
    SET enable_seqscan = off
    SET enable_hashjoin = off
    SET enable_mergejoin = off
    SET lock_timeout = '5s'
AS $$
DECLARE
    accounts text[];
    units text[];
    times integer[];
    ends timestamptz[];
    helds bigint[];
    ids text[];
BEGIN
    SELECT array_agg(due.account), array_agg(due.unit), array_agg(due.emptied), array_agg(due.valid_until)
    INTO accounts, units, times, ends
    FROM (SELECT t.account, t.unit, t.emptied, t.valid_until
          FROM balance.bucket_terms AS t
          WHERE t.emptied_at IS NULL AND t.valid_until < p_ended_before
          ORDER BY t.valid_until
          LIMIT p_limit
          FOR NO KEY UPDATE SKIP LOCKED) AS due;
    IF accounts IS NULL THEN
        RETURN 0;
    END IF;

    ids := ARRAY(SELECT 'ent_end_' || md5(account || ' ' || unit) || '_' || time
                 FROM unnest(accounts, units, times) WITH ORDINALITY AS due(account, unit, time, n)
                 ORDER BY n);
    PERFORM balance.claim(ids);
    PERFORM FROM (SELECT due.account, due.unit FROM unnest(accounts, units) AS due(account, unit)
                  ORDER BY due.account COLLATE "C", due.unit COLLATE "C") AS due
    CROSS JOIN LATERAL (SELECT FROM balance.bucket AS b WHERE b.account = due.account AND b.unit = due.unit
                        FOR NO KEY UPDATE) AS locked;
    helds := ARRAY(SELECT coalesce(b.balance, 0)
                   FROM unnest(accounts, units) WITH ORDINALITY AS due(account, unit, n)
                   LEFT JOIN balance.bucket AS b ON b.account = due.account AND b.unit = due.unit
                   ORDER BY due.n);

    IF 0 < ANY (helds) THEN
        PERFORM balance.post_all(
            ARRAY(SELECT ids[n] FROM generate_subscripts(helds, 1) AS n WHERE helds[n] > 0 ORDER BY n),
            ARRAY(SELECT 'expiry' FROM generate_subscripts(helds, 1) AS n WHERE helds[n] > 0),
            ARRAY(SELECT accounts[n] FROM generate_subscripts(helds, 1) AS n WHERE helds[n] > 0 ORDER BY n),
            ARRAY(SELECT ends[n] FROM generate_subscripts(helds, 1) AS n WHERE helds[n] > 0 ORDER BY n),
            ARRAY(SELECT 2 FROM generate_subscripts(helds, 1) AS n WHERE helds[n] > 0),
            ARRAY(SELECT CASE line WHEN 1 THEN accounts[n] ELSE 'breakage' END
                  FROM generate_subscripts(helds, 1) AS n, generate_series(1, 2) AS line WHERE helds[n] > 0 ORDER BY n, line),
            ARRAY(SELECT units[n]
                  FROM generate_subscripts(helds, 1) AS n, generate_series(1, 2) AS line WHERE helds[n] > 0 ORDER BY n, line),
            ARRAY(SELECT CASE line WHEN 1 THEN -helds[n] ELSE helds[n] END
                  FROM generate_subscripts(helds, 1) AS n, generate_series(1, 2) AS line WHERE helds[n] > 0 ORDER BY n, line));
    END IF;

    UPDATE balance.bucket_terms AS t
    SET emptied_at = clock_timestamp(), emptied = t.emptied + 1
    FROM unnest(accounts, units) AS due(account, unit)
    WHERE t.account = due.account AND t.unit = due.unit;
    RETURN cardinality(accounts);
END $$;

-- Charging -------------------------------------------------------------------------------------------------------------------

-- What a network element uses for a subscriber over a while. Its content is the application's; what it holds is the account
-- frozen:sub_…:charging in the books, which all of a subscriber's sessions share.
CREATE TABLE balance.charging_session (
    id text COLLATE "C" PRIMARY KEY CHECK (id ~ '^ses_[a-z0-9]+$' AND length(id) <= 40),
    client text NOT NULL,
    subscriber_id text COLLATE "C" NOT NULL,
    version bigint NOT NULL,
    -- Until then it is heard of, or it counts as silent; NULL when it is released.
    expires_at timestamptz,
    -- Whether it was told that there is no more.
    last_units boolean NOT NULL,
    content text NOT NULL
) WITH (fillfactor = 70);

CREATE INDEX charging_session_by_end ON balance.charging_session (expires_at) WHERE expires_at IS NOT NULL;
CREATE INDEX charging_session_without_more ON balance.charging_session (subscriber_id) WHERE last_units AND expires_at IS NOT NULL;

-- What a client was answered, by its own number of the request; and what was used, for the record.
CREATE TABLE balance.charging_answer (
    id text COLLATE "C" NOT NULL,
    sequence bigint NOT NULL,
    client text NOT NULL,
    subscriber_id text COLLATE "C" NOT NULL,
    fingerprint text NOT NULL,
    answer text NOT NULL,
    recorded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (id, sequence)
);

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON balance.charging_answer
    FOR EACH STATEMENT EXECUTE FUNCTION balance.refuse_change();

REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON ALL TABLES IN SCHEMA balance FROM PUBLIC;

-- Writes charges as if each were written by itself, in the order given: its entry, its session and its answer, or nothing of it.
--
-- An item is a request. Its entry has the id 'ent_' and the item's id with its version; without postings there is none. An item
-- whose version is 0 is an event and has no session; one whose version is 1 begins a session, others follow on the version before.
-- Answers for each: charged; overtaken, if the session is not as it was when the item was made; repeated, if its id was used
-- already; insufficient, if a bucket falls short.
--
-- Locks are taken in one order by everyone: sessions by id, then what balance.post_all takes, then answers, new sessions, terms.
CREATE FUNCTION balance.charge_all(
    p_ids text[], p_versions bigint[], p_sequences bigint[], p_clients text[], p_subscribers text[],
    p_fingerprints text[], p_answers text[], p_contents text[], p_expires_at timestamptz[], p_last_units boolean[],
    p_kinds text[], p_occurred_at timestamptz[], p_counts integer[],
    p_accounts text[], p_units text[], p_amounts bigint[]) RETURNS text[]
    LANGUAGE plpgsql
    SET enable_seqscan = off
    SET enable_hashjoin = off
    SET enable_mergejoin = off
    SET plan_cache_mode = force_generic_plan
    SET lock_timeout = '5s'
AS $$
DECLARE
    items CONSTANT integer := cardinality(p_ids);
    item_of_line integer[];
    outcomes text[];
    posted text[];
    answered text;
    next integer := 0;
BEGIN
    item_of_line := ARRAY(SELECT n FROM unnest(p_counts) WITH ORDINALITY AS c(lines, n), generate_series(1, lines) ORDER BY n);

    -- What is not in order for its session is not posted. Of two on one session in a batch the second comes too late; two
    -- events of one id are told apart where they are posted and kept.
    WITH known AS MATERIALIZED (
        SELECT s.id, s.version
        FROM (SELECT DISTINCT i.id FROM unnest(p_ids, p_versions) AS i(id, version) WHERE i.version > 0) AS asked
        JOIN balance.charging_session AS s ON s.id = asked.id COLLATE "C"
        ORDER BY s.id
        FOR NO KEY UPDATE OF s
    )
    SELECT array_agg(CASE WHEN i.version = 1 AND known.id IS NOT NULL
                               OR i.version < 2 AND EXISTS (SELECT FROM balance.charging_answer AS a
                                                            WHERE a.id = i.id COLLATE "C" AND a.sequence = i.sequence)
                          THEN 'repeated'
                          WHEN i.version > 0 AND i.turn > 1 OR i.version > 1 AND known.version IS DISTINCT FROM i.version - 1
                          THEN 'overtaken' END
                     ORDER BY i.n)
    INTO outcomes
    FROM (SELECT id, version, sequence, n, row_number() OVER (PARTITION BY id, version ORDER BY n) AS turn
          FROM unnest(p_ids, p_versions, p_sequences) WITH ORDINALITY AS u(id, version, sequence, n)) AS i
    LEFT JOIN known ON known.id = i.id COLLATE "C";

    SELECT (balance.post_all(e.ids, e.kinds, e.items, e.times, e.counts, l.accounts, l.units, l.amounts)).outcomes
    INTO posted
    FROM (SELECT array_agg('ent_' || id || '_' || version ORDER BY n) AS ids, array_agg(kind ORDER BY n) AS kinds,
                 array_agg(id ORDER BY n) AS items, array_agg(at ORDER BY n) AS times, array_agg(lines ORDER BY n) AS counts
          FROM unnest(p_ids, p_versions, p_kinds, p_occurred_at, p_counts, outcomes) WITH ORDINALITY
               AS i(id, version, kind, at, lines, outcome, n)
          WHERE outcome IS NULL AND lines > 0) AS e,
         (SELECT array_agg(account ORDER BY line) AS accounts, array_agg(unit ORDER BY line) AS units,
                 array_agg(amount ORDER BY line) AS amounts
          FROM unnest(item_of_line, p_accounts, p_units, p_amounts) WITH ORDINALITY AS p(item, account, unit, amount, line)
          WHERE outcomes[item] IS NULL) AS l
    WHERE e.ids IS NOT NULL;

    FOR item IN 1..items LOOP
        IF outcomes[item] IS NULL AND p_counts[item] > 0 THEN
            next := next + 1;
            outcomes[item] := CASE posted[next] WHEN 'created' THEN 'charged' WHEN 'insufficient_balance' THEN 'insufficient'
                                                ELSE 'repeated' END;
        END IF;
    END LOOP;

    -- What moves nothing is recognised by its answer alone.
    WITH item AS MATERIALIZED (
        SELECT n, id, sequence, client, subscriber, fingerprint, answer, outcome,
               coalesce(outcome, 'charged') = 'charged' AND sequence > 0 AS is_answered,
               row_number() OVER (PARTITION BY id, sequence, coalesce(outcome, 'charged') = 'charged' ORDER BY n) AS turn
        FROM unnest(p_ids, p_sequences, p_clients, p_subscribers, p_fingerprints, p_answers, outcomes) WITH ORDINALITY
             AS i(id, sequence, client, subscriber, fingerprint, answer, outcome, n)
    ), kept AS (
        INSERT INTO balance.charging_answer (id, sequence, client, subscriber_id, fingerprint, answer)
        SELECT id, sequence, client, subscriber, fingerprint, answer
        FROM item
        WHERE is_answered AND turn = 1
        ORDER BY id, sequence
        ON CONFLICT DO NOTHING
        RETURNING id, sequence
    )
    SELECT array_agg(CASE WHEN item.is_answered AND (item.turn > 1 OR kept.id IS NULL) THEN 'repeated'
                          ELSE coalesce(item.outcome, 'charged') END ORDER BY item.n),
           min(item.id) FILTER (WHERE item.outcome = 'charged' AND item.is_answered AND (item.turn > 1 OR kept.id IS NULL))
    INTO outcomes, answered
    FROM item
    LEFT JOIN kept ON kept.id = item.id COLLATE "C" AND kept.sequence = item.sequence;
    IF answered IS NOT NULL THEN
        RAISE EXCEPTION '%: what moves something was answered before', answered USING ERRCODE = 'integrity_constraint_violation';
    END IF;

    INSERT INTO balance.charging_session (id, client, subscriber_id, version, expires_at, last_units, content)
    SELECT id, client, subscriber, version, expires_at, last_units, content
    FROM unnest(p_ids, p_clients, p_subscribers, p_versions, p_expires_at, p_last_units, p_contents, outcomes)
         AS i(id, client, subscriber, version, expires_at, last_units, content, outcome)
    WHERE outcome = 'charged' AND version = 1
    ORDER BY id;

    UPDATE balance.charging_session AS s
    SET version = i.version, expires_at = i.expires_at, last_units = i.last_units, content = i.content
    FROM unnest(p_ids, p_versions, p_expires_at, p_last_units, p_contents, outcomes)
         AS i(id, version, expires_at, last_units, content, outcome)
    WHERE i.outcome = 'charged' AND i.version > 1 AND s.id = i.id COLLATE "C";

    -- What comes back to a bucket after its end ends again.
    IF EXISTS (SELECT FROM unnest(p_accounts, p_amounts) AS p(account, amount) WHERE amount > 0 AND starts_with(account, 'bucket:'))
    THEN
        UPDATE balance.bucket_terms AS t
        SET emptied_at = NULL
        FROM unnest(item_of_line, p_accounts, p_units, p_amounts) AS p(item, account, unit, amount)
        WHERE outcomes[p.item] = 'charged' AND p.amount > 0 AND t.account = p.account COLLATE "C" AND t.unit = p.unit COLLATE "C"
          AND t.emptied_at IS NOT NULL;
    END IF;
    RETURN outcomes;
END $$;
