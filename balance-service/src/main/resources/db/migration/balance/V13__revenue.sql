-- Revenue. What customers pay is owed to them as service (deferred-revenue) and is earned as the credit goes that it bought:
-- used by one service or another, paid as a fee, or ended. Credit of one unit and the money it is bought with are a pool.

CREATE TABLE balance.revenue_pool (
    credit text COLLATE "C" PRIMARY KEY,
    money text COLLATE "C" NOT NULL UNIQUE,
    -- How many entries it has; part of their ids.
    entries bigint NOT NULL DEFAULT 0
);

-- What revenue was recognised for until now, so that a round looks at what has come since.
CREATE TABLE balance.revenue_source (
    credit text COLLATE "C" NOT NULL,
    source text COLLATE "C" NOT NULL,
    -- In the credit's unit, without what was used on debt.
    consumed bigint NOT NULL CHECK (consumed >= 0),
    -- In the money's.
    recognised bigint NOT NULL,
    PRIMARY KEY (credit, source)
);

REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON ALL TABLES IN SCHEMA balance FROM PUBLIC;

-- From which source of revenue the credit on an account comes; NULL: it is not consumed there.
CREATE FUNCTION balance.revenue_source_of(account text) RETURNS text
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN CASE WHEN account = 'breakage' THEN 'breakage'
            WHEN account = 'transfer-fees' THEN 'transfers'
            WHEN account = 'used-credit' THEN 'usage'
            WHEN starts_with(account, 'used-credit:') THEN substr(account, length('used-credit:') + 1) END;

-- Recognises what a pool has earned since it was last done, by one entry, and answers how much: below zero if more went back than was
-- earned. NULL: somebody else is at it.
--
-- What a piece of credit is worth is what is deferred, divided by the credit that it was deferred for and that somebody can still use. What
-- was used on debt is not paid for: it is no one's credit that is gone, and waits until the debt is settled; if a debt comes later, as
-- when the money of used credit goes back, what was earned goes back to be earned again. What goes back takes along what a piece
-- of its source has earned on the average. If nobody holds any credit, all is earned; if less than nothing is deferred, that is taken
-- back. Sources are rounded one after the other, each
-- on what the one before has left: no minor unit is lost or made.
CREATE FUNCTION balance.recognise(p_money text, p_credit text, p_at timestamptz) RETURNS bigint
    LANGUAGE plpgsql
    SET enable_seqscan = off
    SET lock_timeout = '5s'
AS $$
DECLARE
    number bigint;
    -- Of the pool.
    deferred numeric;
    held numeric;
    unpaid numeric;
    -- By source: what has gone there, what of that is recognised, and how much more now. Less is negative.
    sources text[];
    totals bigint[];
    consumed bigint[];
    recognised bigint[];
    takes bigint[];
    moves bigint[];
    weights bigint[];
    due numeric;
    left_over numeric;
    earned bigint;
    posted text;
