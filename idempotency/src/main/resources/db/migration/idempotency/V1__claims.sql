CREATE SCHEMA IF NOT EXISTS idempotency;

-- One row per (client, endpoint, key). No request is kept, only its fingerprint.
--
-- The columns that change (attempt, lease_until and the answer) are in no index, and pages are filled to less than
-- half, so that storing an answer is a heap-only update: no index is touched a second time.
CREATE TABLE idempotency.claim (
    client        text        NOT NULL CHECK (length(client) BETWEEN 1 AND 255),
    endpoint      text        NOT NULL CHECK (length(endpoint) BETWEEN 1 AND 255),
    key           text        NOT NULL CHECK (length(key) BETWEEN 1 AND 255),
    claim_id      text        NOT NULL,
    fingerprint   bytea       NOT NULL CHECK (length(fingerprint) = 32),
    created_at    timestamptz NOT NULL,
    attempt       integer     NOT NULL CHECK (attempt >= 1),
    lease_until   timestamptz NOT NULL,
    status        smallint    CHECK (status BETWEEN 100 AND 599),
    header_names  text[],
    header_values text[],
    body          bytea,
    PRIMARY KEY (client, endpoint, key),
    CONSTRAINT answer_is_whole CHECK (num_nonnulls(status, header_names, header_values, body) IN (0, 4)),
    CONSTRAINT headers_are_pairs CHECK (cardinality(header_names) = cardinality(header_values))
) WITH (fillfactor = 40, autovacuum_vacuum_scale_factor = 0.05);

-- For the reaper alone; it grows at its right end and never changes.
CREATE INDEX claim_created_at ON idempotency.claim (created_at);

-- Decides what one request is, in one statement. A function, because each of its queries sees what others have
-- committed meanwhile; a single query with ON CONFLICT would not see the row it conflicts with.
--
-- decision: NEW, TAKEN_OVER, RUNNING, COMPLETED or MISMATCH.
CREATE FUNCTION idempotency.decide(
    p_client text, p_endpoint text, p_key text, p_claim_id text, p_fingerprint bytea,
    p_now timestamptz, p_lease_until timestamptz)
RETURNS TABLE (
    decision text, claim_id text, attempt integer,
    status smallint, header_names text[], header_values text[], body bytea)
LANGUAGE plpgsql
AS $$
#variable_conflict use_column
DECLARE
    held idempotency.claim;
BEGIN
    -- More than one round only when the row changed hands between two of the queries below.
    FOR round IN 1..16 LOOP
        INSERT INTO idempotency.claim
            (client, endpoint, key, claim_id, fingerprint, created_at, attempt, lease_until)
        VALUES (p_client, p_endpoint, p_key, p_claim_id, p_fingerprint, p_now, 1, p_lease_until)
        ON CONFLICT (client, endpoint, key) DO NOTHING;
        IF FOUND THEN
            RETURN QUERY SELECT 'NEW', p_claim_id, 1, NULL::smallint, NULL::text[], NULL::text[], NULL::bytea;
            RETURN;
        END IF;

        SELECT * INTO held FROM idempotency.claim AS c
        WHERE c.client = p_client AND c.endpoint = p_endpoint AND c.key = p_key;
        CONTINUE WHEN NOT FOUND;

        IF held.fingerprint <> p_fingerprint THEN
            RETURN QUERY SELECT 'MISMATCH', held.claim_id, held.attempt,
                                NULL::smallint, NULL::text[], NULL::text[], NULL::bytea;
            RETURN;
        END IF;
        IF held.status IS NOT NULL THEN
            RETURN QUERY SELECT 'COMPLETED', held.claim_id, held.attempt,
                                held.status, held.header_names, held.header_values, held.body;
            RETURN;
        END IF;
        IF held.lease_until > p_now THEN
            RETURN QUERY SELECT 'RUNNING', held.claim_id, held.attempt,
                                NULL::smallint, NULL::text[], NULL::text[], NULL::bytea;
            RETURN;
        END IF;

        UPDATE idempotency.claim AS c
        SET attempt = held.attempt + 1, lease_until = p_lease_until
        WHERE c.client = p_client AND c.endpoint = p_endpoint AND c.key = p_key
          AND c.claim_id = held.claim_id AND c.attempt = held.attempt AND c.status IS NULL;
        IF FOUND THEN
            RETURN QUERY SELECT 'TAKEN_OVER', held.claim_id, held.attempt + 1,
                                NULL::smallint, NULL::text[], NULL::text[], NULL::bytea;
            RETURN;
        END IF;
    END LOOP;
    RAISE EXCEPTION 'claim changed hands 16 times during one decision' USING ERRCODE = 'serialization_failure';
END
$$;
