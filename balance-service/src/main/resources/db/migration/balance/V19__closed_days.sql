-- Days and months that are closed. What was booked on a closed day is sealed: a chain of hashes runs over all its entries, and its
-- seal over the one before, so that nothing in it can be changed, taken away or added without every seal from there on being
-- another one. docs/concepts/closing.md has the bytes that are hashed.
--
-- Nothing is asked of whoever posts, and nothing waits. Which day an entry is in follows from its row and from the closed days
-- alone: it is the first one that ends after the entry's time (that of its event, or at the latest that of its writing) and
-- that was cut after the entry's place (the position of its first line). What comes after the cut with an earlier time is in
-- the next day.

-- Entries are found by place, at no cost to whoever posts: the table is written in the order of positions, so it is enough to know of
-- stretches of it from where to where they go, and of each entry its first line.
-- No one queues behind it while it waits for those who post.
DO $$
BEGIN
    SET LOCAL lock_timeout = '200ms';
    FOR attempt IN 1..600 LOOP
        BEGIN
            LOCK TABLE balance.posting IN SHARE MODE;
            SET LOCAL lock_timeout = 0;
            RETURN;
        EXCEPTION WHEN lock_not_available OR deadlock_detected THEN
            PERFORM pg_sleep(0.05);
        END;
    END LOOP;
    RAISE EXCEPTION 'the books are never free' USING ERRCODE = 'lock_not_available';
END $$;
CREATE INDEX posting_by_position ON balance.posting USING brin (position) WITH (autosummarize = on) WHERE line = 1;

CREATE TABLE balance.closed_day (
    day date PRIMARY KEY CHECK (isfinite(day)),
    -- In the accounting time zone of then; the next day begins here.
    ends_at timestamptz NOT NULL UNIQUE CHECK (ends_at AT TIME ZONE 'UTC' BETWEEN day AND day + 2),
    closed_by text NOT NULL CHECK (length(closed_by) BETWEEN 1 AND 200),
    reason text NOT NULL CHECK (length(reason) BETWEEN 1 AND 500),
    begun_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    -- The cut. All transactions that have drawn an earlier position have ended when no transaction is open that is older than settled_by.
    last_position bigint NOT NULL CHECK (last_position >= 0),
    settled_by xid8 NOT NULL,
    -- The seal of the day before.
    previous bytea NOT NULL CHECK (length(previous) = 32),

    -- How far it is; the sums so far are in closed_day_total.
    reached bigint NOT NULL CHECK (reached BETWEEN 0 AND last_position),
    entries bigint NOT NULL DEFAULT 0 CHECK (entries >= 0),
    postings bigint NOT NULL DEFAULT 0 CHECK (postings >= 0),
    chain bytea NOT NULL CHECK (length(chain) = 32),
    -- The first one that was passed over as its time is that of a later day.
    next_position bigint,

    sealed_at timestamptz,
    seal bytea UNIQUE CHECK (length(seal) = 32),
    CHECK ((seal IS NULL) = (sealed_at IS NULL)),
    CHECK (seal IS NULL OR reached = last_position)
);

CREATE UNIQUE INDEX closed_day_one_at_a_time ON balance.closed_day ((true)) WHERE seal IS NULL;

-- The trial balance of a day: what went to and from each account, and what it held at the end. What belongs to subscribers is one
-- account for each kind of holding, as bucket:*.
CREATE TABLE balance.closed_day_total (
    day date NOT NULL REFERENCES balance.closed_day,
    account text COLLATE "C" NOT NULL,
    unit text COLLATE "C" NOT NULL,
    plus numeric NOT NULL CHECK (plus >= 0),
    minus numeric NOT NULL CHECK (minus <= 0),
    balance numeric NOT NULL,
    PRIMARY KEY (day, account, unit)
);

-- A month is closed when all its days are; the seal of the last one covers them.
CREATE TABLE balance.closed_month (
    month date PRIMARY KEY CHECK (extract(day FROM month) = 1),
    last_day date NOT NULL REFERENCES balance.closed_day,
    closed_by text NOT NULL CHECK (length(closed_by) BETWEEN 1 AND 200),
    reason text NOT NULL CHECK (length(reason) BETWEEN 1 AND 500),
    closed_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    CHECK (last_day = month + interval '1 month' - interval '1 day')
);

-- Nothing is opened again ---------------------------------------------------------------------------------------------------

CREATE FUNCTION balance.refuse_reopening() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% of %: what is closed stays closed', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation', HINT = 'Correct an entry by posting its reverse, on a day that is open.';
END $$;

