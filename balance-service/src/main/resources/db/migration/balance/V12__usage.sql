-- What the network was used for: a row for each event, and for each target of a session, which grows until the session is
-- released. What the refund of an event takes back is a row of its own, with the opposite sign.
CREATE TABLE balance.usage (
    position bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    -- Of the session or the event; its entries have it as their reference.
    id text COLLATE "C" NOT NULL,
    subscriber_id text COLLATE "C" NOT NULL,
    service text COLLATE "C" NOT NULL CHECK (service IN ('voice', 'sms', 'data')),
    -- A destination, or a rating group in digits.
    target text NOT NULL,
    -- Seconds, messages or bytes.
    quantity bigint NOT NULL,
    charged bigint NOT NULL,
    charged_in text COLLATE "C" NOT NULL,
    used_from timestamptz NOT NULL,
    used_until timestamptz NOT NULL,
    UNIQUE (id, service, target)
) WITH (fillfactor = 80);

CREATE INDEX usage_of_subscriber ON balance.usage (subscriber_id, used_from, position);

-- The sums of the rows above, by the day on which the network heard of each part.
CREATE TABLE balance.usage_counter (
    subscriber_id text COLLATE "C" NOT NULL,
    day date NOT NULL,
    service text COLLATE "C" NOT NULL,
    charged_in text COLLATE "C" NOT NULL,
    quantity bigint NOT NULL,
    charged bigint NOT NULL,
    PRIMARY KEY (subscriber_id, day, service, charged_in)
) WITH (fillfactor = 70);

-- How far a bucket of an allowance is used up. What sessions hold of it counts as not used. A fill is whatever changes it beside
-- usage: with each the count begins anew, at all that is in it then.
CREATE TABLE balance.allowance_use (
    account text COLLATE "C" NOT NULL,
    unit text COLLATE "C" NOT NULL,
    -- What sessions hold of it.
    reserved bigint NOT NULL,
    fill integer NOT NULL DEFAULT 0,
    -- What it held after the last fill.
    filled bigint NOT NULL DEFAULT 0,
    -- What was left after the last usage, held or not; NULL until then.
    remaining bigint,
    PRIMARY KEY (account, unit)
) WITH (fillfactor = 70);

-- That so many per cent of a fill are used, once for each fill and percentage: an outbox.
CREATE TABLE balance.usage_threshold (
    number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    account text COLLATE "C" NOT NULL,
    unit text COLLATE "C" NOT NULL,
    fill integer NOT NULL,
    percent integer NOT NULL CHECK (percent BETWEEN 1 AND 100),
    filled bigint NOT NULL,
    remaining bigint NOT NULL,
    -- Whose charge reached it, and who is told.
    client text NOT NULL,
    reached_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    told_at timestamptz,
    UNIQUE (account, unit, fill, percent)
);

CREATE INDEX usage_threshold_untold ON balance.usage_threshold (number) WHERE told_at IS NULL;

REVOKE INSERT, UPDATE, DELETE, TRUNCATE
    ON balance.usage, balance.usage_counter, balance.allowance_use, balance.usage_threshold FROM PUBLIC;

-- balance.charge_all, and with each charge what was used: its record, the counters and how far allowances are used up.
--
-- A line names its item by its number in the batch. It says how much more was used, and of an allowance how much more is spent
-- and how much more is held by sessions; less is negative. No two lines of an item have one target, or one bucket.
--
-- Locks are taken after those of balance.charge_all: counters by key, then allowances by key.
CREATE FUNCTION balance.charge_and_record(
    p_ids text[], p_versions bigint[], p_sequences bigint[], p_clients text[], p_subscribers text[],
    p_fingerprints text[], p_answers text[], p_contents text[], p_expires_at timestamptz[], p_last_units boolean[],
    p_kinds text[], p_occurred_at timestamptz[], p_counts integer[],
    p_accounts text[], p_units text[], p_amounts bigint[],
    p_used_items integer[], p_services text[], p_targets text[], p_quantities bigint[], p_charged bigint[], p_charged_in text[],
    p_used_from timestamptz[], p_used_until timestamptz[], p_days text[],
    p_drawn_items integer[], p_drawn_accounts text[], p_drawn_units text[], p_spent bigint[], p_reserved bigint[],
    p_percents integer[]) RETURNS text[]
    LANGUAGE plpgsql
    SET enable_seqscan = off
    SET enable_hashjoin = off
    SET enable_mergejoin = off
    SET plan_cache_mode = force_generic_plan
    SET lock_timeout = '5s'
