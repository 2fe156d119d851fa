-- Who wants to know that a subscriber's own credit in a unit runs low, and each time that it did. The sum is that of the main bucket and
-- of what was bought and ends; what has ended counts until it is swept, so nothing but postings changes it. What sessions hold is not in it.

CREATE TABLE balance.low_mark (
    -- Whoever sets it names it.
    id text COLLATE "C" PRIMARY KEY CHECK (length(id) BETWEEN 1 AND 64),
    -- By whoever sets it: what comes late changes nothing.
    revision bigint NOT NULL,
    subscriber_id text COLLATE "C" NOT NULL,
    unit text COLLATE "C" NOT NULL,
    threshold bigint NOT NULL CHECK (threshold > 0),
    is_watched boolean NOT NULL,
    -- Whether the sum is known to have been below since the mark was set, or was last filled.
    is_crossed boolean NOT NULL DEFAULT false,
    -- How often it was crossed.
    fill integer NOT NULL DEFAULT 0
) WITH (fillfactor = 70);

CREATE INDEX low_mark_of_subscriber ON balance.low_mark (subscriber_id, unit) WHERE is_watched;

-- That the sum came below a mark, once for each fill: an outbox.
CREATE TABLE balance.low_crossing (
    number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    mark text COLLATE "C" NOT NULL,
    fill integer NOT NULL,
    subscriber_id text COLLATE "C" NOT NULL,
    unit text COLLATE "C" NOT NULL,
    threshold bigint NOT NULL,
    remaining bigint NOT NULL,
    crossed_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    told_at timestamptz,
    UNIQUE (mark, fill)
);

CREATE INDEX low_crossing_untold ON balance.low_crossing (number) WHERE told_at IS NULL;

REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON balance.low_mark, balance.low_crossing FROM PUBLIC;

-- Whose a bucket is, by its name; NULL: it is none. Becomes part of the plan that calls it.
CREATE FUNCTION balance.owner_of(account text) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN starts_with(account, 'bucket:') THEN split_part(account, ':', 2) END;

-- What somebody holds of a unit in buckets of one's own that are no allowances'.
CREATE FUNCTION balance.own_credit(p_owner text, p_unit text) RETURNS bigint
    LANGUAGE plpgsql STABLE
    SET enable_seqscan = off
    SET enable_hashjoin = off
    SET enable_mergejoin = off
AS $$
BEGIN
    RETURN (
        SELECT coalesce(sum(b.balance), 0)
        FROM (SELECT 'bucket:' || p_owner AS account
              UNION
              SELECT t.account FROM balance.bucket_terms AS t
              WHERE t.owner = p_owner AND t.unit = p_unit AND t.allowance IS NULL AND t.emptied_at IS NULL) AS known
        JOIN balance.bucket AS b ON b.account = known.account COLLATE "C" AND b.unit = p_unit);
END $$;

-- Writes down which marks the entries of this transaction have brought their subscribers below. A sum that was at a mark or above it
-- before the first of them, or between two of them, has been filled since the last crossing; so whatever fills a bucket need not know
-- of marks.
--
-- Locks are taken after all others of balance.post_all: marks by id. Whoever has them sees the sum as those who had them before have
-- left it.
CREATE FUNCTION balance.cross_low_marks(
    p_entries integer[], p_accounts text[], p_units text[], p_amounts bigint[], p_accepted boolean[]) RETURNS void
    LANGUAGE plpgsql
    SET enable_seqscan = off
    SET enable_hashjoin = off
    SET enable_mergejoin = off