CREATE FUNCTION balance.refuse_total_of_sealed_day() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM balance.closed_day WHERE day IN (NEW.day, OLD.day) AND seal IS NOT NULL) THEN
        RAISE EXCEPTION '% of a total of %: what is closed stays closed', TG_OP, NEW.day USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER stays_closed BEFORE DELETE OR TRUNCATE ON balance.closed_day
    FOR EACH STATEMENT EXECUTE FUNCTION balance.refuse_reopening();
CREATE TRIGGER stays_sealed BEFORE UPDATE ON balance.closed_day
    FOR EACH ROW WHEN (OLD.seal IS NOT NULL) EXECUTE FUNCTION balance.refuse_reopening();
CREATE TRIGGER stays_closed BEFORE DELETE OR TRUNCATE ON balance.closed_day_total
    FOR EACH STATEMENT EXECUTE FUNCTION balance.refuse_reopening();
CREATE TRIGGER stays_sealed BEFORE INSERT OR UPDATE ON balance.closed_day_total
    FOR EACH ROW EXECUTE FUNCTION balance.refuse_total_of_sealed_day();
CREATE TRIGGER stays_closed BEFORE UPDATE OR DELETE OR TRUNCATE ON balance.closed_month
    FOR EACH STATEMENT EXECUTE FUNCTION balance.refuse_reopening();

REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON balance.closed_day, balance.closed_day_total, balance.closed_month FROM PUBLIC;

-- The bytes --------------------------------------------------------------------------------------------------------------

-- No two contents have one text, whoever has written them.