AS $$
DECLARE
    outcomes CONSTANT text[] := balance.charge_all(p_ids, p_versions, p_sequences, p_clients, p_subscribers, p_fingerprints,
        p_answers, p_contents, p_expires_at, p_last_units, p_kinds, p_occurred_at, p_counts, p_accounts, p_units, p_amounts);
BEGIN
    WITH line AS MATERIALIZED (
        SELECT p_ids[item] AS id, p_subscribers[item] AS subscriber_id, service, target, quantity, charged, charged_in, used_from,
               used_until, day
        FROM unnest(p_used_items, p_services, p_targets, p_quantities, p_charged, p_charged_in, p_used_from, p_used_until, p_days)
             AS l(item, service, target, quantity, charged, charged_in, used_from, used_until, day)
        WHERE outcomes[item] = 'charged'
    ), kept AS (
        INSERT INTO balance.usage AS u (id, subscriber_id, service, target, quantity, charged, charged_in, used_from, used_until)
        SELECT id, subscriber_id, service, target, quantity, charged, charged_in, used_from, used_until
        FROM line
        ON CONFLICT (id, service, target) DO UPDATE
        SET quantity = u.quantity + EXCLUDED.quantity, charged = u.charged + EXCLUDED.charged, used_until = EXCLUDED.used_until
    )
    INSERT INTO balance.usage_counter AS c (subscriber_id, day, service, charged_in, quantity, charged)
    SELECT subscriber_id, day::date, service, charged_in, sum(quantity), sum(charged)
    FROM line
    GROUP BY subscriber_id, day::date, service, charged_in
    ORDER BY subscriber_id, day::date, service, charged_in
    ON CONFLICT (subscriber_id, day, service, charged_in) DO UPDATE
    SET quantity = c.quantity + EXCLUDED.quantity, charged = c.charged + EXCLUDED.charged;

    IF cardinality(p_drawn_items) = 0 THEN
        RETURN outcomes;
    END IF;
    INSERT INTO balance.allowance_use AS a (account, unit, reserved)
    SELECT account, unit, sum(reserved)
    FROM unnest(p_drawn_items, p_drawn_accounts, p_drawn_units, p_reserved) AS d(item, account, unit, reserved)
    WHERE outcomes[item] = 'charged'
    GROUP BY account, unit
    ORDER BY account, unit
    ON CONFLICT (account, unit) DO UPDATE SET reserved = a.reserved + EXCLUDED.reserved;

    -- With those rows locked nobody else's charge can be half seen: of this bucket, either all of it is there or nothing.
    WITH drawn AS MATERIALIZED (
        SELECT account, unit, sum(spent)::bigint AS spent, min(p_clients[item]) AS client
        FROM unnest(p_drawn_items, p_drawn_accounts, p_drawn_units, p_spent) AS d(item, account, unit, spent)
        WHERE outcomes[item] = 'charged'
        GROUP BY account, unit
    ), used AS (
        UPDATE balance.allowance_use AS a
        SET fill = a.fill + (a.remaining IS DISTINCT FROM b.before)::integer,
            -- What comes back from before the fill was in it, too.
            filled = greatest(CASE WHEN a.remaining IS DISTINCT FROM b.before THEN b.before ELSE a.filled END, b.before - b.spent),
            remaining = b.before - b.spent
        FROM (SELECT d.account, d.unit, d.spent, d.client, b.balance + now.reserved + d.spent AS before
              FROM drawn AS d
              JOIN balance.bucket AS b ON b.account = d.account COLLATE "C" AND b.unit = d.unit COLLATE "C"
              JOIN balance.allowance_use AS now ON now.account = d.account COLLATE "C" AND now.unit = d.unit COLLATE "C") AS b
        WHERE a.account = b.account COLLATE "C" AND a.unit = b.unit COLLATE "C"
        RETURNING a.account, a.unit, a.fill, a.filled, a.remaining, b.client
    )
    INSERT INTO balance.usage_threshold (account, unit, fill, percent, filled, remaining, client)
    SELECT u.account, u.unit, u.fill, p.percent, u.filled, u.remaining, u.client
    FROM used AS u
    CROSS JOIN unnest(p_percents) AS p(percent)
    WHERE u.filled > 0 AND u.remaining <= u.filled::numeric * (100 - p.percent) / 100
      AND NOT EXISTS (SELECT FROM balance.usage_threshold AS t
                      WHERE t.account = u.account AND t.unit = u.unit AND t.fill = u.fill AND t.percent = p.percent)
    ORDER BY u.account, u.unit, p.percent;
    RETURN outcomes;
END $$;
