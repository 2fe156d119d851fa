-- The rules of V1, V3, V4 and V7 for less work: what is checked stays the same. Nodes that run meanwhile have to be started anew
-- after it, as their connections know the columns by their former types.

-- All four tables at once, and never while holding some of them: whoever posts takes them in another order.
DO $$
BEGIN
    SET LOCAL lock_timeout = '200ms';
    FOR attempt IN 1..600 LOOP
        BEGIN
            LOCK TABLE balance.entry, balance.posting, balance.bucket, balance.system_stripe IN ACCESS EXCLUSIVE MODE;
            SET LOCAL lock_timeout = 0;
            RETURN;
        EXCEPTION WHEN lock_not_available OR deadlock_detected THEN
            PERFORM pg_sleep(0.05);
        END;
    END LOOP;
    RAISE EXCEPTION 'the books are never free' USING ERRCODE = 'lock_not_available';
END $$;

-- Rules ------------------------------------------------------------------------------------------------------------------

-- A table's CHECK is read from its text by every statement; a domain's is read once a session. The columns get their domains
-- before the domains get their rules, as no table is rewritten then.
CREATE DOMAIN balance.entry_id AS text COLLATE "C";
CREATE DOMAIN balance.entry_kind AS text;
CREATE DOMAIN balance.entry_reference AS text;
CREATE DOMAIN balance.line_number AS smallint;
CREATE DOMAIN balance.account_name AS text COLLATE "C";
CREATE DOMAIN balance.holding_name AS text COLLATE "C";
CREATE DOMAIN balance.system_name AS text COLLATE "C";
CREATE DOMAIN balance.unit_name AS text COLLATE "C";
CREATE DOMAIN balance.moved AS bigint;

DROP VIEW balance.account;

ALTER TABLE balance.entry
    DROP CONSTRAINT entry_entry_id_check,
    DROP CONSTRAINT entry_kind_check,
    DROP CONSTRAINT entry_reference_check,
    -- Two lines or more are what it takes to move something and be zero, and the last one is no more than what V7 allows.
    DROP CONSTRAINT entry_posting_count_check,
    ALTER entry_id TYPE balance.entry_id,
    ALTER kind TYPE balance.entry_kind,
    ALTER reference TYPE balance.entry_reference;
ALTER TABLE balance.posting
    DROP CONSTRAINT posting_line_check,
    DROP CONSTRAINT posting_account_check,
    DROP CONSTRAINT posting_unit_check,
    DROP CONSTRAINT posting_amount_check,
    -- These two are in balance.require_whole_entries now.
    DROP CONSTRAINT posting_check,
    DROP CONSTRAINT posting_balance_after_check,
    ALTER line TYPE balance.line_number,
    ALTER account TYPE balance.account_name,
    ALTER unit TYPE balance.unit_name,
    ALTER amount TYPE balance.moved;
ALTER TABLE balance.bucket
    DROP CONSTRAINT bucket_account_check,
    ALTER account TYPE balance.holding_name;
ALTER TABLE balance.system_stripe
    DROP CONSTRAINT system_stripe_account_check,
    ALTER account TYPE balance.system_name;

CREATE VIEW balance.account AS
    SELECT account, unit, balance FROM balance.bucket
    UNION ALL
    SELECT account, unit, sum(balance)::bigint FROM balance.system_stripe GROUP BY account, unit;

-- Whether an account is a row of its own: buckets, frozen credit and debts, as V4 says. Becomes part of the plan that calls it.
CREATE FUNCTION balance.is_holding(account text) RETURNS boolean
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN starts_with(account, 'bucket:') OR starts_with(account, 'frozen:') OR starts_with(account, 'receivable:');

ALTER DOMAIN balance.entry_id ADD CONSTRAINT entry_id_check
    CHECK (length(VALUE) BETWEEN 5 AND 100 AND VALUE ~ '^ent_[a-z0-9_-]+$');
ALTER DOMAIN balance.entry_kind ADD CONSTRAINT entry_kind_check CHECK (length(VALUE) BETWEEN 1 AND 32);
ALTER DOMAIN balance.entry_reference ADD CONSTRAINT entry_reference_check CHECK (length(VALUE) BETWEEN 1 AND 100);
ALTER DOMAIN balance.line_number ADD CONSTRAINT line_number_check CHECK (VALUE BETWEEN 1 AND 512);
ALTER DOMAIN balance.account_name ADD CONSTRAINT account_name_check
    CHECK (length(VALUE) BETWEEN 3 AND 100 AND VALUE ~ '^[a-z][a-z0-9_:-]+$');
ALTER DOMAIN balance.holding_name ADD CONSTRAINT holding_name_check CHECK (balance.is_holding(VALUE));
ALTER DOMAIN balance.system_name ADD CONSTRAINT system_name_check CHECK (NOT balance.is_holding(VALUE));
ALTER DOMAIN balance.unit_name ADD CONSTRAINT unit_name_check CHECK (
    CASE strpos(VALUE, ':')
        WHEN 0 THEN length(VALUE) = 3 AND VALUE ~ '^[A-Z]+$'
        ELSE strpos(VALUE, ':') BETWEEN 3 AND 17 AND length(VALUE) - strpos(VALUE, ':') BETWEEN 2 AND 16
            AND VALUE ~ '^[a-z]+:[A-Za-z]+$'
    END);