CREATE FUNCTION balance.in_a_field(value text) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN coalesce(replace(replace(replace(replace(value, '\', '\\'), E'\t', '\t'), E'\n', '\n'), E'\r', '\r'), '\N');

CREATE FUNCTION balance.in_utc(value timestamptz) RETURNS text
    LANGUAGE sql STABLE PARALLEL SAFE
RETURN coalesce(to_char(value AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')
                || CASE WHEN value < '0001-01-01 00:00Z' THEN ' BC' ELSE '' END,
                value::text, '\N');

-- What the seal of a day is the hash of.
CREATE FUNCTION balance.day_text(d balance.closed_day) RETURNS text
    LANGUAGE sql STABLE
RETURN concat(
    E'sealed-day\t1',
    E'\nday\t', to_char(d.day, 'YYYY-MM-DD'),
    E'\nends\t', balance.in_utc(d.ends_at),
    E'\nthrough\t', d.last_position,
    E'\nprevious\t', encode(d.previous, 'hex'),
    E'\nclosed-by\t', balance.in_a_field(d.closed_by),
    E'\nreason\t', balance.in_a_field(d.reason),
    E'\nbegun\t', balance.in_utc(d.begun_at),
    E'\nsealed\t', balance.in_utc(d.sealed_at),
    E'\nentries\t', d.entries,
    E'\npostings\t', d.postings,
    E'\nchain\t', encode(d.chain, 'hex'),
    E'\n',
    (SELECT string_agg(concat_ws(E'\t', 'total', balance.in_a_field(account), balance.in_a_field(unit), plus, minus, balance) || E'\n', ''
                       ORDER BY account, unit)
     FROM balance.closed_day_total AS t
     WHERE t.day = d.day));

-- Closing ----------------------------------------------------------------------------------------------------------------

-- Begins to close a day. Answers begun, already_begun, not_over, nothing_booked or, with the only day that can be closed, not_next.
--
-- A day can be closed when it has been over for a minute: clocks of nodes differ, and statements last for seconds. The first day of
-- all takes in everything before it; if that is nothing, it is a slip: all days from there on would have to be closed one by one.
CREATE FUNCTION balance.close_day(
    p_day date, p_ends_at timestamptz, p_by text, p_reason text,
    OUT outcome text, OUT expected date)
    LANGUAGE plpgsql
    SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    latest balance.closed_day;
    cut bigint;
BEGIN
    -- Whoever is older than the number that is drawn below may have drawn a position before the cut; one drawn earlier would not do.
    IF pg_current_xact_id_if_assigned() IS NOT NULL THEN
        RAISE EXCEPTION 'closing a day is a statement of its own' USING ERRCODE = 'active_sql_transaction';
    END IF;
    IF EXISTS (SELECT FROM balance.closed_day WHERE day = p_day) THEN
        outcome := 'already_begun';
        RETURN;
    END IF;
    IF p_ends_at > clock_timestamp() - interval '1 minute' THEN
        outcome := 'not_over';
        RETURN;
    END IF;
    SELECT * INTO latest FROM balance.closed_day ORDER BY day DESC LIMIT 1;
    IF FOUND AND (latest.seal IS NULL OR p_day <> latest.day + 1) THEN
        outcome := 'not_next';
        expected := CASE WHEN latest.seal IS NULL THEN latest.day ELSE latest.day + 1 END;
        RETURN;
    END IF;
    IF latest.day IS NULL AND EXISTS (SELECT FROM balance.entry)
        AND NOT EXISTS (SELECT FROM balance.entry WHERE least(occurred_at, recorded_at) < p_ends_at)
    THEN
        outcome := 'nothing_booked';
        RETURN;
    END IF;

    SELECT CASE WHEN is_called THEN last_value ELSE 0 END INTO cut FROM balance.posting_position_seq;
    -- Then an entry that is posted later could come before the cut.
    IF cut < latest.last_position
        OR (SELECT seqcache FROM pg_sequence WHERE seqrelid = 'balance.posting_position_seq'::regclass) <> 1
    THEN
        RAISE EXCEPTION 'balance.posting_position_seq is at %, kept in advance or set back before %', cut, latest.last_position
            USING ERRCODE = 'object_not_in_prerequisite_state';
    END IF;
    INSERT INTO balance.closed_day (day, ends_at, closed_by, reason, last_position, settled_by, previous, reached, chain)
    -- A day that a change of the zone leaves out has a moment.
    SELECT p_day, greatest(p_ends_at, latest.ends_at + interval '1 microsecond'), p_by, p_reason, cut, pg_current_xact_id(), before, least(first - 1, cut), before
    FROM (SELECT coalesce(latest.seal, decode(repeat('00', 32), 'hex')) AS before,
                 coalesce(latest.next_position, latest.last_position + 1, 1) AS first) AS carried
    ON CONFLICT DO NOTHING;
    IF FOUND THEN
        outcome := 'begun';
        RETURN;
    END IF;
    -- Somebody else was at it at the same moment.
    SELECT CASE WHEN day = p_day THEN 'already_begun' ELSE 'not_next' END, nullif(day, p_day) INTO outcome, expected
    FROM balance.closed_day
    ORDER BY day DESC
    LIMIT 1;
END $$;

-- Goes over the next p_width positions of the day that is being closed, and seals it after the last. Answers idle (there is
-- none, or somebody else is at it), waiting (for transactions that may still write before the cut), going or, with the day, sealed.
--
-- What it has done and how far it is are one commit: whatever dies, another node goes on from there, and nothing is counted twice.
CREATE FUNCTION balance.seal_on(p_width bigint, OUT outcome text, OUT sealed_day date)
    LANGUAGE plpgsql
    SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp
    SET enable_seqscan = off
    SET enable_hashjoin = off
    SET enable_mergejoin = off
AS $$
DECLARE
    d balance.closed_day;
    before_ends timestamptz;
    before_cut bigint;
    before_day date;
    upto bigint;
    ids text[];
    passed bigint;
    leaf bytea;
    lines bigint;
    now_open pg_snapshot;
BEGIN
    IF p_width IS NULL OR p_width < 1 THEN
        RAISE EXCEPTION 'p_width: % (expected: 1 or more)', p_width USING ERRCODE = 'invalid_parameter_value';
    END IF;
    SELECT * INTO d FROM balance.closed_day WHERE seal IS NULL FOR NO KEY UPDATE SKIP LOCKED;
    IF NOT FOUND THEN
        outcome := 'idle';
        RETURN;
    END IF;
    -- After the day was read: to an older snapshot its number may be from the future.
    now_open := pg_current_snapshot();
    -- A number from the future is that of the server that this one was restored from: nobody is open there any more.
    IF d.settled_by >= pg_snapshot_xmin(now_open) AND d.settled_by < pg_snapshot_xmax(now_open) THEN
        outcome := 'waiting';
        RETURN;
    END IF;
    SELECT day, ends_at, last_position INTO before_day, before_ends, before_cut
    FROM balance.closed_day WHERE seal IS NOT NULL ORDER BY day DESC LIMIT 1;
    before_ends := coalesce(before_ends, '-infinity');
    before_cut := coalesce(before_cut, 0);
    upto := least(d.reached + p_width, d.last_position);

    SELECT array_agg(entry_id ORDER BY position) FILTER (WHERE booked < d.ends_at AND (position > before_cut OR booked >= before_ends)),
           min(position) FILTER (WHERE booked >= d.ends_at)
    INTO ids, passed
    FROM (SELECT p.position, e.entry_id, least(e.occurred_at, e.recorded_at) AS booked
          FROM balance.posting AS p
          JOIN balance.entry AS e ON e.entry_id = p.entry_id
          WHERE p.position > d.reached AND p.position <= upto AND p.line = 1) AS found;

    FOR leaf IN
        SELECT sha256(convert_to(
            concat_ws(E'\t', 'entry', balance.in_a_field(e.entry_id), balance.in_a_field(e.kind), balance.in_a_field(e.reference),
                balance.in_utc(e.occurred_at), balance.in_utc(e.recorded_at), e.posting_count) || E'\n' || l.lines, 'UTF8'))
        FROM unnest(ids) WITH ORDINALITY AS i(entry_id, number)
        JOIN balance.entry AS e ON e.entry_id = i.entry_id
        CROSS JOIN LATERAL (
            SELECT string_agg(concat_ws(E'\t', 'posting', p.line, p.position, balance.in_a_field(p.account), balance.in_a_field(p.unit),
                                        p.amount, coalesce(p.balance_after::text, '\N')) || E'\n', '' ORDER BY p.line) AS lines
            FROM balance.posting AS p
            WHERE p.entry_id = i.entry_id) AS l
        ORDER BY i.number
    LOOP
        d.chain := sha256(d.chain || leaf);
    END LOOP;

    WITH moved AS (
        SELECT CASE WHEN balance.is_holding(p.account) THEN split_part(p.account, ':', 1) || ':*' ELSE p.account END COLLATE "C" AS account,
               p.unit COLLATE "C" AS unit,
               coalesce(sum(p.amount) FILTER (WHERE p.amount > 0), 0) AS plus,
               coalesce(sum(p.amount) FILTER (WHERE p.amount < 0), 0) AS minus,
               count(*) AS lines
        FROM unnest(ids) AS i(entry_id)
        JOIN balance.posting AS p ON p.entry_id = i.entry_id
        GROUP BY 1, 2
    ), kept AS (
        INSERT INTO balance.closed_day_total AS t (day, account, unit, plus, minus, balance)
        SELECT d.day, account, unit, plus, minus, plus + minus FROM moved
        ON CONFLICT (day, account, unit) DO UPDATE
            SET plus = t.plus + excluded.plus, minus = t.minus + excluded.minus, balance = t.balance + excluded.balance
    )
    SELECT coalesce(sum(moved.lines), 0) INTO lines FROM moved;

    d.entries := d.entries + coalesce(cardinality(ids), 0);
    d.postings := d.postings + lines;
    d.next_position := least(d.next_position, passed);
    d.reached := upto;
    IF upto = d.last_position THEN
        INSERT INTO balance.closed_day_total AS t (day, account, unit, plus, minus, balance)
        SELECT d.day, account, unit, 0, 0, balance FROM balance.closed_day_total WHERE day = before_day
        ON CONFLICT (day, account, unit) DO UPDATE SET balance = t.balance + excluded.balance;
        d.sealed_at := clock_timestamp();
        d.seal := sha256(convert_to(balance.day_text(d), 'UTF8'));
    END IF;
    UPDATE balance.closed_day
    SET entries = d.entries, postings = d.postings, next_position = d.next_position, reached = d.reached, chain = d.chain,
        sealed_at = d.sealed_at, seal = d.seal
    WHERE day = d.day;
    outcome := CASE WHEN d.seal IS NULL THEN 'going' ELSE 'sealed' END;
    sealed_day := CASE WHEN d.seal IS NOT NULL THEN d.day END;
END $$;

-- Closes a month. Answers closed, already_closed, days_open or, with the only month that can be closed, not_next.
CREATE FUNCTION balance.close_month(
    p_month date, p_by text, p_reason text,
    OUT outcome text, OUT expected date)
    LANGUAGE plpgsql
    SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    last_of_it CONSTANT date := p_month + interval '1 month' - interval '1 day';
BEGIN
    IF EXISTS (SELECT FROM balance.closed_month WHERE month = p_month) THEN
        outcome := 'already_closed';
        RETURN;
    END IF;
    -- The first one is that of the first closed day.
    SELECT coalesce((SELECT max(month) + interval '1 month' FROM balance.closed_month), date_trunc('month', min(day)))
    INTO expected
    FROM balance.closed_day;
    IF expected <> p_month THEN
        outcome := 'not_next';
        RETURN;
    END IF;
    expected := NULL;
    IF NOT EXISTS (SELECT FROM balance.closed_day WHERE day = last_of_it AND seal IS NOT NULL) THEN
        outcome := 'days_open';
        RETURN;
    END IF;
    INSERT INTO balance.closed_month (month, last_day, closed_by, reason) VALUES (p_month, last_of_it, p_by, p_reason)
    ON CONFLICT DO NOTHING;
    outcome := CASE WHEN FOUND THEN 'closed' ELSE 'already_closed' END;
END $$;

-- They work as the owner of the schema, so only who is named may call them: docs/how-to/settings.md.
REVOKE EXECUTE ON FUNCTION balance.close_day, balance.seal_on, balance.close_month FROM PUBLIC;