AS $$
BEGIN
    PERFORM FROM balance.low_mark AS m
    WHERE m.is_watched AND (m.subscriber_id, m.unit) IN (SELECT balance.owner_of(account) COLLATE "C", unit COLLATE "C"
                                                         FROM unnest(p_accounts, p_units) AS p(account, unit))
    ORDER BY m.id
    FOR NO KEY UPDATE;

    WITH line AS MATERIALIZED (
        SELECT balance.owner_of(p.account) AS owner, p.unit, p.entry, sum(p.amount)::bigint AS moved
        FROM unnest(p_entries, p_accounts, p_units, p_amounts) AS p(entry, account, unit, amount)
        LEFT JOIN balance.bucket_terms AS t ON t.account = p.account COLLATE "C" AND t.unit = p.unit COLLATE "C"
        WHERE p_accepted[p.entry] AND balance.owner_of(p.account) IS NOT NULL AND t.allowance IS NULL
          -- Into what has ended nothing counts until it is open again, as balance.own_credit has it.
          AND (t.emptied_at IS NULL OR p.account = 'bucket:' || balance.owner_of(p.account))
        GROUP BY 1, 2, 3
    ), course AS MATERIALIZED (
        SELECT owner, unit, sum(moved)::bigint AS moved, max(so_far)::bigint AS highest
        FROM (SELECT owner, unit, moved, sum(moved) OVER (PARTITION BY owner, unit ORDER BY entry) AS so_far FROM line
              -- Others of the batch have no mark, and do not pay for those who have.
              WHERE EXISTS (SELECT FROM balance.low_mark AS m
                            WHERE m.subscriber_id = line.owner COLLATE "C" AND m.unit = line.unit COLLATE "C" AND m.is_watched)) AS of_entry
        GROUP BY owner, unit
    ), held AS MATERIALIZED (
        SELECT owner, unit, now, now - moved + greatest(highest, 0) AS highest
        FROM course, balance.own_credit(owner, unit) AS now
    ), crossed AS (
        UPDATE balance.low_mark AS m
        SET fill = m.fill + 1, is_crossed = true
        FROM held AS h
        WHERE m.subscriber_id = h.owner COLLATE "C" AND m.unit = h.unit COLLATE "C" AND m.is_watched
          AND h.now < m.threshold AND (NOT m.is_crossed OR h.highest >= m.threshold)
        RETURNING m.id, m.fill, m.subscriber_id, m.unit, m.threshold, h.now
    )
    INSERT INTO balance.low_crossing (mark, fill, subscriber_id, unit, threshold, remaining)
    SELECT id, fill, subscriber_id, unit, threshold, now FROM crossed ORDER BY id;
END $$;

-- Writes it down if a mark that was just set is above the sum already. It waits for those who are moving something; whoever has begun before
-- the mark was there and moves later is not seen here, and crosses the mark with the next debit.
CREATE FUNCTION balance.look_at_low_mark(p_id text) RETURNS void
    LANGUAGE plpgsql
    SET lock_timeout = '5s'
AS $$
DECLARE
    mark balance.low_mark;
    now bigint;
BEGIN
    SELECT * INTO mark FROM balance.low_mark WHERE id = p_id;
    PERFORM FROM balance.bucket WHERE account = 'bucket:' || mark.subscriber_id AND unit = mark.unit FOR NO KEY UPDATE;
    SELECT * INTO mark FROM balance.low_mark WHERE id = p_id FOR NO KEY UPDATE;
    now := balance.own_credit(mark.subscriber_id, mark.unit);
    IF mark.is_watched AND NOT mark.is_crossed AND now < mark.threshold THEN
        UPDATE balance.low_mark SET fill = mark.fill + 1, is_crossed = true WHERE id = p_id;
        INSERT INTO balance.low_crossing (mark, fill, subscriber_id, unit, threshold, remaining)
        VALUES (p_id, mark.fill + 1, mark.subscriber_id, mark.unit, mark.threshold, now);
    END IF;
END $$;

-- As V17 has it; what draws on a bucket looks whether its owner has a mark, while it locks the bucket.
CREATE OR REPLACE FUNCTION balance.post_all(
    p_entry_ids text[], p_kinds text[], p_references text[], p_occurred_at timestamptz[], p_counts integer[],
    p_accounts text[], p_units text[], p_amounts bigint[],
    OUT outcomes text[], OUT short_accounts text[])
    LANGUAGE plpgsql
    SET enable_seqscan = off
    SET plan_cache_mode = force_generic_plan
    SET lock_timeout = '5s'
AS $$
DECLARE
    entries CONSTANT integer := cardinality(p_entry_ids);
    -- By entry
    accepted boolean[] := array_fill(false, ARRAY[entries]);
    -- By posting
    places integer[];
    entry_numbers integer[];
    entry_ids text[];
    lines smallint[];
    balances_after bigint[] := array_fill(NULL::bigint, ARRAY[cardinality(p_accounts)]);
    -- By place; what is not locked starts at zero, as what counts is by how much it moves
    place_accounts text[];
    place_units text[];
    held bigint[];
    new boolean[];
    touched boolean[];
    bases bigint[];
    is_holding boolean[];
    is_debt boolean[];
    debits boolean;
    is_marked boolean := false;

    doubtful text[];
    taken text[];
    first integer := 1;
    place integer;
    short text;
    made bigint;
    balance_now bigint;
