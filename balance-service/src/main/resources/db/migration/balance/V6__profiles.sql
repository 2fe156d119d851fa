-- What is kept of a subscriber besides its main number and status, and who changed it. Numbers have a table of their own, as a
-- subscriber may have several, and those of a closed one go to somebody else.

ALTER TABLE balance.subscriber
    DROP CONSTRAINT subscriber_msisdn_key,
    ADD version integer NOT NULL DEFAULT 1 CHECK (version >= 1),
    ADD plan text COLLATE "C" CHECK (plan ~ '^[a-z][a-z0-9-]{1,39}$'),
    ADD language text NOT NULL DEFAULT 'en' CHECK (length(language) BETWEEN 2 AND 35),
    ADD per_day bigint CHECK (per_day BETWEEN 0 AND 1000000000000),
    ADD per_month bigint CHECK (per_month BETWEEN 0 AND 1000000000000),
    ADD overdraft bigint NOT NULL DEFAULT 0 CHECK (overdraft BETWEEN 0 AND 1000000000000),
    ADD changed_at timestamptz;

UPDATE balance.subscriber SET changed_at = provisioned_at;
ALTER TABLE balance.subscriber
    ALTER changed_at SET DEFAULT clock_timestamp(),
    ALTER changed_at SET NOT NULL;

COMMENT ON COLUMN balance.subscriber.msisdn IS 'the main number, or the last one before it was closed';
COMMENT ON COLUMN balance.subscriber.per_day IS 'what may be spent in a day, in minor units; null: no limit';
COMMENT ON COLUMN balance.subscriber.overdraft IS 'how far credit may fall below zero, in minor units';

-- Numbers ------------------------------------------------------------------------------------------------------------------

CREATE TABLE balance.subscriber_number (
    subscriber text COLLATE "C" NOT NULL REFERENCES balance.subscriber,
    msisdn text COLLATE "C" NOT NULL CHECK (msisdn ~ '^\+[1-9][0-9]{6,14}$'),
    held boolean NOT NULL,
    PRIMARY KEY (subscriber, msisdn)
);

COMMENT ON COLUMN balance.subscriber_number.held IS 'false: the subscriber is closed, and somebody else may have the number';

CREATE UNIQUE INDEX one_holder ON balance.subscriber_number (msisdn) WHERE held;

INSERT INTO balance.subscriber_number (subscriber, msisdn, held)
SELECT id, msisdn, status <> 'CLOSED' FROM balance.subscriber;

ALTER TABLE balance.subscriber
    ADD CONSTRAINT main_number_is_its_own FOREIGN KEY (id, msisdn) REFERENCES balance.subscriber_number (subscriber, msisdn)
        DEFERRABLE INITIALLY DEFERRED;

-- Audit --------------------------------------------------------------------------------------------------------------------

CREATE TABLE balance.subscriber_audit (
    subscriber text COLLATE "C" NOT NULL REFERENCES balance.subscriber,
    version integer NOT NULL CHECK (version >= 1),
    at timestamptz NOT NULL,
    author text NOT NULL CHECK (length(author) BETWEEN 1 AND 200),
    event text NOT NULL CHECK (event IN ('PROVISIONED', 'CONFIGURED', 'NUMBER_PUT', 'NUMBER_REMOVED', 'BARRED', 'FROZEN',
                                         'REACTIVATED', 'CLOSED')),
    reason text NOT NULL CHECK (length(reason) BETWEEN 1 AND 500),
    fields text[] NOT NULL CHECK (cardinality(fields) >= 1),
    before text[] NOT NULL CHECK (cardinality(before) = cardinality(fields)),
    after text[] NOT NULL CHECK (cardinality(after) = cardinality(fields)),
    PRIMARY KEY (subscriber, version)
);

COMMENT ON COLUMN balance.subscriber_audit.version IS 'of the subscriber, as this change made it';
COMMENT ON COLUMN balance.subscriber_audit.fields IS 'what has changed, by the names of the API';

INSERT INTO balance.subscriber_audit (subscriber, version, at, author, event, reason, fields, before, after)
SELECT id, 1, provisioned_at, 'refill', 'PROVISIONED', 'carried over', ARRAY['numbers', 'status', 'language', 'overdraft'],
       ARRAY[NULL, NULL, NULL, NULL]::text[], ARRAY[msisdn, lower(status), language, overdraft::text]
FROM balance.subscriber;

CREATE FUNCTION balance.refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% of %: what was done stays told', TG_OP, TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON balance.subscriber_audit
    FOR EACH STATEMENT EXECUTE FUNCTION balance.refuse_audit_change();

REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON balance.subscriber_number, balance.subscriber_audit FROM PUBLIC;

-- Keeps the version that follows the one before it, or the first, with its audit record: all of it or nothing. The main number
-- comes first. Of two that follow the same version one is kept, and of two who want the same number one gets it.
CREATE FUNCTION balance.keep_subscriber(
    p_id text, p_version integer, p_numbers text[], p_status text, p_plan text, p_language text, p_per_day bigint,
    p_per_month bigint, p_overdraft bigint, p_at timestamptz, p_author text, p_event text, p_reason text, p_fields text[],
    p_before text[], p_after text[],
    OUT outcome text, OUT taken text)
    LANGUAGE plpgsql
AS $$
BEGIN
    IF p_version = 1 THEN
        INSERT INTO balance.subscriber (id, msisdn, status, plan, language, per_day, per_month, overdraft, provisioned_at,
                                        changed_at)
        VALUES (p_id, p_numbers[1], p_status, p_plan, p_language, p_per_day, p_per_month, p_overdraft, p_at, p_at)
        ON CONFLICT (id) DO NOTHING;
    ELSE
        UPDATE balance.subscriber
        SET version = p_version, msisdn = p_numbers[1], status = p_status, plan = p_plan, language = p_language,
            per_day = p_per_day, per_month = p_per_month, overdraft = p_overdraft, changed_at = p_at
        WHERE id = p_id AND version = p_version - 1;
    END IF;
    IF NOT FOUND THEN
        outcome := 'outdated';
        RETURN;
    END IF;
    DELETE FROM balance.subscriber_number WHERE subscriber = p_id AND msisdn <> ALL (p_numbers);
    -- In one order, so that two who want the same numbers wait for each other in one direction only.
    INSERT INTO balance.subscriber_number (subscriber, msisdn, held)
    SELECT p_id, number, p_status <> 'CLOSED' FROM unnest(p_numbers) AS n(number) ORDER BY number COLLATE "C"
    ON CONFLICT (subscriber, msisdn) DO UPDATE SET held = excluded.held;
    INSERT INTO balance.subscriber_audit (subscriber, version, at, author, event, reason, fields, before, after)
    VALUES (p_id, p_version, p_at, p_author, p_event, p_reason, p_fields, p_before, p_after);
    outcome := 'kept';
EXCEPTION WHEN unique_violation THEN
    outcome := 'number_taken';
    -- The holder may have been closed since.
    taken := coalesce((SELECT min(msisdn) FROM balance.subscriber_number
                       WHERE held AND subscriber <> p_id AND msisdn = ANY (p_numbers)), p_numbers[1]);
END $$;
