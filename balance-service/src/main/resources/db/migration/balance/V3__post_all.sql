-- Many entries in one statement, and the same rules for less work.

-- Rules ------------------------------------------------------------------------------------------------------------------

-- What V1 says, in expressions that cost little: a pattern with a bound of a hundred costs 29 µs an account, as the matcher
-- grows a state a character; without the bound, and with the length beside it, 1 µs. A function is parsed anew in every statement.
ALTER TABLE balance.entry
    DROP CONSTRAINT entry_entry_id_check,
    ADD CONSTRAINT entry_entry_id_check CHECK (length(entry_id) BETWEEN 5 AND 100 AND entry_id ~ '^ent_[a-z0-9_-]+$');
ALTER TABLE balance.posting
    DROP CONSTRAINT posting_account_check,
    DROP CONSTRAINT posting_unit_check,
    DROP CONSTRAINT posting_check,
    ADD CONSTRAINT posting_account_check CHECK (length(account) BETWEEN 3 AND 100 AND account ~ '^[a-z][a-z0-9_:-]+$'),
    ADD CONSTRAINT posting_unit_check CHECK (
        CASE strpos(unit, ':')
            WHEN 0 THEN length(unit) = 3 AND unit ~ '^[A-Z]+$'
            ELSE strpos(unit, ':') BETWEEN 3 AND 17 AND length(unit) - strpos(unit, ':') BETWEEN 2 AND 16
                AND unit ~ '^[a-z]+:[A-Za-z]+$'
        END),
    ADD CONSTRAINT posting_check CHECK ((balance_after IS NOT NULL) = starts_with(account, 'bucket:'));
ALTER TABLE balance.bucket
    DROP CONSTRAINT bucket_account_check,
    ADD CONSTRAINT bucket_account_check CHECK (starts_with(account, 'bucket:'));
ALTER TABLE balance.system_stripe
    DROP CONSTRAINT system_stripe_account_check,
    ADD CONSTRAINT system_stripe_account_check CHECK (NOT starts_with(account, 'bucket:'));

-- Both triggers run once a statement. Their own plan settings, as they are planned once a session, perhaps on empty tables.
CREATE OR REPLACE FUNCTION balance.require_whole_entries() RETURNS trigger
    LANGUAGE plpgsql
    SET enable_seqscan = off
AS $$
DECLARE
    broken text;
BEGIN
    SELECT entry_id INTO broken
    FROM (
        SELECT entry_id FROM added GROUP BY entry_id, unit HAVING sum(amount) <> 0
        UNION ALL
        SELECT entry_id FROM added GROUP BY entry_id, account, unit HAVING count(*) > 1
        UNION ALL
        SELECT entry_id
        FROM (SELECT entry_id, count(*) AS n, max(line) AS last FROM added GROUP BY entry_id) AS lines
        WHERE NOT EXISTS (SELECT FROM balance.entry AS e
                          WHERE e.entry_id = lines.entry_id AND e.posting_count = n AND e.posting_count = last OFFSET 0)
    ) AS not_whole
    LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'entry %: its postings are not whole, or not zero per unit', broken USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;

-- An entry and its postings come in one statement. It was checked once an entry at commit; at the end of the statement
-- is sooner, and once for all of them.
DROP TRIGGER has_postings ON balance.entry;

CREATE OR REPLACE FUNCTION balance.require_postings() RETURNS trigger
    LANGUAGE plpgsql
    SET enable_seqscan = off
AS $$
DECLARE
    bare text;
BEGIN
    -- The first line is enough, as the trigger of the postings lets no part of an entry in.
    SELECT entry_id INTO bare
    FROM added
    WHERE NOT EXISTS (SELECT FROM balance.posting AS p WHERE p.entry_id = added.entry_id AND p.line = 1 OFFSET 0)
    LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'entry %: it has no postings', bare USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER has_postings AFTER INSERT ON balance.entry
    REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION balance.require_postings();

-- Posting ----------------------------------------------------------------------------------------------------------------