BEGIN
    outcomes := array_fill(NULL::text, ARRAY[entries]);
    short_accounts := outcomes;
    PERFORM balance.claim(p_entry_ids);

    taken := ARRAY(SELECT entry_id FROM balance.entry WHERE entry_id = ANY (p_entry_ids));
    doubtful := taken || ARRAY(SELECT id FROM unnest(p_entry_ids) AS id GROUP BY id HAVING count(*) > 1);

    SELECT array_agg(number), array_agg(id), array_agg(line)
    INTO entry_numbers, entry_ids, lines
    FROM (SELECT number, id, generate_series(1, n) AS line
          FROM unnest(p_entry_ids, p_counts) WITH ORDINALITY AS e(id, n, number)) AS numbered;

    SELECT array_agg(number ORDER BY line) INTO places
    FROM (SELECT line, dense_rank() OVER (ORDER BY account COLLATE "C", unit COLLATE "C") AS number
          FROM unnest(p_accounts, p_units) WITH ORDINALITY AS p(account, unit, line)) AS ranked;

    SELECT array_agg(account ORDER BY number), array_agg(unit ORDER BY number),
           array_agg(balance.is_holding(account) ORDER BY number), array_agg(starts_with(account, 'receivable:') ORDER BY number)
    INTO place_accounts, place_units, is_holding, is_debt
    FROM (SELECT DISTINCT ON (number) number, account, unit
          FROM unnest(places, p_accounts, p_units) AS p(number, account, unit)
          ORDER BY number) AS p;
    held := array_fill(0::bigint, ARRAY[coalesce(cardinality(place_accounts), 0)]);
    bases := held;
    touched := array_fill(false, ARRAY[coalesce(cardinality(place_accounts), 0)]);

    debits := EXISTS (SELECT FROM unnest(places, p_amounts) AS p(place, amount)
                      WHERE is_holding[p.place] AND CASE WHEN is_debt[p.place] THEN amount > 0 ELSE amount < 0 END);
    IF debits THEN
        SELECT array_agg(coalesce(b.balance, 0) ORDER BY p.number), array_agg(b.balance IS NULL ORDER BY p.number),
               bool_or(EXISTS (SELECT FROM balance.low_mark AS m
                               WHERE p.is_holding AND m.subscriber_id = balance.owner_of(p.account) COLLATE "C" AND m.unit = p.unit COLLATE "C"
                                 AND m.is_watched))
        INTO held, new, is_marked
        FROM unnest(place_accounts, place_units, is_holding) WITH ORDINALITY AS p(account, unit, is_holding, number)
        LEFT JOIN LATERAL (SELECT balance FROM balance.bucket AS b
                           WHERE p.is_holding AND b.account = p.account AND b.unit = p.unit
                           FOR NO KEY UPDATE) AS b ON true;
    END IF;

    FOR entry IN 1..entries LOOP
        -- Without an outcome: compared when everything is written, as the first of the two may be in this batch.
        IF p_entry_ids[entry] <> ALL (taken) THEN
            short := NULL;
            IF debits THEN
                FOR posting IN first..first + p_counts[entry] - 1 LOOP
                    place := places[posting];
                    IF is_holding[place]
                        AND (NOT is_debt[place] AND p_amounts[posting] < 0 AND held[place] + p_amounts[posting] < 0
                             OR is_debt[place] AND p_amounts[posting] > 0 AND held[place] + p_amounts[posting] > 0)
                    THEN
                        short := least(short, p_accounts[posting] COLLATE "C");
                    END IF;
                END LOOP;
            END IF;
            IF short IS NULL THEN
                FOR posting IN first..first + p_counts[entry] - 1 LOOP
                    place := places[posting];
                    held[place] := held[place] + p_amounts[posting];
                    touched[place] := true;
                    IF is_holding[place] THEN
                        balances_after[posting] := held[place];
                    END IF;
                END LOOP;
                accepted[entry] := true;
                outcomes[entry] := 'created';
                IF p_entry_ids[entry] = ANY (doubtful) THEN
                    taken := taken || p_entry_ids[entry];
                END IF;
            ELSE
                outcomes[entry] := 'insufficient_balance';
                short_accounts[entry] := short;
            END IF;
        END IF;
        first := first + p_counts[entry];
    END LOOP;

    IF debits THEN
        INSERT INTO balance.bucket (account, unit, balance)
        SELECT account, unit, balance
        FROM unnest(place_accounts, place_units, held, is_holding, new, touched) WITH ORDINALITY
            AS p(account, unit, balance, is_holding, is_new, is_touched, number)
        WHERE p.is_holding AND is_touched AND is_new
        ORDER BY number
        ON CONFLICT DO NOTHING;
        GET DIAGNOSTICS made = ROW_COUNT;
        IF made < (SELECT count(*) FROM unnest(is_holding, new, touched) AS p(is_holding, is_new, is_touched)
                   WHERE p.is_holding AND is_touched AND is_new)
        THEN
            RAISE EXCEPTION 'a bucket was made by somebody else meanwhile' USING ERRCODE = 'serialization_failure';
        END IF;
        -- The rows are there and locked; an insert that always conflicts finds them by key, where an update could be planned as a scan.
        INSERT INTO balance.bucket (account, unit, balance)
        SELECT account, unit, balance
        FROM unnest(place_accounts, place_units, held, is_holding, new, touched) WITH ORDINALITY
            AS p(account, unit, balance, is_holding, is_new, is_touched, number)
        WHERE p.is_holding AND is_touched AND NOT is_new
        ORDER BY number
        ON CONFLICT (account, unit) DO UPDATE SET balance = excluded.balance;
    ELSE
        -- Rows come back in the order in which they go in, which is that of the places.
        place := 0;
        FOR balance_now IN
            INSERT INTO balance.bucket AS b (account, unit, balance)
            SELECT account, unit, moved
            FROM unnest(place_accounts, place_units, held, is_holding, touched) WITH ORDINALITY
                AS p(account, unit, moved, is_holding, is_touched, number)
            WHERE p.is_holding AND is_touched
            ORDER BY number
            ON CONFLICT (account, unit) DO UPDATE SET balance = b.balance + excluded.balance
            RETURNING b.balance
        LOOP
            LOOP
                place := place + 1;
                EXIT WHEN touched[place] AND is_holding[place];
            END LOOP;
            bases[place] := balance_now - held[place];
        END LOOP;
    END IF;

    -- A connection does one thing at a time, so parts chosen by connection hardly ever meet.
    INSERT INTO balance.system_stripe AS s (account, unit, stripe, balance)
    SELECT account, unit, pg_backend_pid() & 31, moved
    FROM unnest(place_accounts, place_units, held, is_holding, touched) WITH ORDINALITY
        AS p(account, unit, moved, is_holding, is_touched, number)
    WHERE NOT p.is_holding AND is_touched
    ORDER BY number
    ON CONFLICT (account, unit, stripe) DO UPDATE SET balance = s.balance + excluded.balance;

    WITH entry AS (
        INSERT INTO balance.entry (entry_id, kind, reference, occurred_at, posting_count)
        SELECT id, kind, reference, occurred_at, n
        FROM unnest(p_entry_ids, p_kinds, p_references, p_occurred_at, p_counts, accepted)
            AS e(id, kind, reference, occurred_at, n, is_accepted)
        WHERE is_accepted
    )
    -- In the order of the arrays, while every bucket is locked: positions follow balances.
    INSERT INTO balance.posting (entry_id, line, account, unit, amount, balance_after)
    SELECT id, line, account, unit, amount, bases[place_of] + moved_after
    FROM unnest(entry_ids, lines, p_accounts, p_units, p_amounts, balances_after, places, entry_numbers)
        AS p(id, line, account, unit, amount, moved_after, place_of, entry)
    WHERE accepted[entry];

    IF array_position(outcomes, NULL) IS NOT NULL THEN
        first := 1;
        FOR entry IN 1..entries LOOP
            IF outcomes[entry] IS NULL THEN
                outcomes[entry] := balance.repeated(p_entry_ids[entry], p_kinds[entry], p_references[entry],
                    p_accounts[first:first + p_counts[entry] - 1], p_units[first:first + p_counts[entry] - 1],
                    p_amounts[first:first + p_counts[entry] - 1]);
            END IF;
            first := first + p_counts[entry];
        END LOOP;
    END IF;

    IF is_marked THEN
        PERFORM balance.cross_low_marks(entry_numbers, p_accounts, p_units, p_amounts, accepted);
    END IF;
END $$;