BEGIN
    INSERT INTO balance.revenue_pool (credit, money) VALUES (p_credit, p_money) ON CONFLICT (credit) DO NOTHING;
    SELECT entries + 1 INTO number FROM balance.revenue_pool
    WHERE credit = p_credit AND money = p_money
    FOR UPDATE SKIP LOCKED;
    IF NOT FOUND THEN
        IF EXISTS (SELECT FROM balance.revenue_pool WHERE credit = p_credit AND money <> p_money) THEN
            RAISE EXCEPTION 'pool %: it is not bought with %', p_credit, p_money USING ERRCODE = 'invalid_parameter_value';
        END IF;
        RETURN NULL;
    END IF;

    -- One statement, so one moment: each entry is in these sums whole or not at all. All accounts together are zero, so what is held
    -- is what system accounts and debts miss. A debt over which a dispute is not decided yet is no debt; one for which credit is frozen
    -- is one only beyond it, and what is frozen for it is nobody's.
    WITH system AS MATERIALIZED (
        SELECT account, unit, sum(balance) AS balance
        FROM balance.system_stripe
        WHERE unit = p_credit OR unit = p_money AND account = 'deferred-revenue'
        GROUP BY account, unit
    ), source AS (
        SELECT balance.revenue_source_of(account) AS source, greatest(sum(balance), 0)::bigint AS total
        FROM system
        WHERE unit = p_credit AND balance.revenue_source_of(account) IS NOT NULL
        GROUP BY 1
    ), debt AS (
        SELECT coalesce(-sum(debt.balance), 0) AS owed, coalesce(sum(least(-debt.balance, coalesce(frozen.balance, 0))), 0) AS covered
        FROM balance.bucket AS debt
        LEFT JOIN balance.bucket AS frozen
            ON frozen.account = ('frozen:' || substr(debt.account, length('receivable:') + 1)) COLLATE "C" AND frozen.unit = debt.unit
        WHERE debt.account >= 'receivable:' COLLATE "C" AND debt.account < 'receivable;' COLLATE "C" AND debt.unit = p_credit
          AND debt.balance < 0
    )
    SELECT (SELECT coalesce(-sum(balance), 0) FROM system WHERE unit = p_money),
           (SELECT owed - covered FROM debt) - (SELECT coalesce(sum(balance), 0) FROM system WHERE unit = p_credit),
           (SELECT owed - covered FROM debt) - (SELECT coalesce(sum(balance), 0) FROM system WHERE account = 'disputed-credit'),
           array_agg(source.source ORDER BY source.source),
           array_agg(total ORDER BY source.source),
           array_agg(coalesce(past.consumed, 0) ORDER BY source.source),
           array_agg(coalesce(past.recognised, 0) ORDER BY source.source)
    INTO deferred, held, unpaid, sources, totals, consumed, recognised
    FROM source
    LEFT JOIN balance.revenue_source AS past ON past.credit = p_credit AND past.source = source.source;
    IF sources IS NULL THEN
        RETURN 0;
    END IF;
    takes := array_fill(0::bigint, ARRAY[cardinality(sources)]);
    moves := takes;

    -- Given back.
    FOR n IN 1..cardinality(sources) LOOP
        takes[n] := least(totals[n] - consumed[n], 0);
    END LOOP;
    -- What is due of the rest: all that has gone, but for what is not paid.
    due := (SELECT sum(total - was - take) FROM unnest(totals, consumed, takes) AS s(total, was, take)) - greatest(unpaid, 0);
    IF due < 0 THEN
        left_over := (SELECT sum(was + take) FROM unnest(consumed, takes) AS s(was, take));
        due := least(-due, left_over);
        FOR n IN 1..cardinality(sources) LOOP
            IF consumed[n] + takes[n] > 0 THEN
                earned := round(due * (consumed[n] + takes[n]) / left_over);
                due := due - earned;
                left_over := left_over - (consumed[n] + takes[n]);
                takes[n] := takes[n] - earned;
            END IF;
        END LOOP;
        due := 0;
    END IF;
    FOR n IN 1..cardinality(sources) LOOP
        IF takes[n] < 0 THEN
            moves[n] := round(recognised[n]::numeric * takes[n] / consumed[n]);
            deferred := deferred - moves[n];
        END IF;
    END LOOP;

    -- Gone and paid for.
    IF due > 0 THEN
        weights := ARRAY(SELECT greatest(total - was, 0) FROM unnest(totals, consumed) WITH ORDINALITY AS s(total, was, n) ORDER BY n);
        left_over := (SELECT sum(weight) FROM unnest(weights) AS w(weight));
        held := held + due;
        FOR n IN 1..cardinality(sources) LOOP
            IF weights[n] > 0 THEN
                DECLARE
                    take CONSTANT bigint := round(due * weights[n] / left_over);
                BEGIN
                    due := due - take;
                    left_over := left_over - weights[n];
                    earned := round(greatest(deferred, 0) * take / held);
                    deferred := deferred - earned;
                    held := held - take;
                    takes[n] := takes[n] + take;
                    moves[n] := moves[n] + earned;
                END;
            END IF;
        END LOOP;
    END IF;

    -- More went back than is deferred, or there is nobody left to whom anything could be owed.
    IF deferred < 0 THEN
        weights := ARRAY(SELECT greatest(before + move, 0) FROM unnest(recognised, moves) WITH ORDINALITY AS s(before, move, n) ORDER BY n);
        deferred := greatest(deferred, -(SELECT sum(weight) FROM unnest(weights) AS w(weight)));
    ELSIF held = 0 THEN
        weights := ARRAY(SELECT was + take FROM unnest(consumed, takes) WITH ORDINALITY AS s(was, take, n) ORDER BY n);
    ELSE
        weights := array_fill(0::bigint, ARRAY[cardinality(sources)]);
    END IF;
    left_over := (SELECT sum(weight) FROM unnest(weights) AS w(weight));
    FOR n IN 1..cardinality(sources) LOOP
        IF weights[n] > 0 THEN
            earned := round(deferred * weights[n] / left_over);
            deferred := deferred - earned;
            left_over := left_over - weights[n];
            moves[n] := moves[n] + earned;
        END IF;
    END LOOP;

    INSERT INTO balance.revenue_source AS past (credit, source, consumed, recognised)
    SELECT p_credit, source, was + take, before + move
    FROM unnest(sources, consumed, takes, recognised, moves) AS s(source, was, take, before, move)
    WHERE take <> 0 OR move <> 0
    ON CONFLICT (credit, source) DO UPDATE SET consumed = excluded.consumed, recognised = excluded.recognised;

    IF EXISTS (SELECT FROM unnest(moves) AS m(move) WHERE move <> 0) THEN
        UPDATE balance.revenue_pool SET entries = number WHERE credit = p_credit;
        SELECT outcome INTO posted
        FROM (SELECT array_agg(account ORDER BY n) AS accounts, array_agg(p_money) AS units, array_agg(amount ORDER BY n) AS amounts
              FROM (SELECT 0 AS n, 'deferred-revenue' AS account, sum(move)::bigint AS amount FROM unnest(moves) AS m(move)
                    UNION ALL
                    SELECT n, 'revenue:' || source, -move
                    FROM unnest(sources, moves) WITH ORDINALITY AS s(source, move, n)) AS line
              WHERE amount <> 0) AS lines,
             balance.post('ent_revenue_' || md5(p_credit) || '_' || number, 'revenue', p_credit, p_at,
                          lines.accounts, lines.units, lines.amounts);
        IF posted IS DISTINCT FROM 'created' THEN
            RAISE EXCEPTION 'revenue % of %: %', number, p_credit, posted USING ERRCODE = 'integrity_constraint_violation';
        END IF;
    END IF;
    RETURN (SELECT sum(move)::bigint FROM unnest(moves) AS m(move));
END $$;