ALTER DOMAIN balance.moved ADD CONSTRAINT moved_check CHECK (VALUE <> 0);

-- What was known of a column went with its type.
ANALYZE balance.entry, balance.posting, balance.bucket, balance.system_stripe;

-- Runs once a statement, over the lines it added: each holding with what it was then, on its side of zero, and system accounts
-- without; zero in every unit, each account once a unit, and all the lines that the entry announces, so that no second
-- statement can add to it. It is planned once a session, under the settings of the function that posts.
CREATE OR REPLACE FUNCTION balance.require_whole_entries() RETURNS trigger
    LANGUAGE plpgsql
AS $$
DECLARE
    broken text;
BEGIN
    SELECT entry_id INTO broken
    FROM (SELECT entry_id, sum(lines) AS lines, max(last) AS last, bool_and(is_sound) AS is_sound
          FROM (SELECT entry_id, count(*) AS lines, max(line) AS last,
                       sum(amount) = 0 AND count(*) = count(DISTINCT account)
                       AND bool_and(CASE WHEN starts_with(account, 'receivable:') THEN coalesce(balance_after <= 0, false)
                                         WHEN balance.is_holding(account) THEN coalesce(balance_after >= 0, false)
                                         ELSE balance_after IS NULL END) AS is_sound
                FROM added
                GROUP BY entry_id, unit) AS of_one_unit
          GROUP BY entry_id) AS of_entry
    WHERE NOT is_sound
       OR NOT EXISTS (SELECT FROM balance.entry AS e
                      WHERE e.entry_id = of_entry.entry_id AND e.posting_count = lines AND e.posting_count = last OFFSET 0)
    LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'entry %: its postings are not whole, or not zero per unit', broken USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
ALTER FUNCTION balance.require_whole_entries RESET ALL;
ALTER FUNCTION balance.require_postings RESET ALL;

-- Posting ----------------------------------------------------------------------------------------------------------------

-- As V3 and V4 have it. What an account is, is found out once a place instead of once a posting.
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
        SELECT array_agg(coalesce(b.balance, 0) ORDER BY p.number), array_agg(b.balance IS NULL ORDER BY p.number)
        INTO held, new
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
END $$;

-- One entry. Most fill one bucket from system accounts, as a recharge does: nothing can fall short then, and there is one holding
-- to lock. Any other entry is a batch of one, and like a batch it is to be repeated (40001) where a bucket that it makes is made
-- by somebody else meanwhile.
CREATE OR REPLACE FUNCTION balance.post(
    p_entry_id text, p_kind text, p_reference text, p_occurred_at timestamptz,
    p_accounts text[], p_units text[], p_amounts bigint[],
    OUT outcome text, OUT short_account text)
    LANGUAGE plpgsql
    SET enable_seqscan = off
    SET plan_cache_mode = force_generic_plan
    SET lock_timeout = '5s'
AS $$
DECLARE
    filled integer;
    balance_now bigint;
BEGIN
    FOR line IN 1..cardinality(p_accounts) LOOP
        IF balance.is_holding(p_accounts[line]) THEN
            IF filled IS NOT NULL OR p_amounts[line] < 0 OR starts_with(p_accounts[line], 'receivable:') THEN
                SELECT outcomes[1], short_accounts[1] INTO outcome, short_account
                FROM balance.post_all(ARRAY[p_entry_id], ARRAY[p_kind], ARRAY[p_reference], ARRAY[p_occurred_at],
                    ARRAY[cardinality(p_accounts)], p_accounts, p_units, p_amounts);
                RETURN;
            END IF;
            filled := line;
        END IF;
    END LOOP;

    -- The claim of balance.claim.
    PERFORM pg_advisory_xact_lock(1651269987, hashtext(p_entry_id));
    IF EXISTS (SELECT FROM balance.entry WHERE entry_id = p_entry_id) THEN
        outcome := balance.repeated(p_entry_id, p_kind, p_reference, p_accounts, p_units, p_amounts);
        RETURN;
    END IF;

    IF filled IS NOT NULL THEN
        INSERT INTO balance.bucket AS b (account, unit, balance)
        VALUES (p_accounts[filled], p_units[filled], p_amounts[filled])
        ON CONFLICT (account, unit) DO UPDATE SET balance = b.balance + excluded.balance
        RETURNING b.balance INTO balance_now;
    END IF;

    INSERT INTO balance.system_stripe AS s (account, unit, stripe, balance)
    SELECT account, unit, pg_backend_pid() & 31, amount
    FROM unnest(p_accounts, p_units, p_amounts) WITH ORDINALITY AS p(account, unit, amount, line)
    WHERE line IS DISTINCT FROM filled
    ORDER BY account COLLATE "C", unit COLLATE "C"
    ON CONFLICT (account, unit, stripe) DO UPDATE SET balance = s.balance + excluded.balance;

    WITH entry AS (
        INSERT INTO balance.entry (entry_id, kind, reference, occurred_at, posting_count)
        VALUES (p_entry_id, p_kind, p_reference, p_occurred_at, cardinality(p_accounts))
    )
    INSERT INTO balance.posting (entry_id, line, account, unit, amount, balance_after)
    SELECT p_entry_id, line, account, unit, amount, CASE line WHEN filled THEN balance_now END
    FROM unnest(p_accounts, p_units, p_amounts) WITH ORDINALITY AS p(account, unit, amount, line);
    outcome := 'created';
END $$;
