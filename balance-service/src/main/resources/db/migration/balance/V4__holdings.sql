-- What a subscriber holds is more than a bucket: credit that is frozen, and a debt. They are kept like buckets, one row each,
-- in the table that is called after them; a holding is any of the three.
--
--   bucket:…       what can be spent                                never below zero
--   frozen:…       what is held back                                never below zero
--   receivable:…   credit that was taken back after it was spent    never above zero: a debt is less than nothing
--
-- So a debt can be settled once, by whoever comes first, as a bucket can be emptied once.

ALTER TABLE balance.posting
    DROP CONSTRAINT posting_check,
    DROP CONSTRAINT posting_balance_after_check,
    ADD CONSTRAINT posting_check CHECK ((balance_after IS NOT NULL) = account ^@ ANY ('{bucket:,frozen:,receivable:}')),
    ADD CONSTRAINT posting_balance_after_check CHECK (
        CASE WHEN starts_with(account, 'receivable:') THEN balance_after <= 0 ELSE balance_after >= 0 END);
ALTER TABLE balance.bucket
    DROP CONSTRAINT bucket_account_check,
    DROP CONSTRAINT bucket_balance_check,
    ADD CONSTRAINT bucket_account_check CHECK (account ^@ ANY ('{bucket:,frozen:,receivable:}')),
    ADD CONSTRAINT bucket_balance_check CHECK (
        CASE WHEN starts_with(account, 'receivable:') THEN balance <= 0 ELSE balance >= 0 END);
ALTER TABLE balance.system_stripe
    DROP CONSTRAINT system_stripe_account_check,
    ADD CONSTRAINT system_stripe_account_check CHECK (NOT account ^@ ANY ('{bucket:,frozen:,receivable:}'));

DROP FUNCTION balance.is_bucket;

COMMENT ON COLUMN balance.posting.balance_after IS 'what a holding was then; system accounts have no order of their own';

-- What each of many holdings is now, in the order asked; zero for one that was never posted to.
-- Plans: an index is right at every size, and a scan planned while the tables were empty would stay in the session.
CREATE FUNCTION balance.held(p_accounts text[], p_units text[]) RETURNS bigint[]
    LANGUAGE plpgsql STABLE
    SET enable_seqscan = off
    SET enable_hashjoin = off
    SET enable_mergejoin = off
AS $$
BEGIN
    RETURN (
        SELECT array_agg(coalesce(b.balance, 0) ORDER BY asked.n)
        FROM unnest(p_accounts, p_units) WITH ORDINALITY AS asked(account, unit, n)
        LEFT JOIN balance.bucket AS b ON b.account = asked.account COLLATE "C" AND b.unit = asked.unit COLLATE "C");
END $$;

