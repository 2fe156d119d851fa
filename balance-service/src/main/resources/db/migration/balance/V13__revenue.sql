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
    -- In the credit's unit. Less than nothing: more was given back than was ever taken.
    consumed bigint NOT NULL,
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

-- Recognises what a pool has earned since it was last done, by one entry, and answers how much: below zero if more was given
-- back than consumed. NULL: somebody else is at it.
--
-- What a piece of credit is worth is what is deferred, divided by the credit that it was deferred for and is still outstanding. What
-- is given back takes along what a piece of its source has earned on the average. If no credit is outstanding any more, all is
-- earned. Sources are rounded one after the other, each on what the one before has left: no minor unit is lost or made.
CREATE FUNCTION balance.recognise(p_money text, p_credit text, p_at timestamptz) RETURNS bigint
    LANGUAGE plpgsql
    SET lock_timeout = '5s'
AS $$
DECLARE
    number bigint;
    deferred bigint;
    outstanding bigint;
    sources text[];
    since bigint[];
    consumed bigint[];
    recognised bigint[];
    weights bigint[];
    weight_left numeric;
    moves bigint[];
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

    -- One statement, so one moment: each entry is in these sums whole or not at all. Credit is outstanding if somebody holds it, and
    -- all accounts together are zero; credit that is disputed is not decided about, and stays out of both.
    WITH system AS MATERIALIZED (
        SELECT account, unit, sum(balance) AS balance
        FROM balance.system_stripe
        WHERE unit = p_credit OR unit = p_money AND account = 'deferred-revenue'
        GROUP BY account, unit
    ), source AS (
        SELECT balance.revenue_source_of(account) AS source, sum(balance)::bigint AS total
        FROM system
        WHERE unit = p_credit AND balance.revenue_source_of(account) IS NOT NULL
        GROUP BY 1
    )
    SELECT (SELECT coalesce(-sum(balance), 0) FROM system WHERE unit = p_money),
           (SELECT coalesce(-sum(balance), 0) FROM system WHERE unit = p_credit AND account <> 'disputed-credit'),
           array_agg(source.source ORDER BY source.source),
           array_agg(total - coalesce(past.consumed, 0) ORDER BY source.source),
           array_agg(coalesce(past.consumed, 0) ORDER BY source.source),
           array_agg(coalesce(past.recognised, 0) ORDER BY source.source)
    INTO deferred, outstanding, sources, since, consumed, recognised
    FROM source
    LEFT JOIN balance.revenue_source AS past ON past.credit = p_credit AND past.source = source.source;
    IF sources IS NULL THEN
        RETURN 0;
    END IF;
    moves := array_fill(0::bigint, ARRAY[cardinality(sources)]);

    FOR n IN 1..cardinality(sources) LOOP
        IF since[n] < 0 AND consumed[n] > 0 THEN
            moves[n] := round(recognised[n]::numeric * greatest(since[n], -consumed[n]) / consumed[n]);
            deferred := deferred - moves[n];
        END IF;
    END LOOP;

    weights := ARRAY(SELECT greatest(one, 0) FROM unnest(since) WITH ORDINALITY AS s(one, n) ORDER BY n);
    IF outstanding <= 0 AND 0 >= ALL (weights) THEN
        weights := ARRAY(SELECT greatest(one, 0) FROM unnest(consumed) WITH ORDINALITY AS c(one, n) ORDER BY n);
    END IF;
    weight_left := greatest(outstanding, 0) + (SELECT sum(one) FROM unnest(weights) AS w(one));
    FOR n IN 1..cardinality(sources) LOOP
        IF weights[n] > 0 AND deferred > 0 THEN
            DECLARE
                earned CONSTANT bigint := round(deferred * weights[n] / weight_left);
            BEGIN
                moves[n] := moves[n] + earned;
                deferred := deferred - earned;
                weight_left := weight_left - weights[n];
            END;
        END IF;
    END LOOP;

    INSERT INTO balance.revenue_source AS past (credit, source, consumed, recognised)
    SELECT p_credit, source, was + more, earned + move
    FROM unnest(sources, consumed, since, recognised, moves) AS s(source, was, more, earned, move)
    WHERE more <> 0 OR move <> 0
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
             balance.post('ent_revenue_' || lower(replace(p_credit, ':', '_')) || '_' || number, 'revenue', p_credit, p_at,
                          lines.accounts, lines.units, lines.amounts);
        IF posted IS DISTINCT FROM 'created' THEN
            RAISE EXCEPTION 'revenue % of %: %', number, p_credit, posted USING ERRCODE = 'integrity_constraint_violation';
        END IF;
    END IF;
    RETURN (SELECT sum(move)::bigint FROM unnest(moves) AS m(move));
END $$;
