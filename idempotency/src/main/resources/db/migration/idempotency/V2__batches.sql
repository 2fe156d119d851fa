-- Many callers' claims and answers in one statement each. Rows are inserted and locked in the order of their keys, and
-- COLLATE "C" makes that order the same for everyone and cheap, so that the batches of two nodes do not wait for each
-- other in a circle. One case is left: a key is released and claimed anew between the two steps of decide_all, by a
-- batch that in turn waits for a row this one took over. The server then undoes one of the two, which is written again.
--
-- The settings of both functions hold the plan to one index look-up per row. A session plans once, and while the table
-- is small would plan to read all of it, and go on doing so while it grows.

-- Decides what each of many requests is, as if they came one after the other: of two with the same key, the earlier item
-- is the first. One row per item, not in order; see decide for the columns.
CREATE FUNCTION idempotency.decide_all(
    p_clients text[], p_endpoints text[], p_keys text[], p_claim_ids text[], p_fingerprints text[],
    p_now timestamptz, p_lease_until timestamptz)
RETURNS TABLE (
    item integer, decision text, claim_id text, attempt integer,
    status smallint, header_names text[], header_values text[], body bytea)
LANGUAGE plpgsql
SET plan_cache_mode = force_generic_plan
SET enable_seqscan = off
AS $$
#variable_conflict use_column
DECLARE
    made  text[];
    other record;
BEGIN
    WITH inserted AS (
        INSERT INTO idempotency.claim
            (client, endpoint, key, claim_id, fingerprint, created_at, attempt, lease_until)
        SELECT client, endpoint, key, claim_id, decode(fingerprint, 'hex'), p_now, 1, p_lease_until
        FROM unnest(p_clients, p_endpoints, p_keys, p_claim_ids, p_fingerprints)
             WITH ORDINALITY AS asked (client, endpoint, key, claim_id, fingerprint, item)
        ORDER BY client COLLATE "C", endpoint COLLATE "C", key COLLATE "C", item
        ON CONFLICT (client, endpoint, key) DO NOTHING
        RETURNING claim_id)
    SELECT array_agg(claim_id) INTO made FROM inserted;

    IF cardinality(made) = cardinality(p_claim_ids) THEN
        RETURN QUERY
        SELECT item::integer, 'NEW', claim_id, 1, NULL::smallint, NULL::text[], NULL::text[], NULL::bytea
        FROM unnest(p_claim_ids) WITH ORDINALITY AS asked (claim_id, item);
        RETURN;
    END IF;

    RETURN QUERY
    SELECT item::integer, 'NEW', claim_id, 1, NULL::smallint, NULL::text[], NULL::text[], NULL::bytea
    FROM unnest(p_claim_ids) WITH ORDINALITY AS asked (claim_id, item)
    JOIN unnest(made) AS inserted (claim_id) USING (claim_id);

    FOR other IN
        SELECT client, endpoint, key, claim_id, decode(fingerprint, 'hex') AS fingerprint, item::integer AS item
        FROM unnest(p_clients, p_endpoints, p_keys, p_claim_ids, p_fingerprints)
             WITH ORDINALITY AS asked (client, endpoint, key, claim_id, fingerprint, item)
        LEFT JOIN unnest(made) AS inserted (made_id) ON made_id = claim_id
        WHERE made_id IS NULL
        ORDER BY client COLLATE "C", endpoint COLLATE "C", key COLLATE "C", item
    LOOP
        RETURN QUERY
        SELECT other.item, decided.*
        FROM idempotency.decide(other.client, other.endpoint, other.key, other.claim_id, other.fingerprint,
                                p_now, p_lease_until) AS decided;
    END LOOP;
END
$$;

-- Stores many answers; returns the items whose caller held its claim, in no order. Of two answers to one claim the
-- earlier item is stored.
--
-- p_header_names, p_header_values: per item its headers, each after a line feed, so that none differs from one that is
-- empty. p_bodies: all bodies end to end; one begins after p_starts[item] bytes.
CREATE FUNCTION idempotency.complete_all(
    p_clients text[], p_endpoints text[], p_keys text[], p_claim_ids text[], p_attempts integer[],
    p_statuses integer[], p_header_names text[], p_header_values text[],
    p_starts integer[], p_lengths integer[], p_bodies bytea)
RETURNS SETOF integer
LANGUAGE plpgsql
SET plan_cache_mode = force_generic_plan
SET enable_seqscan = off
SET enable_hashjoin = off
SET enable_mergejoin = off
AS $$
BEGIN
    -- An UPDATE has no order. This costs it a tenth.
    PERFORM FROM idempotency.claim AS c
    JOIN unnest(p_clients, p_endpoints, p_keys, p_claim_ids, p_attempts)
         AS given (client, endpoint, key, claim_id, attempt) USING (client, endpoint, key, claim_id, attempt)
    WHERE c.status IS NULL
    ORDER BY c.client COLLATE "C", c.endpoint COLLATE "C", c.key COLLATE "C"
    FOR UPDATE OF c;

    RETURN QUERY
    UPDATE idempotency.claim AS c
    SET status = given.status,
        header_names = (string_to_array(given.header_names, E'\n'))[2:],
        header_values = (string_to_array(given.header_values, E'\n'))[2:],
        body = substring(p_bodies FROM given.start + 1 FOR given.length)
    FROM unnest(p_clients, p_endpoints, p_keys, p_claim_ids, p_attempts, p_statuses, p_header_names, p_header_values,
                p_starts, p_lengths)
         WITH ORDINALITY AS given (client, endpoint, key, claim_id, attempt, status, header_names, header_values,
                                   start, length, item)
    WHERE c.client = given.client AND c.endpoint = given.endpoint AND c.key = given.key
      AND c.claim_id = given.claim_id AND c.attempt = given.attempt AND c.status IS NULL
    RETURNING given.item::integer;
END
$$;