-- Claims entry ids until the end of the transaction: two statements that post the same entry follow each other, whatever
-- else they post. First number: a class of locks of our own; second: two ids may share one, which costs a wait and no more.
CREATE FUNCTION balance.claim(p_ids text[]) RETURNS void
    LANGUAGE sql VOLATILE
BEGIN ATOMIC
    SELECT pg_advisory_xact_lock(1651269987, claim)
    FROM (SELECT DISTINCT hashtext(id) AS claim FROM unnest(p_ids) AS id ORDER BY claim) AS ordered;
END;

-- What an entry that is in the books already is to one that is posted; NULL if it is not there.
CREATE FUNCTION balance.repeated(
    p_entry_id text, p_kind text, p_reference text, p_accounts text[], p_units text[], p_amounts bigint[]) RETURNS text
    LANGUAGE plpgsql STABLE
AS $$
BEGIN
    RETURN (
        SELECT CASE WHEN e.kind = p_kind AND e.reference = p_reference AND e.posting_count = cardinality(p_accounts)
                         AND NOT EXISTS (SELECT account, unit, amount
                                         FROM unnest(p_accounts, p_units, p_amounts) AS p(account, unit, amount)
                                         EXCEPT
                                         SELECT account, unit, amount FROM balance.posting WHERE entry_id = p_entry_id)
                    THEN 'already_exists' ELSE 'exists_with_other_content' END
        FROM balance.entry AS e
        WHERE e.entry_id = p_entry_id);
END $$;