-- The two functions below are those of V3, which says how they work, with holdings where it has buckets. To draw on a holding is
-- to move it towards its limit: a bucket down, a debt up.

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
    holdings integer;
    is_debt boolean[];
    debits boolean;

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
    FROM (SELECT line, dense_rank() OVER (ORDER BY NOT account ^@ ANY ('{bucket:,frozen:,receivable:}'), account COLLATE "C", unit COLLATE "C") AS number
          FROM unnest(p_accounts, p_units) WITH ORDINALITY AS p(account, unit, line)) AS ranked;

    debits := EXISTS (SELECT FROM unnest(p_accounts, p_amounts) AS p(account, amount)
                      WHERE amount < 0 AND account ^@ ANY ('{bucket:,frozen:}')
                         OR amount > 0 AND starts_with(account, 'receivable:'));
    SELECT array_agg(p.account ORDER BY number), array_agg(p.unit ORDER BY number),
           array_agg(coalesce(b.balance, 0) ORDER BY number), array_agg(b.balance IS NULL ORDER BY number),
           array_agg(false), array_agg(0), count(*) FILTER (WHERE p.account ^@ ANY ('{bucket:,frozen:,receivable:}')),
           array_agg(starts_with(p.account, 'receivable:') ORDER BY number)
    INTO place_accounts, place_units, held, new, touched, bases, holdings, is_debt
    FROM (SELECT DISTINCT ON (number) number, account, unit
          FROM unnest(places, p_accounts, p_units) AS p(number, account, unit)
          ORDER BY number) AS p
    LEFT JOIN LATERAL (SELECT balance FROM balance.bucket AS b
                       WHERE debits AND b.account = p.account AND b.unit = p.unit
                       FOR NO KEY UPDATE) AS b ON true;

    FOR entry IN 1..entries LOOP
        -- Without an outcome: compared when everything is written, as the first of the two may be in this batch.
        IF p_entry_ids[entry] <> ALL (taken) THEN
            short := NULL;
            FOR posting IN first..first + p_counts[entry] - 1 LOOP
                place := places[posting];
                IF place <= holdings
                    AND (NOT is_debt[place] AND p_amounts[posting] < 0 AND held[place] + p_amounts[posting] < 0
                         OR is_debt[place] AND p_amounts[posting] > 0 AND held[place] + p_amounts[posting] > 0)
                THEN
                    short := least(short, p_accounts[posting] COLLATE "C");
                END IF;
            END LOOP;
            IF short IS NULL THEN
                FOR posting IN first..first + p_counts[entry] - 1 LOOP
                    place := places[posting];
                    held[place] := held[place] + p_amounts[posting];
                    touched[place] := true;
                    IF place <= holdings THEN
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
        FROM unnest(place_accounts, place_units, held, new, touched) WITH ORDINALITY
            AS p(account, unit, balance, is_new, is_touched, number)
        WHERE number <= holdings AND is_touched AND is_new
        ORDER BY number
        ON CONFLICT DO NOTHING;
        GET DIAGNOSTICS made = ROW_COUNT;
        IF made < (SELECT count(*) FROM unnest(new[1:holdings], touched[1:holdings]) AS p(is_new, is_touched)
                   WHERE is_touched AND is_new)
        THEN
            RAISE EXCEPTION 'a bucket was made by somebody else meanwhile' USING ERRCODE = 'serialization_failure';
        END IF;
        -- The rows are there and locked; an insert that always conflicts finds them by key, where an update could be planned as a scan.
        INSERT INTO balance.bucket (account, unit, balance)
        SELECT account, unit, balance
        FROM unnest(place_accounts, place_units, held, new, touched) WITH ORDINALITY
            AS p(account, unit, balance, is_new, is_touched, number)
        WHERE number <= holdings AND is_touched AND NOT is_new
        ORDER BY number
        ON CONFLICT (account, unit) DO UPDATE SET balance = excluded.balance;
    ELSE
        -- Rows come back in the order in which they go in, which is that of the places.
        place := 0;
        FOR balance_now IN
            INSERT INTO balance.bucket AS b (account, unit, balance)
            SELECT account, unit, moved
            FROM unnest(place_accounts, place_units, held, touched) WITH ORDINALITY AS p(account, unit, moved, is_touched, number)
            WHERE number <= holdings AND is_touched
            ORDER BY number
            ON CONFLICT (account, unit) DO UPDATE SET balance = b.balance + excluded.balance
            RETURNING b.balance
        LOOP
            LOOP
                place := place + 1;
                EXIT WHEN touched[place];
            END LOOP;
            bases[place] := balance_now - held[place];
        END LOOP;
    END IF;

    -- A connection does one thing at a time, so parts chosen by connection hardly ever meet.
    INSERT INTO balance.system_stripe AS s (account, unit, stripe, balance)
    SELECT account, unit, pg_backend_pid() & 31, moved
    FROM unnest(place_accounts, place_units, held, touched) WITH ORDINALITY AS p(account, unit, moved, is_touched, number)
    WHERE number > holdings AND is_touched
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
END $$;

CREATE OR REPLACE FUNCTION balance.post(
    p_entry_id text, p_kind text, p_reference text, p_occurred_at timestamptz,
    p_accounts text[], p_units text[], p_amounts bigint[],
    OUT outcome text, OUT short_account text)
    LANGUAGE plpgsql
    SET enable_seqscan = off
    SET lock_timeout = '5s'
