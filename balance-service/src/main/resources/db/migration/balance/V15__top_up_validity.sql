-- A top-up may make credit last until a certain day. Such credit is never in the main bucket, which is for ever. Terms are there before
-- the credit comes, and whoever repeats a top-up moves no end a second time.

CREATE TABLE balance.top_up (
    reference text COLLATE "C" PRIMARY KEY CHECK (length(reference) BETWEEN 1 AND 33),
    -- Where its credit goes.
    account text COLLATE "C" NOT NULL,
    unit text COLLATE "C" NOT NULL,
    recorded_at timestamptz NOT NULL DEFAULT clock_timestamp()
);

COMMENT ON COLUMN balance.charging_session.seen IS 'what the own buckets held at the last look; NULL: there was none';

-- All that was ever bought by somebody, for histories.
CREATE INDEX bucket_terms_of_credit ON balance.bucket_terms (owner) WHERE allowance IS NULL;

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON balance.top_up
    FOR EACH STATEMENT EXECUTE FUNCTION balance.refuse_change();

REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON ALL TABLES IN SCHEMA balance FROM PUBLIC;

-- Makes the terms of a top-up, once, and answers to which account its credit goes.
--
-- 'lot' makes a bucket for this top-up alone. The others share one: 'extend' moves its end by p_lasts, 'latest' to p_lasts from now
-- unless it ends later anyway. Of p_most buckets that somebody may have the last one is that; who has all others gets no further
-- lot, and what all share then lasts as long as the lot would have. A repeat that comes when its bucket has ended opens it once more, as its credit is still to come.
CREATE FUNCTION balance.top_up(p_reference text, p_owner text, p_unit text, p_policy text, p_lasts interval, p_at timestamptz,
                               p_most integer) RETURNS text
    LANGUAGE plpgsql
    SET lock_timeout = '5s'
AS $$
DECLARE
    place text;
BEGIN
    -- One after the other for each owner, or two who come at the same time would not see each other's terms.
    PERFORM pg_advisory_xact_lock(hashtextextended('balance.top_up ' || p_owner, 0));
    SELECT account INTO place FROM balance.top_up WHERE reference = p_reference;
    IF FOUND THEN
        UPDATE balance.bucket_terms SET valid_until = p_at + p_lasts, emptied_at = NULL
        WHERE account = place AND unit = p_unit AND valid_until <= p_at;
        RETURN place;
    END IF;

    place := 'bucket:' || p_owner || CASE
        WHEN p_policy = 'lot' AND p_most - 1 > (SELECT count(*) FROM balance.bucket_terms WHERE owner = p_owner AND emptied_at IS NULL)
        THEN ':' || p_reference ELSE ':timed' END;
    -- It counts for a session that began before it came.
    INSERT INTO balance.bucket_terms AS t (account, unit, owner, valid_from, valid_until, priority)
    VALUES (place, p_unit, p_owner, 'epoch', p_at + p_lasts, 100)
    ON CONFLICT (account, unit) DO UPDATE
        SET valid_until = CASE p_policy WHEN 'extend' THEN greatest(t.valid_until, p_at) + p_lasts
                                        ELSE greatest(t.valid_until, p_at + p_lasts) END,
            emptied_at = NULL;
    INSERT INTO balance.top_up (reference, account, unit) VALUES (p_reference, place, p_unit);
    RETURN place;
END $$;