-- Writes entries as if each were posted by itself, in the order given, and answers for each: created, already_exists,
-- exists_with_other_content, or insufficient_balance with the bucket that falls short. The postings of all entries
-- follow each other; p_counts says how many belong to each.
--
-- A place is an account and a unit that the batch touches, buckets first. The entries are judged in memory, one after the
-- other, on what the places hold; then everything that was accepted is written with one row a place. Where no entry debits a
-- bucket none can fall short: the buckets are not read before, and what they held (their base) is known from writing them.
--
-- Everyone takes locks in one order: claims of ids, buckets by key, parts of system accounts by key. Only where something
-- is debited are buckets that are new made after the others: they have no row to lock. If somebody else makes one meanwhile,
-- all that was judged is void, and the caller repeats the statement.
-- Plans: an index is right at every size, and a scan planned while the tables were empty would stay in the session.
CREATE FUNCTION balance.post_all(
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
    buckets integer;
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
    FROM (SELECT line, dense_rank() OVER (ORDER BY NOT starts_with(account, 'bucket:'), account COLLATE "C", unit COLLATE "C") AS number
          FROM unnest(p_accounts, p_units) WITH ORDINALITY AS p(account, unit, line)) AS ranked;

    debits := EXISTS (SELECT FROM unnest(p_accounts, p_amounts) AS p(account, amount)
                      WHERE amount < 0 AND starts_with(account, 'bucket:'));
    SELECT array_agg(p.account ORDER BY number), array_agg(p.unit ORDER BY number),
           array_agg(coalesce(b.balance, 0) ORDER BY number), array_agg(b.balance IS NULL ORDER BY number),
           array_agg(false), array_agg(0), count(*) FILTER (WHERE starts_with(p.account, 'bucket:'))
    INTO place_accounts, place_units, held, new, touched, bases, buckets
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
                IF p_amounts[posting] < 0 AND places[posting] <= buckets
                    AND held[places[posting]] + p_amounts[posting] < 0
                THEN
                    short := least(short, p_accounts[posting] COLLATE "C");
                END IF;
            END LOOP;
            IF short IS NULL THEN
                FOR posting IN first..first + p_counts[entry] - 1 LOOP
                    place := places[posting];
                    held[place] := held[place] + p_amounts[posting];
                    touched[place] := true;
                    IF place <= buckets THEN
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
        WHERE number <= buckets AND is_touched AND is_new
        ORDER BY number
        ON CONFLICT DO NOTHING;
        GET DIAGNOSTICS made = ROW_COUNT;
        IF made < (SELECT count(*) FROM unnest(new[1:buckets], touched[1:buckets]) AS p(is_new, is_touched)
                   WHERE is_touched AND is_new)
        THEN
            RAISE EXCEPTION 'a bucket was made by somebody else meanwhile' USING ERRCODE = 'serialization_failure';
        END IF;
        -- The rows are there and locked; an insert that always conflicts finds them by key, where an update could be planned as a scan.
        INSERT INTO balance.bucket (account, unit, balance)
        SELECT account, unit, balance
        FROM unnest(place_accounts, place_units, held, new, touched) WITH ORDINALITY
            AS p(account, unit, balance, is_new, is_touched, number)
        WHERE number <= buckets AND is_touched AND NOT is_new
        ORDER BY number
        ON CONFLICT (account, unit) DO UPDATE SET balance = excluded.balance;
    ELSE
        -- Rows come back in the order in which they go in, which is that of the places.
        place := 0;
        FOR balance_now IN
            INSERT INTO balance.bucket AS b (account, unit, balance)
            SELECT account, unit, moved
            FROM unnest(place_accounts, place_units, held, touched) WITH ORDINALITY AS p(account, unit, moved, is_touched, number)
            WHERE number <= buckets AND is_touched
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
    WHERE number > buckets AND is_touched
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

-- One entry, in the same order of locks and with less around it. It is looked up only where its id collides or the
-- balance does not suffice: a repeated debit finds the bucket emptied by its first run, and is a repeat nonetheless.
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
               WHERE amount < 0 AND starts_with(account, 'bucket:')) THEN
        WITH move AS MATERIALIZED (
            SELECT account COLLATE "C" AS account, unit COLLATE "C" AS unit, amount
            FROM unnest(p_accounts, p_units, p_amounts) AS p(account, unit, amount)
            WHERE starts_with(account, 'bucket:')
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
        WHERE move.amount < 0 AND coalesce(held.balance, 0) + move.amount < 0;
    END IF;

    IF short_account IS NULL THEN
        WITH entry AS (
            INSERT INTO balance.entry (entry_id, kind, reference, occurred_at, posting_count)
            VALUES (p_entry_id, p_kind, p_reference, p_occurred_at, cardinality(p_accounts))
            ON CONFLICT DO NOTHING
            RETURNING entry_id
        ), line AS MATERIALIZED (
            SELECT entry_id, account COLLATE "C" AS account, unit COLLATE "C" AS unit, amount, line,
                   starts_with(account, 'bucket:') AS is_bucket
            FROM entry, unnest(p_accounts, p_units, p_amounts) WITH ORDINALITY AS p(account, unit, amount, line)
        ), debited AS (
            UPDATE balance.bucket AS b SET balance = b.balance + line.amount
            FROM line
            WHERE b.account = line.account AND b.unit = line.unit AND line.is_bucket AND line.amount < 0
            RETURNING b.account, b.unit, b.balance
        ), credited AS (
            INSERT INTO balance.bucket AS b (account, unit, balance)
            SELECT account, unit, amount FROM line WHERE is_bucket AND amount > 0 ORDER BY account, unit
            ON CONFLICT (account, unit) DO UPDATE SET balance = b.balance + excluded.balance
            RETURNING b.account, b.unit, b.balance
        ), striped AS (
            INSERT INTO balance.system_stripe AS s (account, unit, stripe, balance)
            SELECT account, unit, pg_backend_pid() & 31, amount FROM line WHERE NOT is_bucket ORDER BY account, unit
            ON CONFLICT (account, unit, stripe) DO UPDATE SET balance = s.balance + excluded.balance
        )
        INSERT INTO balance.posting (entry_id, line, account, unit, amount, balance_after)
        SELECT line.entry_id, line.line, line.account, line.unit, line.amount, held.balance
        FROM line
        LEFT JOIN (SELECT * FROM debited UNION ALL SELECT * FROM credited) AS held
            ON held.account = line.account AND held.unit = line.unit
        -- The sort has every bucket locked before the first position is drawn: positions follow balances.
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
