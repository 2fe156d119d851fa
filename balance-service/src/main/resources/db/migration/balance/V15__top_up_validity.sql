-- A top-up may make credit last until a certain day. Terms are there before the credit comes, and whoever repeats a top-up moves no
-- end a second time.

CREATE TABLE balance.top_up (
    reference text COLLATE "C" PRIMARY KEY CHECK (length(reference) BETWEEN 1 AND 100),
    -- Where its credit goes.
    account text COLLATE "C" NOT NULL,
    unit text COLLATE "C" NOT NULL,
    -- NULL: for ever, as what was there before was, too.
    valid_until timestamptz,
    recorded_at timestamptz NOT NULL DEFAULT clock_timestamp()
);

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON balance.top_up
    FOR EACH STATEMENT EXECUTE FUNCTION balance.refuse_change();

REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON ALL TABLES IN SCHEMA balance FROM PUBLIC;

-- Makes the terms of a top-up, once, and answers to which account its credit goes.
--
-- 'extend' moves the main bucket's end by p_lasts, 'latest' to p_lasts from now unless it ends later anyway, 'lot' makes a bucket for
-- this top-up alone. Somebody who has p_most buckets gets no further one; the main bucket then lasts as long as the lot would
-- have. What is for ever and holds something stays so.
CREATE FUNCTION balance.top_up(p_reference text, p_owner text, p_unit text, p_policy text, p_lasts interval, p_at timestamptz,
                               p_most integer) RETURNS text
    LANGUAGE plpgsql
    SET lock_timeout = '5s'
AS $$
DECLARE
    main CONSTANT text := 'bucket:' || p_owner;
    until CONSTANT timestamptz := p_at + p_lasts;
    place text;
    valid timestamptz;
BEGIN
    -- One after the other for each owner, or two who come at the same time would not see each other's terms.
    PERFORM pg_advisory_xact_lock(hashtextextended('balance.top_up ' || p_owner, 0));
    SELECT account INTO place FROM balance.top_up WHERE reference = p_reference;
    IF FOUND THEN
        RETURN place;
    END IF;

    IF p_policy = 'lot' AND p_most > (SELECT count(*) FROM balance.bucket_terms WHERE owner = p_owner AND emptied_at IS NULL) THEN
        place := main || ':' || p_reference;
        valid := until;
        INSERT INTO balance.bucket_terms (account, unit, owner, valid_from, valid_until, priority)
        VALUES (place, p_unit, p_owner, p_at, until, 100);
    ELSE
        place := main;
        INSERT INTO balance.bucket_terms AS t (account, unit, owner, valid_from, valid_until, priority)
        SELECT main, p_unit, p_owner, p_at, until, 100
        WHERE EXISTS (SELECT FROM balance.bucket_terms WHERE account = main AND unit = p_unit)
           OR NOT EXISTS (SELECT FROM balance.bucket WHERE account = main AND unit = p_unit AND balance > 0)
        ON CONFLICT (account, unit) DO UPDATE
            SET valid_until = CASE p_policy WHEN 'extend' THEN greatest(t.valid_until, p_at) + p_lasts
                                            ELSE greatest(t.valid_until, until) END,
                emptied_at = NULL
            WHERE t.valid_until IS NOT NULL
        RETURNING valid_until INTO valid;
    END IF;

    INSERT INTO balance.top_up (reference, account, unit, valid_until) VALUES (p_reference, place, p_unit, valid);
    RETURN place;
END $$;
