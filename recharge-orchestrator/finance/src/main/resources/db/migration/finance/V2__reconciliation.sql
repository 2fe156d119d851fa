-- Reconciliation: what we say happened beside what others say. A pair is two sides that should say the same of the same things. Both are
-- kept as lines, so that a run reads nothing but this schema. Lines that agree in all that is compared leave no row behind: they can be
-- found again by their key. What does not agree is a break, with its evidence and its history.

CREATE TABLE finance.reconciled_pair (
    pair text COLLATE "C" PRIMARY KEY CHECK (pair ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
    -- Whether our side states fees. If not, theirs are not compared.
    compares_fees boolean NOT NULL,
    -- The number of the last run. Whoever takes lines in or begins a run holds the lock of this row meanwhile.
    runs integer NOT NULL DEFAULT 0
);

-- How many lines there are of a day, and how many of them took part in a run: the high-water marks.
CREATE TABLE finance.reconciled_day (
    pair text COLLATE "C" NOT NULL REFERENCES finance.reconciled_pair,
    day date NOT NULL,
    our_lines integer NOT NULL DEFAULT 0,
    their_lines integer NOT NULL DEFAULT 0,
    our_compared integer NOT NULL DEFAULT 0,
    their_compared integer NOT NULL DEFAULT 0,
    PRIMARY KEY (pair, day),
    CHECK (our_compared BETWEEN 0 AND our_lines),
    CHECK (their_compared BETWEEN 0 AND their_lines)
);

CREATE INDEX reconciled_day_due ON finance.reconciled_day (pair, day)
    WHERE our_lines > our_compared OR their_lines > their_compared;

-- Lines are narrow: a day's are read whole. Positions number them as they came, from 1 in each day, so those that are there are those up
-- to a mark.
CREATE TABLE finance.our_line (
    pair text COLLATE "C" NOT NULL,
    day date NOT NULL,
    position integer NOT NULL,
    -- What both sides know the thing by.
    key text COLLATE "C" NOT NULL CHECK (length(key) BETWEEN 1 AND 300),
    currency text COLLATE "C" NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
    -- In minor units; below zero it went out.
    amount bigint NOT NULL,
    -- What the provider keeps of it.
    fee bigint NOT NULL,
    occurred_at timestamptz NOT NULL,
    -- What this side knows the line by: the same again is the same line.
    reference text COLLATE "C" NOT NULL CHECK (length(reference) BETWEEN 1 AND 255),
    PRIMARY KEY (pair, day, position)
);

CREATE UNIQUE INDEX our_line_once ON finance.our_line (pair, reference);
-- In the order in which they are looked at, so that a key with no end of lines is as cheap as others.
CREATE INDEX our_line_by_key ON finance.our_line (pair, key, day, position);

CREATE TABLE finance.their_line (
    LIKE finance.our_line INCLUDING CONSTRAINTS,
    -- With which payout it was settled.
    payout text COLLATE "C" CHECK (length(payout) BETWEEN 1 AND 255),
    PRIMARY KEY (pair, day, position)
);

CREATE UNIQUE INDEX their_line_once ON finance.their_line (pair, reference);
CREATE INDEX their_line_by_key ON finance.their_line (pair, key, day, position);

-- Runs. Each compares the lines of one day that no run has compared yet.
CREATE TABLE finance.reconciliation_run (
    pair text COLLATE "C" NOT NULL REFERENCES finance.reconciled_pair,
    number integer NOT NULL CHECK (number >= 1),
    day date NOT NULL,
    state text NOT NULL CHECK (state IN ('running', 'done')),
    -- Positions of its lines: after the one, up to the other.
    our_from integer NOT NULL,
    our_through integer NOT NULL,
    their_from integer NOT NULL,
    their_through integer NOT NULL,
    -- A long day is compared slice by slice, by the hash of the key.
    slices integer NOT NULL CHECK (slices >= 1),
    sliced integer NOT NULL DEFAULT 0,
    -- Lines of each side without one that is the same on the other.
    our_left bigint NOT NULL DEFAULT 0,
    their_left bigint NOT NULL DEFAULT 0,
    -- Whoever works at it holds the number of its taking until the lease ends.
    fence bigint NOT NULL DEFAULT 1,
    leased_until timestamptz,
    started_at timestamptz NOT NULL,
    finished_at timestamptz,
    PRIMARY KEY (pair, number),
    CHECK (our_from <= our_through AND their_from <= their_through),
    CHECK (sliced BETWEEN 0 AND slices),
    CHECK ((state = 'done') = (finished_at IS NOT NULL))
);

CREATE UNIQUE INDEX reconciliation_run_one_at_a_time ON finance.reconciliation_run (pair) WHERE state = 'running';
CREATE INDEX reconciliation_run_by_day ON finance.reconciliation_run (pair, day, number);

-- Keys of a run whose lines are not the same on both sides and still have to be looked at.
CREATE TABLE finance.reconciliation_candidate (
    pair text COLLATE "C" NOT NULL,
    number integer NOT NULL,
    key text COLLATE "C" NOT NULL,
    PRIMARY KEY (pair, number, key)
);

-- What becomes of a difference is data. The first rule by priority that fits decides; without one a break is open.
CREATE TABLE finance.reconciliation_rule (
    rule text COLLATE "C" PRIMARY KEY CHECK (rule ~ '^[a-z][a-z0-9-]{0,62}$'),
    priority integer NOT NULL UNIQUE,
    class text NOT NULL CHECK (class IN ('amount', 'fee', 'currency', 'missing_there', 'missing_here', 'duplicate', 'cut_off',
        'split', 'unmatched')),
    -- Only keys that begin so; empty: all.
    key_prefix text COLLATE "C" NOT NULL DEFAULT '',
    -- Only this one; without: any.
    currency text CHECK (currency ~ '^[A-Z]{3}$'),
    -- The largest difference that it takes, in minor units and in days.
    tolerance bigint NOT NULL CHECK (tolerance >= 0),
    days integer NOT NULL CHECK (days >= 0),
    action text NOT NULL CHECK (action IN ('resolve', 'post', 'leave')),
    reason text NOT NULL CHECK (length(reason) BETWEEN 1 AND 500)
);

INSERT INTO finance.reconciliation_rule (rule, priority, class, tolerance, days, action, reason) VALUES
    ('near-cut-off', 100, 'cut_off', 0, 3, 'resolve', 'The same on both sides, on days that are at most three apart'),
    ('parts', 200, 'split', 0, 10, 'resolve', 'The parts on one side are the whole on the other, within ten days');

CREATE TABLE finance.reconciliation_break (
    break_id text COLLATE "C" PRIMARY KEY CHECK (break_id ~ '^brk_[0-9a-z]{26}$'),
    pair text COLLATE "C" NOT NULL REFERENCES finance.reconciled_pair,
    key text COLLATE "C" NOT NULL,
    class text NOT NULL CHECK (class IN ('amount', 'fee', 'currency', 'missing_there', 'missing_here', 'duplicate', 'cut_off',
        'split', 'unmatched')),
    state text NOT NULL CHECK (state IN ('open', 'proposed', 'posting', 'resolved')),
    -- Theirs less ours, in minor units; without, if the sides cannot be subtracted.
    difference numeric(40, 0),
    currency text,
    -- The day of its first line.
    since date NOT NULL,
    -- The lines of both sides, and in a sentence what they come to.
    evidence jsonb NOT NULL,
    owner text CHECK (length(owner) BETWEEN 1 AND 255),
    -- What is proposed or being posted: difference, currency, whether it is posted, the version that it is about, who and why.
    decided jsonb,
    -- What corrections have posted of it. What is left of a difference is the difference less this.
    posted numeric(40, 0) NOT NULL DEFAULT 0,
    posted_currency text,
    -- Rises with every change, each of which is a row of history.
    version integer NOT NULL CHECK (version >= 1),
    opened_at timestamptz NOT NULL,
    resolved_at timestamptz,
    UNIQUE (pair, key),
    CHECK ((difference IS NULL) = (currency IS NULL)),
    CHECK ((state IN ('proposed', 'posting')) = (decided IS NOT NULL)),
    CHECK (posted = 0 OR posted_currency IS NOT NULL),
    CHECK ((state = 'resolved') = (resolved_at IS NOT NULL))
);

CREATE INDEX reconciliation_break_unresolved ON finance.reconciliation_break (pair, key) WHERE state <> 'resolved';

CREATE TABLE finance.break_history (
    break_id text COLLATE "C" NOT NULL REFERENCES finance.reconciliation_break,
    version integer NOT NULL,
    event text NOT NULL CHECK (event IN ('opened', 'changed', 'reopened', 'resolved', 'assigned', 'proposed', 'declined', 'approved',
        'posted')),
    class text NOT NULL,
    state text NOT NULL,
    -- Who it was: a rule and the run, or a person.
    rule text,
    pair text COLLATE "C" NOT NULL,
    run integer,
    person text,
    reason text NOT NULL,
    -- As it was then.
    evidence jsonb NOT NULL,
    at timestamptz NOT NULL,
    PRIMARY KEY (break_id, version),
    CHECK ((run IS NULL) <> (person IS NULL) OR event = 'posted')
);

CREATE INDEX reconciliation_break_posting ON finance.reconciliation_break (break_id) WHERE state = 'posting';

CREATE INDEX break_history_by_run ON finance.break_history (pair, run) WHERE run IS NOT NULL;

-- What was taken in and what has happened stays as it is --------------------------------------------------------------------

CREATE FUNCTION finance.refuse_rewriting() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% of %: rows are only added', TG_OP, TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;

CREATE TRIGGER written_once BEFORE UPDATE OR DELETE OR TRUNCATE ON finance.our_line
    FOR EACH STATEMENT EXECUTE FUNCTION finance.refuse_rewriting();
CREATE TRIGGER written_once BEFORE UPDATE OR DELETE OR TRUNCATE ON finance.their_line
    FOR EACH STATEMENT EXECUTE FUNCTION finance.refuse_rewriting();
CREATE TRIGGER written_once BEFORE UPDATE OR DELETE OR TRUNCATE ON finance.break_history
    FOR EACH STATEMENT EXECUTE FUNCTION finance.refuse_rewriting();
CREATE TRIGGER finished BEFORE UPDATE OR DELETE ON finance.reconciliation_run
    FOR EACH ROW WHEN (OLD.state = 'done') EXECUTE FUNCTION finance.refuse_rewriting();

-- Taking in -----------------------------------------------------------------------------------------------------------------

-- Keeps lines of our side that are not known yet. Answers how many, and references of lines that are known and said otherwise before: the
-- first word stands.
CREATE FUNCTION finance.take_in_ours(
    p_pair text, p_days integer[], p_keys text[], p_currencies text[], p_amounts bigint[], p_fees bigint[], p_micros bigint[],
    p_references text[], OUT taken integer, OUT contradicting text[])
    LANGUAGE plpgsql
    -- Plans are made when there are few lines or none, and kept: they must be good for many.
    SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off AS $$
BEGIN
    PERFORM FROM finance.reconciled_pair WHERE pair = p_pair FOR NO KEY UPDATE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'pair %: it is not known', p_pair USING ERRCODE = 'foreign_key_violation';
    END IF;
    WITH told AS (
        SELECT DISTINCT ON (told.reference) date '1970-01-01' + told.day AS day, told.key, told.currency, told.amount, told.fee,
               timestamptz 'epoch' + told.micros * interval '1 microsecond' AS occurred_at, told.reference, told.ordinality
        FROM unnest(p_days, p_keys, p_currencies, p_amounts, p_fees, p_micros, p_references) WITH ORDINALITY
            AS told (day, key, currency, amount, fee, micros, reference, ordinality)
        ORDER BY told.reference, told.ordinality
    ), kept AS (
        INSERT INTO finance.our_line (pair, day, position, key, currency, amount, fee, occurred_at, reference)
        SELECT p_pair, told.day, coalesce(known.our_lines, 0) + row_number() OVER (PARTITION BY told.day ORDER BY told.ordinality),
               told.key, told.currency, told.amount, told.fee, told.occurred_at, told.reference
        FROM told
        LEFT JOIN finance.reconciled_day AS known ON known.pair = p_pair AND known.day = told.day
        WHERE NOT EXISTS (SELECT FROM finance.our_line AS line WHERE line.pair = p_pair AND line.reference = told.reference)
        RETURNING our_line.day, our_line.position
    ), counted AS (
        INSERT INTO finance.reconciled_day AS known (pair, day, our_lines)
        SELECT p_pair, kept.day, max(kept.position) FROM kept GROUP BY kept.day
        ON CONFLICT (pair, day) DO UPDATE SET our_lines = excluded.our_lines
    )
    SELECT count(*) INTO taken FROM kept;
    IF taken < cardinality(p_keys) THEN
        SELECT array_agg(reference) INTO contradicting
        FROM (
            SELECT told.reference
            FROM unnest(p_keys, p_currencies, p_amounts, p_fees, p_micros, p_references)
                AS told (key, currency, amount, fee, micros, reference)
            JOIN finance.our_line AS line ON line.pair = p_pair AND line.reference = told.reference
            WHERE (line.key, line.currency, line.amount, line.fee, line.occurred_at) IS DISTINCT FROM (told.key, told.currency,
                told.amount, told.fee, timestamptz 'epoch' + told.micros * interval '1 microsecond')
            LIMIT 100) AS other;
    END IF;
    contradicting := coalesce(contradicting, ARRAY[]::text[]);
END $$;

-- The same for their side.
CREATE FUNCTION finance.take_in_theirs(
    p_pair text, p_days integer[], p_keys text[], p_currencies text[], p_amounts bigint[], p_fees bigint[], p_micros bigint[],
    p_references text[], p_payouts text[], OUT taken integer, OUT contradicting text[])
    LANGUAGE plpgsql
    -- Plans are made when there are few lines or none, and kept: they must be good for many.
    SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off AS $$
BEGIN
    PERFORM FROM finance.reconciled_pair WHERE pair = p_pair FOR NO KEY UPDATE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'pair %: it is not known', p_pair USING ERRCODE = 'foreign_key_violation';
    END IF;
    WITH told AS (
        SELECT DISTINCT ON (told.reference) date '1970-01-01' + told.day AS day, told.key, told.currency, told.amount, told.fee,
               timestamptz 'epoch' + told.micros * interval '1 microsecond' AS occurred_at, told.reference, told.payout,
               told.ordinality
        FROM unnest(p_days, p_keys, p_currencies, p_amounts, p_fees, p_micros, p_references, p_payouts) WITH ORDINALITY
            AS told (day, key, currency, amount, fee, micros, reference, payout, ordinality)
        ORDER BY told.reference, told.ordinality
    ), kept AS (
        INSERT INTO finance.their_line (pair, day, position, key, currency, amount, fee, occurred_at, reference, payout)
        SELECT p_pair, told.day, coalesce(known.their_lines, 0) + row_number() OVER (PARTITION BY told.day ORDER BY told.ordinality),
               told.key, told.currency, told.amount, told.fee, told.occurred_at, told.reference, told.payout
        FROM told
        LEFT JOIN finance.reconciled_day AS known ON known.pair = p_pair AND known.day = told.day
        WHERE NOT EXISTS (SELECT FROM finance.their_line AS line WHERE line.pair = p_pair AND line.reference = told.reference)
        RETURNING their_line.day, their_line.position
    ), counted AS (
        INSERT INTO finance.reconciled_day AS known (pair, day, their_lines)
        SELECT p_pair, kept.day, max(kept.position) FROM kept GROUP BY kept.day
        ON CONFLICT (pair, day) DO UPDATE SET their_lines = excluded.their_lines
    )
    SELECT count(*) INTO taken FROM kept;
    IF taken < cardinality(p_keys) THEN
        SELECT array_agg(reference) INTO contradicting
        FROM (
            SELECT told.reference
            FROM unnest(p_keys, p_currencies, p_amounts, p_fees, p_micros, p_references, p_payouts)
                AS told (key, currency, amount, fee, micros, reference, payout)
            JOIN finance.their_line AS line ON line.pair = p_pair AND line.reference = told.reference
            WHERE (line.key, line.currency, line.amount, line.fee, line.occurred_at, line.payout) IS DISTINCT FROM (told.key,
                told.currency, told.amount, told.fee, timestamptz 'epoch' + told.micros * interval '1 microsecond', told.payout)
            LIMIT 100) AS other;
    END IF;
    contradicting := coalesce(contradicting, ARRAY[]::text[]);
END $$;

-- Runs ----------------------------------------------------------------------------------------------------------------------

-- Takes the run that was broken off, or begins the one of the first day, up to p_through, that has lines which no run has compared.
-- Answers begun and its number; busy, if a lease is on a run of the pair; or done, if there is no such day.
CREATE FUNCTION finance.begin_run(
    p_pair text, p_through date, p_slice integer, p_now timestamptz, p_leased_until timestamptz, OUT outcome text, OUT number integer)
    LANGUAGE plpgsql AS $$
DECLARE
    running record;
    due record;
    unresolved bigint;
BEGIN
    PERFORM FROM finance.reconciled_pair WHERE pair = p_pair FOR NO KEY UPDATE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'pair %: it is not known', p_pair USING ERRCODE = 'foreign_key_violation';
    END IF;
    SELECT run.number, run.leased_until INTO running
    FROM finance.reconciliation_run AS run
    WHERE run.pair = p_pair AND run.state = 'running'
    FOR UPDATE;
    IF FOUND THEN
        IF running.leased_until > p_now THEN
            outcome := 'busy';
            RETURN;
        END IF;
        UPDATE finance.reconciliation_run AS run
        SET fence = run.fence + 1, leased_until = p_leased_until
        WHERE run.pair = p_pair AND run.number = running.number;
        outcome := 'begun';
        number := running.number;
        RETURN;
    END IF;
    SELECT * INTO due
    FROM finance.reconciled_day
    WHERE pair = p_pair AND day <= p_through AND (our_lines > our_compared OR their_lines > their_compared)
    ORDER BY day
    LIMIT 1;
    IF NOT FOUND THEN
        outcome := 'done';
        RETURN;
    END IF;
    SELECT count(*) INTO unresolved FROM finance.reconciliation_break WHERE pair = p_pair AND state <> 'resolved';
    UPDATE finance.reconciled_pair SET runs = runs + 1 WHERE pair = p_pair RETURNING runs INTO number;
    INSERT INTO finance.reconciliation_run (pair, number, day, state, our_from, our_through, their_from, their_through, slices,
                                            leased_until, started_at)
    VALUES (p_pair, number, due.day, 'running', due.our_compared, due.our_lines, due.their_compared, due.their_lines,
            1 + (due.our_lines::bigint - due.our_compared + due.their_lines - due.their_compared + unresolved) / p_slice,
            p_leased_until, p_now);
    outcome := 'begun';
END $$;

-- Lines that are the same on both sides strike each other out, as many of one side as there are of the other. Keys of what is left are
-- candidates, and so are those of unresolved breaks for which a line has come. Answers whether the run still was the caller's.
CREATE FUNCTION finance.compare_slice(p_pair text, p_number integer, p_fence bigint, p_slice integer, p_leased_until timestamptz)
    RETURNS boolean LANGUAGE plpgsql
    SET plan_cache_mode = 'force_custom_plan' SET work_mem = '64MB' AS $$
DECLARE
    run record;
    ours bigint;
    theirs bigint;
BEGIN
    SELECT of.*, terms.compares_fees INTO run
    FROM finance.reconciliation_run AS of
    JOIN finance.reconciled_pair AS terms USING (pair)
    WHERE of.pair = p_pair AND of.number = p_number AND of.fence = p_fence AND of.state = 'running'
    FOR UPDATE OF of;
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    IF run.sliced > p_slice THEN
        RETURN true;
    END IF;
    WITH left_over AS MATERIALIZED (
        SELECT line.key, sum(line.side) AS lines
        FROM (
            SELECT key, currency, amount, CASE WHEN run.compares_fees THEN fee ELSE 0 END AS fee, 1 AS side
            FROM finance.our_line
            WHERE pair = p_pair AND day = run.day AND position > run.our_from AND position <= run.our_through
                AND (run.slices = 1 OR abs(hashtextextended(key, 0) % run.slices) = p_slice)
            UNION ALL
            SELECT key, currency, amount, CASE WHEN run.compares_fees THEN fee ELSE 0 END AS fee, -1 AS side
            FROM finance.their_line
            WHERE pair = p_pair AND day = run.day AND position > run.their_from AND position <= run.their_through
                AND (run.slices = 1 OR abs(hashtextextended(key, 0) % run.slices) = p_slice)) AS line
        GROUP BY line.key, line.amount, line.fee, line.currency
        HAVING sum(line.side) <> 0
    ), found AS (
        INSERT INTO finance.reconciliation_candidate (pair, number, key)
        SELECT DISTINCT p_pair, p_number, key FROM left_over
        ON CONFLICT DO NOTHING
    )
    SELECT coalesce(sum(lines) FILTER (WHERE lines > 0), 0), -coalesce(sum(lines) FILTER (WHERE lines < 0), 0) INTO ours, theirs
    FROM left_over;

    INSERT INTO finance.reconciliation_candidate (pair, number, key)
    SELECT p_pair, p_number, known.key
    FROM finance.reconciliation_break AS known
    WHERE known.pair = p_pair AND known.state <> 'resolved'
        AND (run.slices = 1 OR abs(hashtextextended(known.key, 0) % run.slices) = p_slice)
        AND (EXISTS (SELECT FROM finance.our_line AS line
                     WHERE line.pair = p_pair AND line.key = known.key AND line.day = run.day AND line.position > run.our_from
                         AND line.position <= run.our_through)
            OR EXISTS (SELECT FROM finance.their_line AS line
                       WHERE line.pair = p_pair AND line.key = known.key AND line.day = run.day AND line.position > run.their_from
                           AND line.position <= run.their_through))
    ON CONFLICT DO NOTHING;

    UPDATE finance.reconciliation_run AS of
    SET sliced = p_slice + 1, our_left = our_left + ours, their_left = their_left + theirs, leased_until = p_leased_until
    WHERE of.pair = p_pair AND of.number = p_number;
    RETURN true;
END $$;

-- Lines of a candidate, so many that more of them show in what comes, as runs up to this one have compared them.
CREATE FUNCTION finance.lines_of(p_pair text, p_number integer, p_key text, p_most integer)
    RETURNS TABLE (ours boolean, day date, "position" integer, currency text, amount bigint, fee bigint, occurred_at timestamptz,
                   reference text, payout text)
    LANGUAGE sql STABLE AS $$
    (SELECT true, line.day, line.position, line.currency, line.amount, line.fee, line.occurred_at, line.reference, NULL
     FROM finance.our_line AS line
     WHERE line.pair = p_pair AND line.key = p_key
         AND line.position <= (SELECT max(run.our_through) FROM finance.reconciliation_run AS run
                               WHERE run.pair = p_pair AND run.day = line.day AND run.number <= p_number)
     ORDER BY line.day, line.position
     LIMIT p_most)
    UNION ALL
    (SELECT false, line.day, line.position, line.currency, line.amount, line.fee, line.occurred_at, line.reference, line.payout
     FROM finance.their_line AS line
     WHERE line.pair = p_pair AND line.key = p_key
         AND line.position <= (SELECT max(run.their_through) FROM finance.reconciliation_run AS run
                               WHERE run.pair = p_pair AND run.day = line.day AND run.number <= p_number)
     ORDER BY line.day, line.position
     LIMIT p_most)
$$;

-- Lines of the next candidates in the order of their keys.
CREATE FUNCTION finance.next_candidates(p_pair text, p_number integer, p_keys integer, p_lines integer)
    RETURNS TABLE (key text, ours boolean, day date, "position" integer, currency text, amount bigint, fee bigint,
                   occurred_at timestamptz, reference text, payout text)
    LANGUAGE plpgsql STABLE
    -- As above: plans are kept.
    SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off AS $$
BEGIN
    RETURN QUERY
    SELECT candidate.key, line.*
    FROM (
        SELECT waiting.key
        FROM finance.reconciliation_candidate AS waiting
        WHERE waiting.pair = p_pair AND waiting.number = p_number
        ORDER BY waiting.key
        LIMIT p_keys
    ) AS candidate
    CROSS JOIN LATERAL finance.lines_of(p_pair, p_number, candidate.key, p_lines) AS line
    ORDER BY candidate.key, line.ours DESC, line.day, line.position;
END $$;

-- What is to be done about a version of a break, and by whose word.
CREATE FUNCTION finance.decision(
    p_difference numeric, p_currency text, p_posts boolean, p_version integer, p_by text, p_reason text)
    RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
    SELECT jsonb_build_object('difference', p_difference, 'currency', p_currency, 'posts', p_posts, 'version', p_version,
                              'by', p_by, 'reason', p_reason)
$$;

-- Keeps what candidates came to. A break is known by its key, so the same again changes nothing. Answers whether the run still was the
-- caller's; if not, nothing is kept.
CREATE FUNCTION finance.keep_findings(
    p_pair text, p_number integer, p_fence bigint, p_findings jsonb, p_at timestamptz, p_leased_until timestamptz)
    RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
    finding record;
    known finance.reconciliation_break;
    then_state text;
BEGIN
    UPDATE finance.reconciliation_run AS run
    SET leased_until = p_leased_until
    WHERE run.pair = p_pair AND run.number = p_number AND run.fence = p_fence AND run.state = 'running';
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    FOR finding IN
        SELECT *
        FROM jsonb_to_recordset(p_findings) AS told (
            key text, break_id text, class text, action text, rule text, reason text, difference numeric, currency text, since date,
            evidence jsonb)
    LOOP
        SELECT * INTO known FROM finance.reconciliation_break WHERE pair = p_pair AND key = finding.key FOR UPDATE;
        IF NOT FOUND THEN
            CONTINUE WHEN finding.class = 'matched';
            then_state := CASE finding.action WHEN 'resolve' THEN 'resolved' WHEN 'post' THEN 'posting' ELSE 'open' END;
            INSERT INTO finance.reconciliation_break (break_id, pair, key, class, state, difference, currency, since, evidence,
                                                      decided, version, opened_at, resolved_at)
            VALUES (finding.break_id, p_pair, finding.key, finding.class, then_state, finding.difference, finding.currency,
                    finding.since, finding.evidence,
                    CASE WHEN then_state = 'posting'
                         THEN finance.decision(finding.difference, finding.currency, true, 1, finding.rule, finding.reason) END,
                    1, p_at, CASE WHEN then_state = 'resolved' THEN p_at END);
            INSERT INTO finance.break_history (break_id, version, event, class, state, rule, pair, run, reason, evidence, at)
            VALUES (finding.break_id, 1, CASE WHEN then_state = 'resolved' THEN 'resolved' ELSE 'opened' END, finding.class,
                    then_state, finding.rule, p_pair, p_number, finding.reason, finding.evidence, p_at);
        ELSIF known.evidence <> finding.evidence THEN
            -- What is about to be posted is posted; that there is news is kept, and seen when it is done. What has been posted
            -- is not explained by lines: a person looks whether it has to be taken back.
            then_state := CASE WHEN known.state = 'posting' THEN 'posting'
                               WHEN known.posted <> 0 THEN 'open'
                               WHEN finding.class = 'matched' OR finding.action = 'resolve' THEN 'resolved'
                               WHEN finding.action = 'post' THEN 'posting'
                               ELSE 'open' END;
            UPDATE finance.reconciliation_break
            SET class = CASE WHEN finding.class = 'matched' THEN class ELSE finding.class END,
                state = then_state, difference = finding.difference, currency = finding.currency, evidence = finding.evidence,
                decided = CASE WHEN known.state = 'posting' THEN decided
                               WHEN then_state = 'posting'
                               THEN finance.decision(finding.difference, finding.currency, true, known.version + 1, finding.rule,
                                                     finding.reason) END,
                version = version + 1, resolved_at = CASE WHEN then_state = 'resolved' THEN p_at END
            WHERE break_id = known.break_id;
            INSERT INTO finance.break_history (break_id, version, event, class, state, rule, pair, run, reason, evidence, at)
            VALUES (known.break_id, known.version + 1,
                    CASE WHEN then_state = 'resolved' THEN 'resolved'
                         WHEN known.state = 'resolved' THEN 'reopened'
                         ELSE 'changed' END,
                    CASE WHEN finding.class = 'matched' THEN known.class ELSE finding.class END, then_state, finding.rule, p_pair,
                    p_number, finding.reason, finding.evidence, p_at);
        END IF;
    END LOOP;
    DELETE FROM finance.reconciliation_candidate
    WHERE pair = p_pair AND number = p_number
        AND key IN (SELECT told.key FROM jsonb_to_recordset(p_findings) AS told (key text));
    RETURN true;
END $$;

-- All candidates are looked at: the day's lines are compared. Answers whether the run still was the caller's.
CREATE FUNCTION finance.finish_run(p_pair text, p_number integer, p_fence bigint, p_at timestamptz) RETURNS boolean
    LANGUAGE plpgsql AS $$
DECLARE
    run finance.reconciliation_run;
BEGIN
    UPDATE finance.reconciliation_run AS of
    SET state = 'done', finished_at = p_at, leased_until = NULL
    WHERE of.pair = p_pair AND of.number = p_number AND of.fence = p_fence AND of.state = 'running'
    RETURNING * INTO run;
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    IF run.sliced < run.slices
        OR EXISTS (SELECT FROM finance.reconciliation_candidate WHERE pair = p_pair AND number = p_number) THEN
        RAISE EXCEPTION 'run % of %: not all of it is compared', p_number, p_pair USING ERRCODE = 'check_violation';
    END IF;
    UPDATE finance.reconciled_day
    SET our_compared = run.our_through, their_compared = run.their_through
    WHERE pair = p_pair AND day = run.day;
    RETURN true;
END $$;