AS $$
BEGIN
    PERFORM balance.claim(ARRAY[p_entry_id]);

    IF EXISTS (SELECT FROM unnest(p_accounts, p_amounts) AS p(account, amount)
               WHERE amount < 0 AND account ^@ ANY ('{bucket:,frozen:}')
                  OR amount > 0 AND starts_with(account, 'receivable:')) THEN
        WITH move AS MATERIALIZED (
            SELECT account COLLATE "C" AS account, unit COLLATE "C" AS unit, amount
            FROM unnest(p_accounts, p_units, p_amounts) AS p(account, unit, amount)
            WHERE account ^@ ANY ('{bucket:,frozen:,receivable:}')
        ), held AS MATERIALIZED (
            SELECT account, unit, balance
            FROM balance.bucket
            WHERE (account, unit) IN (SELECT account, unit FROM move)
            ORDER BY account, unit
            FOR NO KEY UPDATE
        )
        SELECT min(move.account) INTO short_account
        FROM move
        LEFT JOIN held ON held.account = move.account AND held.unit = move.unit
        WHERE CASE WHEN starts_with(move.account, 'receivable:')
                   THEN move.amount > 0 AND coalesce(held.balance, 0) + move.amount > 0
                   ELSE move.amount < 0 AND coalesce(held.balance, 0) + move.amount < 0 END;
    END IF;

    IF short_account IS NULL THEN
        WITH entry AS (
            INSERT INTO balance.entry (entry_id, kind, reference, occurred_at, posting_count)
            VALUES (p_entry_id, p_kind, p_reference, p_occurred_at, cardinality(p_accounts))
            ON CONFLICT DO NOTHING
            RETURNING entry_id
        ), line AS MATERIALIZED (
            SELECT entry_id, account COLLATE "C" AS account, unit COLLATE "C" AS unit, amount, line,
                   account ^@ ANY ('{bucket:,frozen:,receivable:}') AS is_holding,
                   CASE WHEN starts_with(account, 'receivable:') THEN amount > 0 ELSE amount < 0 END AS is_drawn
            FROM entry, unnest(p_accounts, p_units, p_amounts) WITH ORDINALITY AS p(account, unit, amount, line)
        ), drawn AS (
            UPDATE balance.bucket AS b SET balance = b.balance + line.amount
            FROM line
            WHERE b.account = line.account AND b.unit = line.unit AND line.is_holding AND line.is_drawn
            RETURNING b.account, b.unit, b.balance
        ), filled AS (
            INSERT INTO balance.bucket AS b (account, unit, balance)
            SELECT account, unit, amount FROM line WHERE is_holding AND NOT is_drawn ORDER BY account, unit
            ON CONFLICT (account, unit) DO UPDATE SET balance = b.balance + excluded.balance
            RETURNING b.account, b.unit, b.balance
        ), striped AS (
            INSERT INTO balance.system_stripe AS s (account, unit, stripe, balance)
            SELECT account, unit, pg_backend_pid() & 31, amount FROM line WHERE NOT is_holding ORDER BY account, unit
            ON CONFLICT (account, unit, stripe) DO UPDATE SET balance = s.balance + excluded.balance
        )
        INSERT INTO balance.posting (entry_id, line, account, unit, amount, balance_after)
        SELECT line.entry_id, line.line, line.account, line.unit, line.amount, held.balance
        FROM line
        LEFT JOIN (SELECT * FROM drawn UNION ALL SELECT * FROM filled) AS held
            ON held.account = line.account AND held.unit = line.unit
        -- The sort has every holding locked before the first position is drawn: positions follow balances.
        ORDER BY line.line;
        IF FOUND THEN
            outcome := 'created';
            RETURN;
        END IF;
    END IF;

    outcome := balance.repeated(p_entry_id, p_kind, p_reference, p_accounts, p_units, p_amounts);
    IF outcome IS NULL THEN
        outcome := 'insufficient_balance';
    ELSE
        short_account := NULL;
    END IF;
END $$;
