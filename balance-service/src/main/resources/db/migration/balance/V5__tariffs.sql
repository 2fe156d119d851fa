-- Tariff plans, version by version. At an instant that version is in force which has the highest number of all whose time has
-- come. A version begins a minute or more after it was written, so that what was rated stays as it was rated, and what a node
-- has read is right for some time: dev.refill.tariff.store says for how long.

CREATE TABLE balance.tariff_version (
    plan text COLLATE "C" NOT NULL CHECK (plan ~ '^[a-z][a-z0-9-]{1,39}$'),
    version integer NOT NULL CHECK (version >= 1),
    effective_from timestamptz NOT NULL,
    content text NOT NULL CHECK (length(content) BETWEEN 1 AND 4194304),
    restores integer CHECK (restores < version),
    author text NOT NULL CHECK (length(author) BETWEEN 1 AND 200),
    reason text NOT NULL CHECK (length(reason) BETWEEN 1 AND 500),
    written_at timestamptz NOT NULL,
    PRIMARY KEY (plan, version),
    CHECK (effective_from >= written_at)
);

COMMENT ON COLUMN balance.tariff_version.content IS 'the whole plan as a file of YAML';
COMMENT ON COLUMN balance.tariff_version.restores IS 'the earlier version whose content this is, if it was rolled back to';

CREATE FUNCTION balance.refuse_tariff_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% of %: versions are never changed', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation', HINT = 'Write a new version.';
END $$;

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON balance.tariff_version
    FOR EACH STATEMENT EXECUTE FUNCTION balance.refuse_tariff_change();

REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON balance.tariff_version FROM PUBLIC;

-- Writes the version that follows the one that the caller saw as the newest (0: there was none). The content is a new one, or
-- that of an earlier version. Without a time it begins as soon as it can. Of two that follow the same one, one is written.
CREATE FUNCTION balance.put_tariff(
    p_plan text, p_after integer, p_effective_from timestamptz, p_content text, p_restores integer,
    p_author text, p_reason text,
    OUT outcome text, OUT newest integer, OUT begins timestamptz)
    LANGUAGE plpgsql
AS $$
DECLARE
    now CONSTANT timestamptz := clock_timestamp();
    -- There is nothing yet that the first version could change.
    earliest CONSTANT timestamptz := now + CASE WHEN p_after = 0 THEN interval '0' ELSE interval '1 minute' END;
    text_of_plan text := p_content;
BEGIN
    begins := coalesce(p_effective_from, earliest);
    newest := (SELECT coalesce(max(version), 0) FROM balance.tariff_version WHERE plan = p_plan);
    IF newest <> p_after THEN
        outcome := 'outdated';
        RETURN;
    END IF;
    IF begins < earliest THEN
        outcome := 'too_early';
        begins := earliest;
        RETURN;
    END IF;
    IF p_restores IS NOT NULL THEN
        text_of_plan := (SELECT content FROM balance.tariff_version WHERE plan = p_plan AND version = p_restores);
        IF text_of_plan IS NULL THEN
            outcome := 'no_such_version';
            RETURN;
        END IF;
    END IF;
    INSERT INTO balance.tariff_version (plan, version, effective_from, content, restores, author, reason, written_at)
    VALUES (p_plan, p_after + 1, begins, text_of_plan, p_restores, p_author, p_reason, now)
    ON CONFLICT DO NOTHING;
    outcome := CASE WHEN FOUND THEN 'written' ELSE 'outdated' END;
    newest := p_after + 1;
END $$;
