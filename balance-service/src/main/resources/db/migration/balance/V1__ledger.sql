-- The books: entries and their postings are written once and never changed; balances are kept beside them, always in the
-- same transaction, so that reading one is reading one row.

CREATE FUNCTION balance.is_bucket(account text) RETURNS boolean
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN starts_with(account, 'bucket:');

CREATE TABLE balance.entry (
    entry_id text COLLATE "C" PRIMARY KEY CHECK (entry_id ~ '^ent_[a-z0-9_-]{1,96}$'),
    kind text NOT NULL CHECK (length(kind) BETWEEN 1 AND 32),
    reference text NOT NULL CHECK (length(reference) BETWEEN 1 AND 100),
    occurred_at timestamptz NOT NULL,
    recorded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    posting_count smallint NOT NULL CHECK (posting_count BETWEEN 2 AND 64)
);

-- Lines count from 1 without a gap. As the key holds them, nothing can be added to an entry that is complete. There is no
-- foreign key: entries are never deleted, and balance.require_whole_entries() looks the entry up once instead of once a line.
CREATE TABLE balance.posting (
    entry_id text COLLATE "C" NOT NULL,
    line smallint NOT NULL CHECK (line BETWEEN 1 AND 64),
    position bigint GENERATED ALWAYS AS IDENTITY,
    account text COLLATE "C" NOT NULL CHECK (account ~ '^[a-z][a-z0-9_:-]{2,99}$'),
    unit text COLLATE "C" NOT NULL CHECK (unit ~ '^([A-Z]{3}|[a-z]{2,16}:[A-Za-z]{2,16})$'),
    amount bigint NOT NULL CHECK (amount <> 0),
    balance_after bigint CHECK (balance_after >= 0),
    PRIMARY KEY (entry_id, line),
    CHECK ((balance_after IS NOT NULL) = balance.is_bucket(account))
);

CREATE UNIQUE INDEX posting_by_account ON balance.posting (account, position);

COMMENT ON COLUMN balance.posting.balance_after IS 'what a bucket held then; system accounts have no order of their own';

-- What a subscriber holds. The free space lets an update stay on its page, and so out of the index.
CREATE TABLE balance.bucket (
    account text COLLATE "C" NOT NULL CHECK (balance.is_bucket(account)),
    unit text COLLATE "C" NOT NULL,
    balance bigint NOT NULL CHECK (balance >= 0),
    PRIMARY KEY (account, unit)
) WITH (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.02);

-- A system account is touched by every recharge. It is held in 32 parts so that writers do not queue behind one row.
CREATE TABLE balance.system_stripe (
    account text COLLATE "C" NOT NULL CHECK (NOT balance.is_bucket(account)),
    unit text COLLATE "C" NOT NULL,
    stripe smallint NOT NULL CHECK (stripe BETWEEN 0 AND 31),
    balance bigint NOT NULL,
    PRIMARY KEY (account, unit, stripe)
) WITH (fillfactor = 30, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000);

CREATE VIEW balance.account AS
    SELECT account, unit, balance FROM balance.bucket
    UNION ALL
    SELECT account, unit, sum(balance)::bigint FROM balance.system_stripe GROUP BY account, unit;

-- Append-only ------------------------------------------------------------------------------------------------------------

CREATE FUNCTION balance.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% of %: the books are append-only', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation', HINT = 'Correct an entry by posting its reverse.';
END $$;

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON balance.entry
    FOR EACH STATEMENT EXECUTE FUNCTION balance.refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON balance.posting
    FOR EACH STATEMENT EXECUTE FUNCTION balance.refuse_change();
CREATE TRIGGER never_emptied BEFORE DELETE OR TRUNCATE ON balance.bucket
    FOR EACH STATEMENT EXECUTE FUNCTION balance.refuse_change();
CREATE TRIGGER never_emptied BEFORE DELETE OR TRUNCATE ON balance.system_stripe
    FOR EACH STATEMENT EXECUTE FUNCTION balance.refuse_change();

REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON ALL TABLES IN SCHEMA balance FROM PUBLIC;

-- Entries are whole, whoever writes them -----------------------------------------------------------------------------------

-- Runs once a statement, over the lines it added: zero in every unit, each account once a unit, and all the lines that the
-- entry announces, so that no second statement can add to it.
CREATE FUNCTION balance.require_whole_entries() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    broken text;
BEGIN
    SELECT entry_id INTO broken
    FROM (
        SELECT entry_id FROM added GROUP BY entry_id, unit HAVING sum(amount) <> 0
        UNION ALL
        SELECT lines.entry_id
        FROM (SELECT entry_id, count(*) AS n, count(DISTINCT account || ' ' || unit) AS accounts, max(line) AS last
              FROM added GROUP BY entry_id) lines
        LEFT JOIN balance.entry USING (entry_id)
        WHERE (n, accounts, last) IS DISTINCT FROM (posting_count::bigint, posting_count::bigint, posting_count)
    ) AS not_whole
    LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'entry %: its postings are not whole, or not zero per unit', broken USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER whole_entries AFTER INSERT ON balance.posting
    REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION balance.require_whole_entries();

-- At commit: an entry has its lines. The first one is enough, as the trigger above lets no part of an entry in.
CREATE FUNCTION balance.require_postings() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM balance.posting WHERE entry_id = NEW.entry_id AND line = 1) THEN
        RAISE EXCEPTION 'entry %: it has no postings', NEW.entry_id USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER has_postings AFTER INSERT ON balance.entry
    DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION balance.require_postings();

-- Posting ----------------------------------------------------------------------------------------------------------------

-- Writes one entry; one statement is one transaction. Answers created, already_exists, exists_with_other_content or
-- insufficient_balance with the bucket that falls short.
--
-- Locks are taken in one order by everyone: buckets by key, then stripes by key. Where a bucket is debited, all of the
-- entry's buckets are locked before it is judged. Two orders can only meet where a bucket is new or an id is used for two
-- different entries; the database then undoes one of the two, and the caller repeats it.
-- The entry is looked up only where its id collides or the balance does not suffice: a repeated debit finds the bucket
-- emptied by its first run, and is a repeat nonetheless.
-- Plans: an index is right at every size, and a scan planned while the tables were empty would stay in the session.
CREATE FUNCTION balance.post(
    p_entry_id text, p_kind text, p_reference text, p_occurred_at timestamptz,
    p_accounts text[], p_units text[], p_amounts bigint[],
    OUT outcome text, OUT short_account text)
    LANGUAGE plpgsql
    SET enable_seqscan = off
    SET lock_timeout = '5s'
AS $$
DECLARE
    lines CONSTANT smallint := cardinality(p_accounts);
BEGIN
    IF EXISTS (SELECT FROM unnest(p_accounts, p_amounts) AS p(account, amount)
               WHERE amount < 0 AND balance.is_bucket(account)) THEN
        WITH move AS MATERIALIZED (
            SELECT account, unit, amount
            FROM unnest(p_accounts, p_units, p_amounts) AS p(account, unit, amount)
            WHERE balance.is_bucket(account)
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
        INSERT INTO balance.entry (entry_id, kind, reference, occurred_at, posting_count)
        VALUES (p_entry_id, p_kind, p_reference, p_occurred_at, lines)
        ON CONFLICT DO NOTHING;
        IF FOUND THEN
            WITH line AS MATERIALIZED (
                SELECT account, unit, amount, line, balance.is_bucket(account) AS is_bucket
                FROM unnest(p_accounts, p_units, p_amounts) WITH ORDINALITY AS p(account, unit, amount, line)
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
                -- A connection does one thing at a time, so parts chosen by connection hardly ever meet.
                INSERT INTO balance.system_stripe AS s (account, unit, stripe, balance)
                SELECT account, unit, pg_backend_pid() & 31, amount FROM line WHERE NOT is_bucket ORDER BY account, unit
                ON CONFLICT (account, unit, stripe) DO UPDATE SET balance = s.balance + excluded.balance
            )
            INSERT INTO balance.posting (entry_id, line, account, unit, amount, balance_after)
            SELECT p_entry_id, line.line, line.account, line.unit, line.amount, held.balance
            FROM line
            LEFT JOIN (SELECT * FROM debited UNION ALL SELECT * FROM credited) AS held
                ON held.account = line.account AND held.unit = line.unit
            -- The sort has every bucket locked before the first position is drawn: positions follow balances.
            ORDER BY line.line;
            outcome := 'created';
            RETURN;
        END IF;
    END IF;

    SELECT CASE WHEN e.kind = p_kind AND e.reference = p_reference AND e.posting_count = lines
                     AND NOT EXISTS (SELECT account, unit, amount
                                     FROM unnest(p_accounts, p_units, p_amounts) AS p(account, unit, amount)
                                     EXCEPT
                                     SELECT account, unit, amount FROM balance.posting WHERE entry_id = p_entry_id)
                THEN 'already_exists' ELSE 'exists_with_other_content' END
    INTO outcome
    FROM balance.entry AS e
    WHERE e.entry_id = p_entry_id;
    IF FOUND THEN
        short_account := NULL;
    ELSE
        outcome := 'insufficient_balance';
    END IF;
END $$;
